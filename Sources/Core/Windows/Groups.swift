import Model

/// The groups of a panel, numbered in the order of first sight.
struct Groups {
    let by: [String]
    let limit: Int
    private var rows: [[String]: Int] = [:]
    private(set) var values: [[String]] = []

    init(by: [String], limit: Int) {
        self.by = by
        self.limit = limit
    }

    var count: Int { values.count }

    func row(of values: [String]) -> Int? { rows[values] }

    /// The row of a group, made if there is room for it; nil: the panel has as many groups as it
    /// may.
    mutating func insert(_ group: [String]) -> Int? {
        if let known = rows[group] { return known }
        guard values.count < limit else { return nil }
        rows[group] = values.count
        values.append(group)
        return values.count - 1
    }

    func labels(_ row: Int) -> Labels {
        Labels(zip(by, values[row]).map { Labels.Pair($0, $1) })
    }
}
