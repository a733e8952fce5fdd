/// A table in a string: the first line names the columns, each other line is a case.
///
/// In a string because the formatter leaves strings alone and runs aligned code together.
struct Table {
    struct Row: CustomStringConvertible, Sendable {
        var cells: [String: String]
        var description: String

        subscript(column: String) -> String { cells[column]! }
    }

    let rows: [Row]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
        rows = lines.dropFirst().map { cells in
            Row(
                cells: Dictionary(zip(lines[0], cells), uniquingKeysWith: { first, _ in first }),
                description: cells.joined(separator: " | "))
        }
    }
}
