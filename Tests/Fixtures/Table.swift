/// A table in a string: a header, then a row a line, cells between `|`, blank lines and `#` lines
/// left out.
///
/// In strings, because `swift format` runs aligned columns of code together and leaves strings
/// alone.
public struct Table {
    public struct Row: Sendable, CustomStringConvertible {
        private let cells: [String]
        private let names: [String]

        fileprivate init(_ names: [String], _ cells: [String]) {
            self.names = names
            self.cells = cells
        }

        /// The cell under that heading; empty where the row ends before it.
        public subscript(name: String) -> String {
            guard let index = names.firstIndex(of: name) else {
                preconditionFailure("the table has no column \(name), but \(names)")
            }
            return index < cells.count ? cells[index] : ""
        }

        public var description: String { cells.joined(separator: " | ") }
    }

    public let rows: [Row]

    public init(_ text: String) {
        let lines = text.split(separator: "\n").map(trimmed)
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
            .map { $0.split(separator: "|", omittingEmptySubsequences: false).map(trimmed) }
        rows = lines.dropFirst().map { Row(lines[0], $0) }
    }
}

private func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
}
