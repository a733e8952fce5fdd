/// What stands in columns: the arguments of the clauses of a block, the types of its fields, the
/// values of params that follow one another.
struct Columns {
    /// For each line, how many words its keyword has, and 0 where nothing is put in a column.
    private var heads: [Int] = []
    /// For each line, the columns of words by their place.
    private var columns: [[Int: Int]] = []

    init(_ lines: [RuleLine]) {
        columns = lines.map { _ in [:] }
        heads = lines.map { _ in 0 }
        var depth = 0
        var start = 0
        for (index, line) in lines.enumerated() {
            let before = depth
            for word in line.words {
                if word.kind == .leftBrace { depth += 1 }
                if word.kind == .rightBrace { depth -= 1 }
            }
            if before == 0, depth == 1 {
                align(params: start..<index, of: lines)
                start = index + 1
            } else if before == 1, depth == 0 {
                let opening = start > 0 ? lines[start - 1].words.first?.text : nil
                align(clauses: start..<index, of: lines, in: opening ?? "")
                start = index + 1
            }
        }
        if depth == 0 { align(params: start..<lines.count, of: lines) }
    }

    func column(ofWord place: Int, inLine index: Int) -> Int? { columns[index][place] }

    /// The place of the first argument in the line.
    func argument(ofLine index: Int) -> Int { max(1, heads[index]) }

    private mutating func align(clauses range: Range<Int>, of lines: [RuleLine], in block: String) {
        let indent = 2
        for index in range where !lines[index].isContinuation {
            heads[index] = lines[index].headLength(in: block)
        }
        let headed = range.filter { heads[$0] > 0 && heads[$0] < lines[$0].words.count }
        let width = headed.map { lines[$0].width(ofFirst: heads[$0]) }.max() ?? 0
        for index in headed { columns[index][heads[index]] = indent + width + 1 }
        let fields = headed.filter {
            block == "stream" && lines[$0].words[0].text == "field" && lines[$0].words.count > 2
        }
        let names = fields.map { lines[$0].words[1].text.count }.max() ?? 0
        for index in fields { columns[index][2] = indent + width + 1 + names + 1 }
    }

    /// `param NAME = VALUE` and `set`, in runs that no empty line breaks.
    private mutating func align(params range: Range<Int>, of lines: [RuleLine]) {
        var run: [Int] = []
        for index in range {
            if lines[index].isApart { alignSigns(of: &run, lines) }
            if lines[index].isAssignment { run.append(index) }
        }
        alignSigns(of: &run, lines)
    }

    private mutating func alignSigns(of run: inout [Int], _ lines: [RuleLine]) {
        let width = run.map { lines[$0].width(ofFirst: 2) }.max() ?? 0
        for index in run { columns[index][2] = width + 1 }
        run = []
    }
}

extension RuleLine {
    /// How many words come before the arguments of a clause; 0: they are in no column.
    fileprivate func headLength(in block: String) -> Int {
        guard let first = words.first else { return 0 }
        if block == "table" { return rowLength }
        switch first.text {
        case "for": return 0
        case "no": return words.count > 2 ? 2 : 0
        default: return first.kind == .name ? 1 : 0
        }
    }

    /// The keys of a row of a table, with their commas.
    private var rowLength: Int {
        var length = 1
        while length + 1 < words.count, words[length].kind == .comma { length += 2 }
        return length
    }

    fileprivate var isAssignment: Bool {
        words.count > 2 && !isContinuation && words[2].kind == .assign
            && ["param", "set", "benchmark"].contains(words[0].text)
    }

    /// Of the first words, with the spaces that are due between them.
    fileprivate func width(ofFirst count: Int) -> Int {
        var width = 0
        for (place, word) in words.prefix(count).enumerated() {
            width += word.text.count + (place > 0 && word.kind != .comma ? 1 : 0)
        }
        return width
    }
}
