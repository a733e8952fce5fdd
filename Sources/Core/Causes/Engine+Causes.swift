import Attribution
import Model
import Plans
import PluginKit

// What moved a KPI whose alert opened, and what is usual for its segments.
extension Engine {
    /// Once an hour: what came of each leaf is taken down.
    mutating func hearHours(_ due: [Bool], _ dirty: [[Int]], at time: Timestamp) {
        for index in program.explained {
            let alert = program.alerts[index]
            guard let causes = alert.causes, due[causes.hour.panel] else { continue }
            let panel = state.panels[causes.hour.panel]
            let came = dirty[causes.hour.panel].compactMap { row -> ([String], Tally)? in
                guard let tally = causes.tally(portions(causes.hour, row)), tally != Tally()
                else { return nil }
                return (panel.groups.values[row], tally)
            }
            let groups = state.panels[program.kpis[alert.kpi].panel].groups
            let unusual = state.lives[index].filter { _, life in
                life.incident.map { time - $0.openedAt <= Limits.longestUnusual } ?? false
            }
            state.causes[index]?.hear(
                came, until: time, by: causes, without: Set(unusual.keys.map { groups.values[$0] })
            )
        }
    }

    private func portions(_ place: CauseProgram.Place, _ row: Int) -> [Portion?] {
        place.stores.map {
            (state.panels[place.panel].whole($0, row: row) as? any AdditiveFunction)?.portion
        }
    }

    /// What moved the KPI of a group; nil: nobody asks, or too little is known.
    mutating func explain(_ judged: Judged) -> Notification.Explanation? {
        let alert = program.alerts[judged.alert]
        guard let causes = alert.causes else { return nil }
        let panel = state.panels[causes.now.panel]
        let group = state.panels[program.kpis[alert.kpi].panel].groups.values[judged.row]
        let end = judged.time
        let start = causes.over.map { end - $0 } ?? panel.begins ?? end
        state.causes[judged.alert]?.disown(group, from: start)
        guard start < end,
            let reference = state.causes[judged.alert]?
                .reference(for: group, start..<end, causes.season)
        else { return nil }
        var leaves = Leaves(causes, reference)
        for (row, values) in panel.groups.values.enumerated()
        where values.starts(with: group) { leaves.add(values, portions(causes.now, row)) }
        return leaves.explanation()?.hiding(
            below: program.kpis[alert.kpi].anonymousBelow, of: judged.reading.samples)
    }

    /// The newest texts of the segment that did most, or else of the whole group.
    func quotes(_ judged: Judged, _ explanation: Notification.Explanation?)
        -> [Notification.Quote]
    {
        let alert = program.alerts[judged.alert]
        guard let index = program.quotes.firstIndex(where: { $0.alert == judged.alert }) else {
            return []
        }
        let quote = program.quotes[index]
        let kpi = program.kpis[alert.kpi]
        let cause = explanation?.causes.first
        let samples = cause?.samples ?? judged.reading.samples
        guard samples >= kpi.anonymousBelow else { return [] }
        let group = state.panels[kpi.panel].groups.values[judged.row]
        return state.quotes[index].newest(
            from: judged.time - kpi.plan.over,
            where: { leaf in
                leaf.starts(with: group)
                    && (cause?.group.pairs ?? []).allSatisfy { pair in
                        quote.by.firstIndex(of: pair.name).map { leaf[$0] == pair.value } ?? true
                    }
            })
    }
}

extension Notification.Explanation {
    /// Without causes by which somebody might be recognised, by what they are or by what they
    /// leave; what they did is counted with the rest.
    fileprivate func hiding(below floor: Int, of all: Int) -> Self {
        guard floor > 0 else { return self }
        var open = self
        open.causes = []
        for cause in causes {
            let left = all - cause.samples
            if cause.samples >= floor, left == 0 || left >= floor {
                open.causes.append(cause)
            } else {
                open.rest.rate += cause.rate
                open.rest.mix += cause.mix
            }
        }
        return open
    }
}

/// The leaves of one group, brought together with what is usual for them.
private struct Leaves {
    private let causes: CauseProgram
    private let reference: CauseMemory.Reference
    private var here: [(values: [String], now: Tally, squares: Tally, samples: Int)] = []

    init(_ causes: CauseProgram, _ reference: CauseMemory.Reference) {
        (self.causes, self.reference) = (causes, reference)
    }

    mutating func add(_ values: [String], _ portions: [Portion?]) {
        guard let now = causes.tally(portions) else { return }
        let below = causes.plan.isRatio ? now.denominator : now.numerator
        let samples = below.isFinite ? Int(min(max(0, below.rounded()), 1e15)) : 0
        here.append((values, now, causes.squares(portions), samples))
    }

    func explanation() -> Notification.Explanation? {
        let known = Set(here.map(\.values))
        let gone = reference.leaves.keys.filter { !known.contains($0) }
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { (values: $0, now: Tally(), squares: Tally(), samples: 0) }
        let all = here + gone
        let tags = Array(causes.by.dropFirst(causes.groupTags))
        let names = tags.indices.map { tag in
            Set(all.map { $0.values[causes.groupTags + tag] }).subtracting([Groups.others])
                .sorted()
        }
        let noise = Noise(all.map { ($0.now, $0.squares) }, causes.plan)
        let leaves = all.map { leaf in
            let before = reference.leaves[leaf.values] ?? Tally()
            return Leaf(
                tags.indices.map { tag in
                    let value = leaf.values[causes.groupTags + tag]
                    return names[tag].firstIndex(of: value) ?? -1
                },
                before: before, now: leaf.now,
                noise: noise.of(leaf.now, leaf.squares, before, weeks: reference.weeks),
                samples: leaf.samples)
        }
        let breakdown = Breakdown(
            leaves, isRatio: causes.plan.isRatio, most: Limits.causesFound)
        return Notification.Explanation(breakdown, causes.plan, tags, names)
    }
}

/// By how much the leaves scatter by chance, as their samples tell.
private struct Noise {
    private let isRatio: Bool
    private let isNested: Bool
    /// The variance of one unit of volume, over all leaves.
    private let whole: Double

    init(_ leaves: [(now: Tally, squares: Tally)], _ plan: ExplanationPlan) {
        isRatio = plan.isRatio
        isNested = plan.isNested
        let now = leaves.reduce(Tally()) { $0 + $1.now }
        let squares = leaves.reduce(Tally()) { $0 + $1.squares }
        if plan.isRatio {
            whole =
                now.denominator > 0
                ? Self.variance(now, squares, plan.isNested) / now.denominator : 0
        } else {
            whole = now.numerator != 0 ? squares.numerator / abs(now.numerator) : 1
        }
    }

    /// Of N - r D, with the rate r that the leaf itself has.
    private static func variance(_ now: Tally, _ squares: Tally, _ isNested: Bool) -> Double {
        let rate = now.rate ?? 0
        return isNested
            ? max(0, squares.numerator - rate * rate * squares.denominator)
            : squares.numerator + rate * rate * squares.denominator
    }

    /// Of what a leaf adds now about what was to be expected. Few samples are taken to scatter as
    /// all do.
    func of(_ now: Tally, _ squares: Tally, _ before: Tally, weeks: Double) -> Double {
        guard isRatio else {
            return whole
                * ((abs(now.numerator) + abs(before.numerator)) / 2
                    + abs(before.numerator) / weeks)
        }
        let volume = now.denominator
        guard volume > 0 else { return 0 }
        let unit =
            (Self.variance(now, squares, isNested) + 4 * whole) / (volume + 4)
        let known = before.denominator * weeks
        return unit * (volume + (known > 0 ? volume * volume / known : 0))
    }
}

extension Notification.Explanation {
    fileprivate init?(
        _ breakdown: Breakdown, _ plan: ExplanationPlan, _ tags: [String], _ names: [[String]]
    ) {
        guard let change = breakdown.change else { return nil }
        func value(_ tally: Tally) -> Double? { plan.isRatio ? tally.rate : tally.numerator }
        let basis: Basis =
            switch plan.basis {
            case .value: .value
            case .mean: .mean
            case .beyond(.less, let limit), .beyond(.lessOrEqual, let limit): .shareBelow(limit)
            case .beyond(_, let limit): .shareAbove(limit)
            }
        self.init(
            basis: basis, before: value(breakdown.before), now: value(breakdown.now),
            change: change,
            causes: breakdown.causes.map { cause in
                let pairs = cause.segment.values.enumerated().filter { $0.element >= 0 }
                return Notification.Cause(
                    group: Labels(
                        pairs.map { Labels.Pair(tags[$0.offset], names[$0.offset][$0.element]) }),
                    rate: cause.part.rate, mix: cause.part.mix, share: cause.share,
                    samples: cause.samples, before: value(cause.before), now: value(cause.now))
            },
            rest: Notification.Rest(rate: breakdown.rest.rate, mix: breakdown.rest.mix),
            isBroad: breakdown.isBroad)
    }
}
