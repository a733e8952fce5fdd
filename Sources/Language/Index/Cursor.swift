/// Where somebody types: the block, the clause, and the words before.
public struct Cursor: Sendable {
    /// `stream`, `kpi`, `alert`, `watch`; nil: between declarations.
    public private(set) var block: String?
    /// The name of what the block declares.
    public private(set) var name: String?
    /// The words of the clause before the cursor, without the one that is being typed.
    public private(set) var words: [String] = []
    /// What is being typed, in letters; empty behind a blank.
    public private(set) var typed = ""
    /// The text that the cursor is in, from its opening quote.
    public private(set) var text: String?
    public private(set) var isInComment = false

    /// - Complexity: linear in the bytes before the cursor.
    public init(_ source: SourceText, at byte: Int) {
        let before = String(decoding: Array(source.text.utf8.prefix(byte)), as: UTF8.self)
        let lexer = Lexer(SourceText(path: source.path, text: before), file: 0)
        let line =
            before.utf8.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
            ).last.map { String(decoding: Array($0), as: UTF8.self) } ?? ""
        findQuotes(line)
        let statements = Statements(SourceText(path: source.path, text: before), file: 0)
        let isOpen =
            lexer.tokens.reduce(0) { depth, token in
                token.kind == .leftBrace
                    ? depth + 1 : token.kind == .rightBrace ? max(0, depth - 1) : depth
            } > 0
        let atLineStart = lexer.tokens.last { $0.kind != .end }?.kind == .newline
        let last = statements.blocks.last
        if isOpen, let last {
            block = last.head.contains { $0.text == "each" } ? "watch" : last.word
            name = last.name?.text
        }
        let isFresh = line.allSatisfy(\.isWhitespace) && atLineStart && !lexer.continues
        let clause = isOpen ? last?.clauses.last : last?.head
        words =
            isFresh
            ? []
            : (clause ?? []).filter { $0.range.start >= lexer.lineStart }
                .map(\.text)
        if let end = before.utf8.last, lexer.isWord(end), let word = words.last {
            typed = word
            words.removeLast()
        }
    }

    private mutating func findQuotes(_ line: String) {
        var quote: String.Index?
        var isEscaped = false
        for index in line.indices {
            if isEscaped {
                isEscaped = false
            } else if line[index] == "\\" {
                isEscaped = quote != nil
            } else if line[index] == "\"" {
                quote = quote == nil ? line.index(after: index) : nil
            } else if line[index] == "#", quote == nil {
                isInComment = true
                return
            }
        }
        text = quote.map { String(line[$0...]) }
    }
}

extension Lexer {
    /// The text ends where a clause must go on.
    fileprivate var continues: Bool {
        tokens.last { $0.kind != .end && $0.kind != .newline }?.kind.isOpen == true
    }

    /// Where the clause begins in which the text ends.
    fileprivate var lineStart: Int {
        let words = tokens.filter { $0.kind != .end }
        let body = words.last?.kind == .newline ? words.dropLast() : words[...]
        guard let newline = body.lastIndex(where: { $0.kind == .newline || $0.kind == .leftBrace })
        else { return 0 }
        return body[newline].range.end
    }
}
