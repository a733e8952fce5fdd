import Testing

/// A table in a string: the first line names the columns, each other line is a case.
struct Table {
    struct Row: CustomTestStringConvertible, Sendable {
        private var cells: [String: String]
        let testDescription: String

        subscript(column: String) -> String { cells[column] ?? "" }

        fileprivate init(_ names: [String], _ cells: [String]) {
            self.cells = Dictionary(zip(names, cells), uniquingKeysWith: { first, _ in first })
            testDescription = cells.joined(separator: " | ")
        }
    }

    let rows: [Row]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
        }
        rows = lines.dropFirst().map { Row(lines[0], $0) }
    }
}

private func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}
