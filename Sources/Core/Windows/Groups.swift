import Model

/// The groups of a panel, numbered in the order of first sight.
struct Groups {
    let by: [String]
    let limit: Int
    /// Where there is no room, what has the same values of so many tags has one group together.
    let kept: Int?
    private var rows: [[String]: Int] = [:]
    private(set) var values: [[String]] = []

    init(by: [String], limit: Int, kept: Int? = nil) {
        self.by = by
        self.limit = limit
        self.kept = kept
    }

    var count: Int { values.count }

    /// - Parameter guess: where it may well stand: panels of the same streams mostly met their
    ///   groups in the same order, and to compare is a tenth of the work of looking it up.
    func row(of group: [String], guess: Int) -> Int? {
        guess < values.count && values[guess] == group ? guess : rows[group]
    }

    func row(of values: [String]) -> Int? { rows[values] }

    /// The row of a group, made if there is room for it; nil: the panel has as many groups as it
    /// may.
    mutating func insert(_ group: [String]) -> Int? {
        if let known = rows[group] { return known }
        guard values.count < limit else { return kept.flatMap { others(of: group, keeping: $0) } }
        return add(group)
    }

    private mutating func add(_ group: [String]) -> Int {
        rows[group] = values.count
        values.append(group)
        return values.count - 1
    }

    /// The row of all that have no row of their own.
    private mutating func others(of group: [String], keeping kept: Int) -> Int? {
        let others = group.prefix(kept) + Array(repeating: Self.others, count: group.count - kept)
        if let known = rows[Array(others)] { return known }
        return values.count < 2 * limit ? add(Array(others)) : nil
    }

    func labels(_ row: Int) -> Labels {
        Labels(zip(by, values[row]).map { Labels.Pair($0, $1) })
    }
}
