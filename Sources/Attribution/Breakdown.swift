import Statistics

/// What moved a KPI: the segments whose shift explains the change, the one that explains most
/// first.
///
/// Segments are found by a scan (see `Scan`), one after the other, each without the leaves of those
/// before it; so they do not overlap, and with the rest they add up to the change exactly. One is
/// named only if chance does not give it, of as many as there are, more than once in twenty times,
/// and if it makes at least a tenth of the change.
public struct Breakdown: Sendable {
    public let before: Tally
    public let now: Tally
    /// nil: the KPI had, or has, no value.
    public let change: Double?
    public let causes: [Cause]
    /// What the causes leave.
    public let rest: Split.Part
    /// Whether all moved alike, so that no segment is the cause.
    public let isBroad: Bool

    public struct Cause: Equatable, Sendable {
        public var segment: Segment
        public var part: Split.Part
        /// Of the whole change; more than 1 where others went the other way.
        public var share: Double
        public var before: Tally
        public var now: Tally
        public var samples: Int
    }

    /// The least share of the change that is named.
    static let leastShare = 0.1

    /// - Parameter most: how many causes are named at most.
    public init(_ unsorted: [Leaf], isRatio: Bool, most: Int = 5) {
        // Sums of the same leaves are the same in whichever order they come.
        let leaves = unsorted.sorted { $0.values.lexicographicallyPrecedes($1.values) }
        var search = Search(leaves, isRatio)
        while search.found.count < most, let next = search.next() { search.found.append(next) }
        isBroad = search.isBroad
        let parts = search.parts
        let split = Split(parts.map { ($0.before, $0.now) }, isRatio: isRatio)
        (before, now, change) = (split.before, split.now, split.change)
        rest = split.parts.last ?? Split.Part(rate: 0, mix: 0)
        let whole = split.change ?? 0
        let causes = search.found.indices.map { place in
            Cause(
                segment: search.found[place], part: split.parts[place],
                share: whole == 0 ? 0 : split.parts[place].change / whole,
                before: parts[place].before, now: parts[place].now,
                samples: parts[place].samples)
        }
        // In the order of what they add to the change; equal ones as they were found.
        self.causes = causes.enumerated().sorted {
            ($1.element.share, $0.offset) < ($0.element.share, $1.offset)
        }.map(\.element)
    }
}

/// The segments of a breakdown, one after the other.
private struct Search {
    let leaves: [Leaf]
    let isRatio: Bool
    var found: [Segment] = []
    private(set) var isBroad = false
    private let scan: Scan
    private let whole: Split

    struct Part {
        var before = Tally()
        var now = Tally()
        var samples = 0

        mutating func add(_ leaf: Leaf) {
            before += leaf.before
            now += leaf.now
            samples += leaf.samples
        }
    }

    init(_ leaves: [Leaf], _ isRatio: Bool) {
        self.leaves = leaves
        self.isRatio = isRatio
        scan = Scan(leaves, tags: leaves.first?.values.count ?? 0)
        whole = Split(leaves.map { ($0.before, $0.now) }, isRatio: isRatio)
    }

    /// Those that are found, each without those before it, and the rest.
    var parts: [Part] {
        var parts = Array(repeating: Part(), count: found.count + 1)
        for leaf in leaves {
            parts[found.firstIndex { $0.holds(leaf) } ?? found.count].add(leaf)
        }
        return parts
    }

    /// The next segment; nil: nothing that is left is more than chance.
    mutating func next() -> Segment? {
        guard let change = whole.change, change != 0, !isBroad else { return nil }
        let isOpen = leaves.map { leaf in !found.contains { $0.holds(leaf) } }
        let shifted = shift(isOpen, change)
        let grown = isRatio ? growth(isOpen, change) : nil
        let candidates = [shifted, grown].compactMap { $0 }
        // Between one that changed and one that there is more of, the one that does more.
        let best = candidates.max { weight($0, isOpen, change) < weight($1, isOpen, change) }
        guard let best, weight(best, isOpen, change) >= Breakdown.leastShare else { return nil }
        if best.segment.depth == 0 {
            isBroad = found.isEmpty
            return nil
        }
        return best.segment
    }

    private func members(_ segment: Segment, _ isOpen: [Bool]) -> [Int] {
        leaves.indices.filter { isOpen[$0] && segment.holds(leaves[$0]) }
    }

    /// The share of the change that a segment makes.
    private func weight(_ find: Scan.Find, _ isOpen: [Bool], _ change: Double) -> Double {
        // Of the whole a mix is none.
        part(members(find.segment, isOpen)).change / change
    }

    private func part(_ members: [Int]) -> Split.Part {
        var (own, rest) = (Part(), Part())
        let inside = Set(members)
        for (place, leaf) in leaves.enumerated() {
            if inside.contains(place) { own.add(leaf) } else { rest.add(leaf) }
        }
        return Split([(own.before, own.now), (rest.before, rest.now)], isRatio: isRatio).parts[0]
    }

    /// The segment that itself became better or worse.
    private func shift(_ isOpen: [Bool], _ change: Double) -> Scan.Find? {
        let excess = leaves.enumerated().map { place, leaf -> Double? in
            guard isOpen[place] else { return nil }
            guard isRatio else { return leaf.now.numerator - leaf.before.numerator }
            // Of a new one no rate is known, and nothing of what it is now is a shift.
            return leaf.before.rate.map { leaf.now.numerator - $0 * leaf.now.denominator } ?? 0
        }
        return named(
            scan.best(excess, leaves.map(\.noise)) { members in
                let sum = members.reduce(0) { $0 + (excess[$1] ?? 0) }
                return sum * change > 0
            })
    }

    /// The segment that there is more or less of.
    private func growth(_ isOpen: [Bool], _ change: Double) -> Scan.Find? {
        let all = whole.before.denominator
        guard all > 0 else { return nil }
        let factor = whole.now.denominator / all
        let expected = leaves.map { $0.before.denominator * factor }
        let excess = leaves.indices.map { place in
            isOpen[place] ? leaves[place].now.denominator - expected[place] : nil
        }
        let noise = leaves.indices.map { (leaves[$0].now.denominator + expected[$0]) / 2 }
        return named(
            scan.best(excess, noise) { members in
                part(members.filter { isOpen[$0] }).mix * change > 0
            })
    }

    /// nil: chance gives as much.
    private func named(_ find: Scan.Find?) -> Scan.Find? {
        // The square of what a normal distribution passes on either side once in twenty times.
        guard let find, find.score > 3.8415 else { return nil }
        return find
    }
}
