/// Puts back what the lexer drops, comments and the ends of lines, from the gaps between tokens.
struct LineReader {
    private let bytes: [UInt8]
    private(set) var lines: [RuleLine] = []
    private var line = RuleLine()
    /// The ends of lines since the last that had anything on it.
    private var newlines = 0
    /// Where the line that is being read begins.
    private var start = 0
    /// The places of the outermost braces that do not stand on one line with their other half.
    private let spread: Set<Int>
    private var mustBreak = false

    init(_ lexer: Lexer) {
        bytes = lexer.bytes
        spread = Self.spread(lexer)
        var position = lexer.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        start = position
        var isNew = true
        for token in lexer.tokens {
            if token.kind == .newline || token.kind == .end {
                isNew = true
                continue
            }
            read(gap: position..<token.range.start)
            add(token, isApart: token.range.start > position, isNew: isNew)
            isNew = false
            position = token.range.end
        }
        read(gap: position..<bytes.count)
        finish()
    }

    private static func spread(_ lexer: Lexer) -> Set<Int> {
        var found: Set<Int> = []
        var open: [(start: Int, line: Int)] = []
        var (line, position) = (0, 0)
        for token in lexer.tokens where token.kind == .leftBrace || token.kind == .rightBrace {
            line += lexer.bytes[position..<token.range.start].count { $0 == UInt8(ascii: "\n") }
            position = token.range.start
            if token.kind == .leftBrace {
                open.append((position, line))
            } else if let opening = open.popLast(), open.isEmpty, opening.line < line {
                found.formUnion([opening.start, position])
            }
        }
        return found
    }

    /// Blanks, comments and ends of lines.
    private mutating func read(gap: Range<Int>) {
        var position = gap.lowerBound
        while position < gap.upperBound {
            if bytes[position] == UInt8(ascii: "\n") {
                finish()
                newlines += 1
                start = position + 1
            } else if bytes[position] == UInt8(ascii: "#") {
                let end = bytes[position..<gap.upperBound].firstIndex(of: UInt8(ascii: "\n"))
                addComment(position..<(end ?? gap.upperBound))
                position = (end ?? gap.upperBound) - 1
            }
            position += 1
        }
    }

    private mutating func addComment(_ range: Range<Int>) {
        let before = bytes[start..<range.lowerBound]
        let column =
            before.contains(UInt8(ascii: "\t"))
            ? nil : String(decoding: before, as: UTF8.self).count
        line.comment = RuleLine.Comment(text: trimmed(bytes[range]), column: column)
    }

    private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        let last = bytes.lastIndex { !blanks.contains($0) } ?? bytes.startIndex
        return String(decoding: bytes[bytes.startIndex...last], as: UTF8.self)
    }

    /// A block that has several lines has a line for its opening and its closing brace.
    private mutating func add(_ token: Token, isApart: Bool, isNew: Bool) {
        let isBrace = spread.contains(token.range.start)
        let breaks = mustBreak || (isBrace && token.kind == .rightBrace)
        mustBreak = isBrace && token.kind == .leftBrace
        if breaks { finish() }
        if line.words.isEmpty {
            line.isContinuation = !isNew && !breaks && token.kind != .rightBrace
        }
        let text = String(decoding: bytes[token.range.start..<token.range.end], as: UTF8.self)
        line.words.append(Word(text: text, kind: token.kind, isApart: isApart))
    }

    private mutating func finish() {
        guard !line.words.isEmpty || line.comment != nil else { return }
        let isAtEdge =
            lines.last.map { $0.words.last?.kind == .leftBrace } ?? true
            || line.words.first?.kind == .rightBrace
        line.isApart = newlines > 1 && !isAtEdge
        newlines = 0
        lines.append(line)
        line = RuleLine()
    }
}
