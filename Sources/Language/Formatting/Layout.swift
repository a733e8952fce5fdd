/// Lines laid out: where each begins, what stands in columns, and where comments go.
struct Layout {
    private let lines: [RuleLine]
    private let columns: Columns
    /// The braces that are open.
    private var depth = 0
    /// The clause that is being printed: its spaces, and where its arguments begin.
    private var spacing = Spacing(clause: "", isInBlock: false)
    private var argument = 0
    /// The brackets of the clause that are open, and where a line inside them begins.
    private var brackets: [(inside: Int, closing: Int)] = []

    init(_ lines: [RuleLine]) {
        self.lines = lines
        columns = Columns(lines)
    }

    mutating func text() -> String {
        var code: [String] = []
        for index in lines.indices { code.append(laidOut(index)) }
        let margins = Margins(lines, code: code)
        var text = ""
        for index in lines.indices {
            if lines[index].isApart { text += "\n" }
            text += code[index]
            if let comment = lines[index].comment {
                let gap = margins[index] - code[index].count
                text += String(repeating: " ", count: max(0, gap)) + comment.text
            }
            text += "\n"
        }
        return text
    }

    private mutating func laidOut(_ index: Int) -> String {
        let line = lines[index]
        guard let first = line.words.first else {
            return String(repeating: " ", count: indent(ofCommentAt: index))
        }
        if !line.isContinuation {
            brackets = []
            spacing = Spacing(clause: first.text, isInBlock: depth > 0)
        }
        if first.kind == .rightBrace { depth -= 1 }
        let indent = indent(of: line, first: first)
        var text = String(repeating: " ", count: indent)
        // Counted as it grows: a line may be as long as a file.
        var width = indent
        for (place, word) in line.words.enumerated() {
            if word.kind == .rightBrace, place > 0 { depth -= 1 }
            let next = place + 1 < line.words.count ? line.words[place + 1] : nil
            let isDue = spacing.take(word, before: next)
            if place > 0 {
                let least = isDue ? 1 : 0
                let column = columns.column(ofWord: place, inLine: index)
                let gap = column.map { max($0 - width, least) } ?? least
                text += String(repeating: " ", count: gap)
                width += gap
            }
            if !line.isContinuation, place == columns.argument(ofLine: index) { argument = width }
            text += word.text
            width += word.text.count
            follow(word, isLast: next == nil, indent: indent, width: width)
        }
        return text
    }

    private mutating func follow(_ word: Word, isLast: Bool, indent: Int, width: Int) {
        if word.kind.closes != nil { _ = brackets.popLast() }
        if word.kind.opens { brackets.append((isLast ? indent + 2 : width, indent)) }
        if word.kind == .leftBrace { depth += 1 }
    }

    private func indent(of line: RuleLine, first: Word) -> Int {
        guard line.isContinuation else { return 2 * max(0, depth) }
        guard let bracket = brackets.last else { return argument }
        return first.kind.closes == nil ? bracket.inside : bracket.closing
    }

    /// A comment on a line of its own stands as what follows it.
    private func indent(ofCommentAt index: Int) -> Int {
        guard let next = lines[index...].first(where: { !$0.words.isEmpty }) else { return 0 }
        return next.isContinuation ? brackets.last?.inside ?? argument : 2 * max(0, depth)
    }
}
