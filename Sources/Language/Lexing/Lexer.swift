/// Cuts one source into tokens.
///
/// It never fails: what it cannot read it reports, and goes on with what was most likely meant.
struct Lexer {
    let bytes: [UInt8]
    let file: Int
    var position = 0
    private(set) var tokens: [Token] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var hasColon = false

    init(_ source: SourceText, file: Int) {
        bytes = Array(source.text.utf8)
        self.file = file
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count { step() }
        add(.newline, from: position)
        tokens.append(Token(kind: .end, range: range(from: position)))
    }

    private mutating func step() {
        let start = position
        switch bytes[position] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            position += 1
        case UInt8(ascii: "\n"):
            position += 1
            add(.newline, from: start)
        case UInt8(ascii: "#"):
            skipLine()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            number()
        case let byte where isWord(byte):
            word()
        default:
            other()
        }
    }

    /// Adds a token, and takes a newline for what it is: the end of a clause, unless none can end
    /// there.
    mutating func add(_ kind: Token.Kind, from start: Int) {
        if let last = tokens.last?.kind {
            if last == .newline, kind.continues { tokens.removeLast() }
            if kind == .newline, last == .newline || last.isOpen { return }
        } else if kind == .newline {
            return
        }
        tokens.append(Token(kind: kind, range: range(from: start)))
    }

    mutating func report(
        _ code: Code, _ message: String, from start: Int, _ label: String, help: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(code, message, at: range(from: start), label, help: help))
    }

    private mutating func word() {
        let start = position
        while position < bytes.count, isWord(bytes[position]) { position += 1 }
        if atAccent { return accentedWord(from: start) }
        let text = spelling(from: start)
        if let kind = Symbol.words[text] { return add(kind, from: start) }
        if let kind = Symbol.foreignWords[text] {
            report(
                .foreignSpelling, "`\(text)` is written in small letters here", from: start,
                "not a word of this language", help: "write `\(text.lowercased())`")
            return add(kind, from: start)
        }
        add(.name, from: start)
        percentileWithDecimals(after: start)
    }

    /// `p99.9` of other tools.
    private mutating func percentileWithDecimals(after start: Int) {
        guard bytes[start] == UInt8(ascii: "p"), position > start + 1,
            bytes[(start + 1)..<position].allSatisfy(isDigit),
            position + 1 < bytes.count, bytes[position] == UInt8(ascii: "."),
            isDigit(bytes[position + 1])
        else { return }
        position += 1
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        let digits = spelling(from: start + 1).filter { $0 != "." }
        report(
            .foreignSpelling,
            "`p` takes a whole percentile, and `\(spelling(from: start))` is none",
            from: start, "has decimals",
            help: "write `quantile(FIELD, 0.\(digits))`")
    }

    private mutating func other() {
        let start = position
        if starts(with: "//") { return foreignComment() }
        if starts(with: ";") { return semicolon() }
        for quote in Symbol.quotes where starts(with: quote.open) {
            return text(open: quote.open, close: quote.close)
        }
        if starts(with: "\u{A0}") || starts(with: "\u{202F}") || starts(with: "\u{FEFF}") {
            return skipCharacter()
        }
        guard let symbol = Symbol.table[bytes[start]]?.first(where: { starts(with: $0.spelling) })
        else { return strayCharacter() }
        position += symbol.spelling.utf8.count
        if let meant = symbol.meant {
            report(
                .foreignSpelling, "`\(symbol.spelling)` is not a sign of this language",
                from: start, "from another language", help: "write `\(meant)`")
        }
        add(symbol.kind, from: start)
    }

    private mutating func strayCharacter() {
        let start = position
        if atAccent { return accentedWord(from: start) }
        skipCharacter()
        let sign = printable(from: start)
        // Who writes one colon writes one a line: a habit is one mistake.
        if tokens.last?.kind != .stray, sign != ":" || !hasColon {
            report(
                .strayCharacter, "`\(sign)` means nothing here", from: start,
                "not a sign of this language", help: Symbol.strangers[sign])
        }
        hasColon = hasColon || sign == ":"
        add(.stray, from: start)
    }

    /// A letter beyond ASCII: what begins with the bytes of accented Latin and of other alphabets.
    private var atAccent: Bool {
        position < bytes.count && bytes[position] >= 0xC3 && bytes[position] != 0xE2
    }

    private mutating func accentedWord(from start: Int) {
        while position < bytes.count, isWord(bytes[position]) || atAccent { skipCharacter() }
        report(
            .strayCharacter, "`\(spelling(from: start))` cannot be a name", from: start,
            "has letters beyond a to z", help: "names are made of a to z, digits and `_`")
        add(.stray, from: start)
    }

    private mutating func foreignComment() {
        let start = position
        position += 2
        report(
            .foreignSpelling, "`//` does not start a comment", from: start,
            "from another language", help: "write `#`")
        skipLine()
    }

    private mutating func semicolon() {
        let start = position
        position += 1
        report(
            .foreignSpelling, "`;` is not needed", from: start, "the end of the line is enough",
            help: "remove it; each clause has a line of its own")
        add(.newline, from: start)
    }
}

extension Lexer {
    func range(from start: Int) -> SourceRange {
        SourceRange(file: file, start: start, end: position)
    }

    func spelling(from start: Int) -> String {
        String(decoding: bytes[start..<position], as: UTF8.self)
    }

    func starts(with spelling: String) -> Bool {
        bytes[position...].starts(with: spelling.utf8)
    }

    mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    mutating func skipCharacter() {
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
    }

    private func printable(from start: Int) -> String {
        let text = spelling(from: start)
        let isControl = bytes[start] < 0x20 || bytes[start] == 0x7F
        return isControl ? "\\u{\(String(bytes[start], radix: 16))}" : text
    }

    func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            true
        default: isDigit(byte)
        }
    }

    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
