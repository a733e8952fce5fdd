/// How one service reads text, so that text from outside is harmless there and no longer than it
/// may be.
///
/// Tags come off the wire and may hold anything. What would be markup is escaped, and who would be
/// called is not: an `@here` gets a zero-width space after its `@`, and so does what stands after a
/// `<` that names somebody. What would turn the rest of a line round is left out.
///
/// - Unit: limits are in `size`, after escaping. Where a service says "characters" and not which,
///   they are UTF-16 units: no reading of the word counts more.
struct Dialect: Sendable {
    enum Escaping { case none, entities, backslashes }
    enum Size { case utf16, bytes, quoted }
    enum Called { case nobody, everybody, anybody }

    var escaping: Escaping
    /// How a text's length is told.
    var size: Size
    /// Whom an `@` could call.
    var called: Called

    /// `&`, `<` and `>` are escaped, as Slack asks, and nothing else is: without `<` there is no
    /// link and no `<!channel>`.
    ///
    /// - Source: docs.slack.dev, "Formatting message text".
    static let slack = Dialect(escaping: .entities, size: .utf16, called: .everybody)
    /// The Markdown of Discord and Mattermost.
    static let markdown = Dialect(escaping: .backslashes, size: .utf16, called: .anybody)
    /// The same in a whole that is counted in bytes of JSON: Teams.
    static let card = Dialect(escaping: .none, size: .quoted, called: .anybody)
    /// HTML, or what Google Chat takes of it.
    static let html = Dialect(escaping: .entities, size: .quoted, called: .anybody)
    /// Where nobody can be called and text is text: mails, PagerDuty.
    static let text = Dialect(escaping: .none, size: .utf16, called: .nobody)
    /// The same in a whole that is counted in bytes of JSON: ntfy.
    static let push = Dialect(escaping: .none, size: .quoted, called: .nobody)
    /// Where a room reads it and no markup is known.
    static let plain = Dialect(escaping: .none, size: .utf16, called: .everybody)
    static let bytes = Dialect(escaping: .none, size: .quoted, called: .everybody)

    func length(_ text: String) -> Int {
        switch size {
        case .utf16: text.utf16.count
        case .bytes: text.utf8.count
        case .quoted:
            text.unicodeScalars.reduce(0) { sum, scalar in
                sum
                    + (scalar.value < 0x20 || scalar.value == 0x7F
                        ? 6 : scalar == "\"" || scalar == "\\" ? 2 : UTF8.width(scalar))
            }
        }
    }

    /// At most `limit` long, cut between two characters of the original with an ellipsis.
    func cut(_ text: String, to limit: Int) -> String { cut(text, to: limit, isLine: false) }

    private func cut(_ original: String, to limit: Int, isLine: Bool) -> String {
        let text = original.withoutDirections
        let mark = length("…")
        var pieces: [String] = []
        var sum = 0
        var fitting = 0  // so many pieces leave room for the ellipsis
        for index in text.indices {
            let piece = isLine && text[index].isNewline ? " " : escaped(text, at: index)
            sum += length(piece)
            guard sum <= limit else { return pieces.prefix(fitting).joined() + "…" }
            pieces.append(piece)
            if sum <= limit - mark { fitting = pieces.count }
        }
        return pieces.joined()
    }

    /// On one line: for headers and names.
    func line(_ text: String, to limit: Int) -> String {
        cut(text, to: limit, isLine: true)
    }

    /// All lines that fit, as HTML has them one below the other.
    func brokenLines(_ lines: [String], to limit: Int) -> String {
        self.lines(lines, to: limit).split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "<br>")
    }

    /// All lines that fit, one below the other.
    func lines(_ lines: [String], to limit: Int, apart: String = "\n") -> String {
        cut(lines.filter { !$0.isEmpty }.joined(separator: apart), to: limit)
    }
}

extension Dialect {
    /// By the scalar: an accent on a `<` makes another character of it, and leaves it a `<`.
    private func escaped(_ text: String, at index: String.Index) -> String {
        if text[index] == "@", calls(text, at: index) { return "@\u{200B}" }
        var piece = ""
        for scalar in text[index].unicodeScalars {
            switch (escaping, scalar) {
            case (.entities, "&"): piece += "&amp;"
            case (.entities, "<"): piece += "&lt;"
            case (.entities, ">"): piece += "&gt;"
            case (.entities, "\"") where size == .quoted: piece += "&quot;"
            case (.backslashes, "_") where isInWord(text, at: index): piece += "_"
            case (.backslashes, "\\"), (.backslashes, "*"), (.backslashes, "_"),
                (.backslashes, "~"), (.backslashes, "`"), (.backslashes, "|"),
                (.backslashes, "["), (.backslashes, "]"), (.backslashes, ">"),
                (.backslashes, "#"):
                piece += "\\"
                piece.unicodeScalars.append(scalar)
            // A name in `<>` is somebody, and `](` a link; apart they are signs.
            case (.backslashes, "<"): piece += "\\<\u{200B}"
            case (.none, "<") where called != .nobody, (.none, "]") where called == .anybody:
                piece.unicodeScalars.append(scalar)
                piece += "\u{200B}"
            case (_, "\r"): piece += text[index] == "\r\n" ? "" : "\n"
            default: piece.unicodeScalars.append(Self.isControl(scalar) ? " " : scalar)
            }
        }
        return piece
    }

    /// Nothing that people see, and no service has to do with it.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
            || (0x7F...0x9F).contains(scalar.value)
    }

    private func calls(_ text: String, at index: String.Index) -> Bool {
        let rest = text[text.index(after: index)...]
        switch called {
        case .nobody: return false
        case .everybody:
            let word = rest.prefix(8).lowercased()
            return ["here", "channel", "everyone", "all"].contains { word.hasPrefix($0) }
        case .anybody:
            // Not in an address: `mail@example.org`.
            let before = index > text.startIndex ? text[text.index(before: index)] : " "
            guard let first = rest.first else { return false }
            let everyone = ["here", "channel", "everyone", "all"]
            return !before.isLetter && !before.isNumber && !first.isWhitespace
                || everyone.contains { rest.prefix(8).lowercased().hasPrefix($0) }
        }
    }

    /// Markup begins and ends at words; a `_` between two letters is only that.
    private func isInWord(_ text: String, at index: String.Index) -> Bool {
        guard index > text.startIndex, let next = text[text.index(after: index)...].first else {
            return false
        }
        let last = text[text.index(before: index)]
        return (last.isLetter || last.isNumber) && (next.isLetter || next.isNumber)
    }
}
