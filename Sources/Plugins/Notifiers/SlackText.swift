/// Makes text from outside harmless in Slack's markup, and as short as Slack wants it.
///
/// Tags come off the wire and may hold anything. `&`, `<` and `>` are escaped, as Slack asks, and
/// nothing else is; without `<` there is no link and no `<!channel>`. An `@here`, `@channel` or
/// `@everyone` gets a zero-width space after its `@`, for workspaces that link bare names.
///
/// - Unit: limits are in UTF-16 units after escaping. Slack says "characters" and not which; no
///   reading of the word counts more.
/// - Source: docs.slack.dev, "Formatting message text" and the Block Kit reference.
enum SlackText {
    /// At most `limit` long, cut between two characters of the original with an ellipsis.
    static func cut(_ text: String, to limit: Int) -> String {
        var pieces: [String] = []
        var length = 0
        var fitting = 0  // so many pieces leave room for the ellipsis
        for index in text.indices {
            let piece = escaped(text, at: index)
            length += piece.utf16.count
            guard length <= limit else { return pieces.prefix(fitting).joined() + "…" }
            pieces.append(piece)
            if length < limit { fitting = pieces.count }
        }
        return pieces.joined()
    }

    /// On one line: for headers and names.
    static func line(_ text: String, to limit: Int) -> String {
        cut(String(text.map { $0.isNewline ? " " : $0 }), to: limit)
    }

    /// A link, if it is one that people can follow and short enough to be sent whole.
    static func link(_ url: String, named name: String, limit: Int) -> String {
        let whole = "<\(cut(url, to: .max))|\(cut(name, to: .max))>"
        let followable = ["https://", "http://"].contains { url.hasPrefix($0) }
        let plain = !url.contains { $0.isWhitespace || $0 == "|" }
        return followable && plain && whole.utf16.count <= limit
            ? whole : line("\(name): \(url)", to: limit)
    }

    /// By the scalar: an accent on a `<` makes another character of it, and leaves it a `<`.
    private static func escaped(_ text: String, at index: String.Index) -> String {
        var piece = ""
        for scalar in text[index].unicodeScalars {
            switch scalar {
            case "&": piece += "&amp;"
            case "<": piece += "&lt;"
            case ">": piece += "&gt;"
            default: piece.unicodeScalars.append(scalar)
            }
        }
        let pings = piece == "@" && callsEveryone(text[text.index(after: index)...])
        return pings ? "@\u{200B}" : piece
    }

    private static func callsEveryone(_ rest: Substring) -> Bool {
        let word = rest.prefix(8).lowercased()
        return ["here", "channel", "everyone"].contains { word.hasPrefix($0) }
    }
}
