public import Model
public import Statistics

/// Whether one KPI follows another, in step or later, over the groups that both have.
///
/// What both take from the clock is taken out first: the day of the week, and a straight line.
/// What is left has memory, and two series that each have memory look alike by chance far too
/// often; so both are freed of the memory that the later one has. Then every lag is looked at, of
/// all groups together and of each by itself, and a link is claimed only if chance alone would
/// give one so strong at any of these looks in one of twenty reports.
///
/// - Source: Cochrane and Orcutt, JASA 44, 1949, for the filter; `LaggedSlope`; `holmLevels`.
public struct Relation: Equatable, Sendable {
    public struct Link: Equatable, Sendable {
        /// nil: all groups together.
        public var group: Labels?
        /// The strongest that was found, claimed or not.
        public var slope: LaggedSlope
        /// Of the slope: all looks counted, it lies beside zero if and only if the link is claimed.
        public var range: ClosedRange<Double>
        /// Chance alone would give as much at one of all looks with this probability, at most.
        public var chance: Double
        public var isClaimed: Bool
    }

    public var earlier: RelatedKPI
    public var later: RelatedKPI
    public var step: Interval
    /// The most steps that the later may be behind.
    public var lags: Int
    /// The tags that tell the groups apart.
    public var by: [String]
    /// All groups together first.
    public var links: [Link] = []
    public var looks = 0
    /// Groups that had too few values, or were too many.
    public var groupsLeftOut: Int
    /// A slope that would have been found in four of five cases, of all groups together.
    public var detectable: Double?

    /// How often a report of two KPIs that have nothing to do with each other may claim a link.
    public static let error = 0.05

    /// - Parameter season: in which slot of the season each step lies.
    public init(
        _ groups: [RelatedGroup], earlier: RelatedKPI, later: RelatedKPI, by: [String],
        step: Interval, lags: Int, season: [Int]
    ) {
        let (earlier, later) = (
            earlier.scaled(by: groups.map(\.earlier)), later.scaled(by: groups.map(\.later))
        )
        self.earlier = earlier
        self.later = later
        self.by = by
        self.step = step
        self.lags = lags
        let usable = groups.filter { $0.stepsShared >= Limits.fewestStepsRelated }
            .sorted {
                ($1.stepsShared, $0.group.description) < ($0.stepsShared, $1.group.description)
            }
            .prefix(Limits.groupsRelated)
        groupsLeftOut = groups.count - usable.count
        let filtered = usable.map { Whitened($0, earlier, later, season: season) }
        self.earlier.typical = median(of: filtered.map(\.movement))
        var found: [(group: Labels?, slopes: [LaggedSlope])] = [
            (nil, Self.slopes(filtered.map(\.pair), lags, filtered.map(\.spent).max() ?? 0))
        ]
        if usable.count > 1 {
            for (group, part) in zip(usable, filtered) {
                found.append((group.group, Self.slopes([part.pair], lags, part.spent)))
            }
        }
        claim(found)
    }

    private static func slopes(_ pairs: [LaggedSlope.Pair], _ lags: Int, _ spent: Int)
        -> [LaggedSlope]
    {
        (0...lags).compactMap { LaggedSlope(of: pairs, lag: $0, spent: spent) }
    }

    /// Holds every slope against the level that all looks together leave it.
    private mutating func claim(_ found: [(group: Labels?, slopes: [LaggedSlope])]) {
        let all = found.flatMap(\.slopes)
        looks = all.count
        let levels = holmLevels(of: all.map(\.chance), error: Self.error)
        var first = 0
        for (group, slopes) in found {
            let places = first..<(first + slopes.count)
            first = places.upperBound
            guard let best = places.min(by: { all[$0].chance < all[$1].chance }) else { continue }
            let (slope, level) = (all[best], levels[best])
            links.append(
                Link(
                    group: group, slope: slope, range: slope.range(erring: level),
                    chance: min(1, slope.chance * Self.error / level),
                    isClaimed: slope.chance <= level))
        }
        guard let plain = median(of: found[0].slopes.map(\.error)) else { return }
        let strict = normalQuantile(above: Self.error / Double(max(1, looks)) / 2)
        detectable = plain * (strict + normalQuantile(above: 0.2))
    }

    /// The link that the first sentence is about: of all groups together if there is one, else the
    /// surest.
    public var foremost: Link? {
        let claimed = links.filter(\.isClaimed)
        return claimed.first { $0.group == nil } ?? claimed.min { $0.chance < $1.chance }
    }

    /// In how many steps both KPIs had a value.
    public var steps: Int { links.first?.slope.times ?? 0 }
}

/// The values of both KPIs for one group, step by step; nil where there is none.
public struct RelatedGroup: Equatable, Sendable {
    public var group: Labels
    public var earlier: [Double?]
    public var later: [Double?]

    public init(_ group: Labels, earlier: [Double?], later: [Double?]) {
        self.group = group
        self.earlier = earlier
        self.later = later
    }

    public var stepsShared: Int { zip(earlier, later).count { $0 != nil && $1 != nil } }
}

/// Both series of a group without season, trend and memory.
private struct Whitened {
    var pair: LaggedSlope.Pair
    /// What was learnt of each series, in numbers.
    var spent: Int
    /// By how much the earlier one typically moves.
    var movement: Double

    init(_ group: RelatedGroup, _ earlier: RelatedKPI, _ later: RelatedKPI, season: [Int]) {
        let x = Self.levelled(group.earlier.map { $0.map(earlier.scale.apply) }, season)
        let y = Self.levelled(group.later.map { $0.map(later.scale.apply) }, season)
        let memory = Autoregression(
            of: y.map { $0 ?? 0 }, longest: Limits.longestMemory)
        pair = LaggedSlope.Pair(
            earlier: Self.freed(x, of: memory), later: Self.freed(y, of: memory))
        spent = Set(season).count + 1 + memory.weights.count
        let known = x.compactMap { $0 }
        movement = (known.reduce(0) { $0 + $1 * $1 } / Double(max(1, known.count))).squareRoot()
    }

    /// Without the mean of each slot of the season and without a straight line, no value further
    /// out than three standard deviations: one day on which everything happened is no link. It is
    /// cut back before the means are taken too, else it would move all days of its slot.
    private static func levelled(_ values: [Double?], _ season: [Int]) -> [Double?] {
        let known = values.indices.filter { values[$0] != nil }
        let slots = known.map { season[$0] }
        let tamed = clipped(medianless(known.map { values[$0] ?? 0 }, slots), to: 3)
        let left = residuals(
            of: bySlot(tamed, slots), beside: [bySlot(known.map(Double.init), slots)])
        var result = [Double?](repeating: nil, count: values.count)
        for (place, value) in zip(known, clipped(left, to: 3)) { result[place] = value }
        return result
    }

    private static func medianless(_ values: [Double], _ slots: [Int]) -> [Double] {
        let bySlot = Dictionary(grouping: values.indices) { slots[$0] }.mapValues { places in
            median(of: places.map { values[$0] }) ?? 0
        }
        return zip(values, slots).map { $0 - (bySlot[$1] ?? 0) }
    }

    /// As long as the series, so that the times of all groups stay the same.
    private static func freed(_ series: [Double?], of memory: Autoregression) -> [Double?] {
        let skipped = memory.weights.count
        let values = memory.innovations(of: series.map { $0 ?? 0 })
        let known: [Double?] = zip(values, series.dropFirst(skipped)).map { $1 == nil ? nil : $0 }
        return [Double?](repeating: nil, count: series.count - known.count) + known
    }
}
