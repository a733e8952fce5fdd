/// A token that knows its spelling.
struct SpelledToken {
    var kind: Token.Kind
    var text: String
    var range: SourceRange
}

/// A declaration as far as its words tell: its head, and the clauses between its braces.
struct Statement {
    var word: String
    /// The word and what follows it, up to the brace or the end of the line.
    var head: [SpelledToken]
    var clauses: [[SpelledToken]] = []
    var end: SourceRange

    var name: SpelledToken? { head.dropFirst().first { $0.kind == .name } }

    /// The first word of the clause, such as `from`.
    func clause(_ word: String) -> [SpelledToken]? { clauses.first { $0.first?.text == word } }
}

/// One file cut into declarations, whatever state it is in.
struct Statements {
    private(set) var blocks: [Statement] = []

    init(_ source: SourceText, file: Int) {
        let lexer = Lexer(source, file: file)
        var depth = 0
        var line: [SpelledToken] = []
        for token in lexer.tokens {
            switch token.kind {
            case .newline, .end:
                take(&line, depth: depth)
                continue
            case .leftBrace:
                depth += 1
                if depth == 1 {
                    take(&line, depth: 0)
                    continue
                }
            case .rightBrace:
                if depth == 1 {
                    take(&line, depth: 1)
                    close(token.range)
                }
                depth = max(0, depth - 1)
                if depth == 0 { continue }
            default: break
            }
            let text = String(
                decoding: lexer.bytes[token.range.start..<token.range.end], as: UTF8.self)
            // A block that nobody closed ends where a declaration begins at the margin.
            if line.isEmpty, depth > 0, Block.declarations.contains(text),
                lexer.isAtMargin(token.range.start)
            {
                depth = 0
            }
            line.append(SpelledToken(kind: token.kind, text: text, range: token.range))
        }
    }

    private mutating func take(_ line: inout [SpelledToken], depth: Int) {
        defer { line = [] }
        guard let first = line.first, let last = line.last else { return }
        if depth > 0, !blocks.isEmpty {
            blocks[blocks.count - 1].clauses.append(line)
            close(last.range)
        } else if first.kind == .name {
            blocks.append(Statement(word: first.text, head: line, end: last.range))
        }
    }

    private mutating func close(_ range: SourceRange) {
        if !blocks.isEmpty { blocks[blocks.count - 1].end = range }
    }
}

extension Lexer {
    fileprivate func isAtMargin(_ start: Int) -> Bool {
        start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
    }
}

extension Statement {
    /// What it declares; nil for `set`, tests and what is no declaration.
    var symbol: NameIndex.Symbol? {
        guard word != "set", let kind = NameIndex.Kind(rawValue: word), let name else { return nil }
        return NameIndex.Symbol(kind, name.text)
    }

    var outline: NameIndex.Outline? {
        guard let symbol, let name, let first = head.first else { return nil }
        let detail = head.dropFirst(2).map(\.text).joined(separator: " ")
        let parts = columns.map { column in
            NameIndex.Outline(
                symbol: column.symbol, name: column.token.range, whole: column.token.range,
                detail: column.detail, values: column.values, parts: [])
        }
        return NameIndex.Outline(
            symbol: symbol, name: name.range, whole: first.range.through(end), detail: detail,
            parts: parts)
    }

    struct Column {
        var symbol: NameIndex.Symbol
        var token: SpelledToken
        /// The type of a field.
        var detail = ""
        var values: [String] = []
    }

    /// The tags and fields of a stream.
    var columns: [Column] {
        guard word == "stream", let stream = name?.text else { return [] }
        return clauses.flatMap { clause -> [Column] in
            switch clause[0].text {
            case "tag":
                return clause.listed(after: 0).map { token in
                    Column(
                        symbol: NameIndex.Symbol(.tag, token.text, of: stream), token: token,
                        values: clause.values(of: token))
                }
            case "field":
                return clause.dropFirst().prefix(1).filter { $0.kind == .name }.map { token in
                    Column(
                        symbol: NameIndex.Symbol(.field, token.text, of: stream), token: token,
                        detail: clause.dropFirst(2).map(\.text).joined())
                }
            default: return []
            }
        }
    }
}

extension [SpelledToken] {
    /// The texts of the list that follows a tag.
    fileprivate func values(of tag: SpelledToken) -> [String] {
        let rest = drop { $0.range.start <= tag.range.start }
        guard rest.first?.kind == .in else { return [] }
        return rest.prefix { $0.kind != .rightBracket }.compactMap { token in
            if case .text(let value) = token.kind { value } else { nil }
        }
    }

    /// The names of a list with commas that begins behind a word; brackets are passed over.
    func listed(after place: Int) -> [SpelledToken] {
        var found: [SpelledToken] = []
        var depth = 0
        var isDue = true
        for token in dropFirst(place + 1) {
            if token.kind == .leftBracket { depth += 1 }
            if token.kind == .rightBracket { depth -= 1 }
            guard depth == 0 else { continue }
            if token.kind == .name, isDue { found.append(token) }
            isDue = token.kind == .comma
            if token.kind == .name, token.text == "within" { break }
        }
        return found
    }
}
