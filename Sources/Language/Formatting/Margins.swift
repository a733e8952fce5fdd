/// Where the comments begin that share a line with code: in one column for lines that follow one
/// another.
///
/// The author's column is kept where all comments of a run have it and it leaves room; else they
/// stand two spaces behind the longest line.
struct Margins {
    private var columns: [Int]

    init(_ lines: [RuleLine], code: [String]) {
        columns = code.map(\.count)
        var run: [Int] = []
        for index in lines.indices {
            let isShared = lines[index].comment != nil && !lines[index].words.isEmpty
            if !isShared || lines[index].isApart { set(&run, lines) }
            if isShared { run.append(index) }
        }
        set(&run, lines)
    }

    subscript(index: Int) -> Int { columns[index] }

    private mutating func set(_ run: inout [Int], _ lines: [RuleLine]) {
        let least = (run.map { columns[$0] }.max() ?? 0) + 2
        let written = Set(run.map { lines[$0].comment?.column })
        var column = least
        if written.count == 1, let kept = written.first ?? nil, kept >= least { column = kept }
        for index in run { columns[index] = column }
        run = []
    }
}
