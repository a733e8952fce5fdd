import Model

/// What a zone is made from: the changes that are history, and the rule for those to come.
struct ZoneTable: Equatable {
    struct Change: Equatable {
        /// Seconds since the epoch.
        var at: Int64
        /// From then on, in seconds.
        var offset: Int64
    }

    /// Before the first change.
    var first: Int64
    var changes: [Change] = []
    /// After the last one.
    var rule: ClockRule?

    /// - Errors: what no clock does.
    init(first: Int64, changes: [Change] = [], rule: ClockRule? = nil) {
        self.first = first
        self.changes = changes
        self.rule = rule
    }

    /// Clocks are further ahead than this nowhere, nor changed at times beyond those that a
    /// `Timestamp` holds by more than a rule's reach.
    func check() throws(DamagedZone) {
        var last = Int64.min
        for change in changes {
            guard change.at > last else { throw DamagedZone("its changes are out of order") }
            last = change.at
        }
        guard ([first] + changes.map(\.offset)).allSatisfy({ abs($0) <= Self.furthest }) else {
            throw DamagedZone("its clocks are further ahead than clocks can be")
        }
    }

    /// 26 hours.
    static let furthest: Int64 = 93_600

    /// The same clocks in the fewest changes: none that changes nothing, none that nobody can ask
    /// for, none that the rule gives as well. Packers of zones differ in how much of the future
    /// they write out.
    var shortened: ZoneTable {
        var short = ZoneTable(first: first, rule: rule?.summer == nil ? nil : rule)
        let end = changes.last?.at
        for change in changes where change.at < Self.latest {
            if change.at <= Self.earliest {
                short.first = change.offset
            } else if change.offset != (short.changes.last?.offset ?? short.first)
                || change.at == end && short.rule != nil
            {
                short.changes.append(change)
            }
        }
        guard let rule = short.rule else { return short }
        let first = short.changes.first?.at ?? Self.earliest
        let given = rule.changes(after: first - 1)
        // Some packers end with a change that is none, to say from when the rule holds.
        if let last = short.changes.last, let before = short.changes.dropLast().last,
            last.offset == before.offset,
            !given.contains(where: { $0.at > before.at && $0.at <= last.at })
        {
            short.changes.removeLast()
        }
        while let last = short.changes.last, short.changes.count > 1,
            let place = given.lastIndex(of: last), place > 0,
            given[place - 1] == short.changes[short.changes.count - 2]
        {
            short.changes.removeLast()
        }
        return short
    }

    /// The first and the last second of a `Timestamp`.
    static let earliest = Int64.min / 1_000_000_000
    static let latest = Int64.max / 1_000_000_000

    /// All changes, those of the rule too.
    var writtenOut: (changes: [Int64], offsets: [Int64]) {
        let later = rule?.changes(after: changes.last?.at ?? Self.earliest) ?? []
        var (times, offsets): ([Int64], [Int64]) = ([], [first])
        for change in changes + later where change.offset != offsets[offsets.count - 1] {
            times.append(change.at)
            offsets.append(change.offset)
        }
        return (times, offsets)
    }
}

/// What cannot be a zone, and why.
public struct DamagedZone: Error, Equatable, Sendable {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }
}
