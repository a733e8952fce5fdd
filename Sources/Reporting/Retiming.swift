public import Calendars
public import Model
public import Plans
import PluginKit

/// Some KPIs of rules by themselves, seen through another window and perhaps by other tags.
///
/// Reports ask for values that share no events: of a window that slides, those of two days running
/// are nearly the same whatever happens.
public struct Retiming: Sendable {
    /// The streams of the rules, the KPIs that were asked for, and those that they refer to.
    public let plan: Plan
    public let kpis: [KPIPlan]
    private let originals: [KPIPlan]
    private let window: Window

    public enum Window: Sendable {
        /// That of its rule.
        case own
        /// A value when each period is over.
        case closed(Period)
        case sliding(over: Interval, every: Interval)

        /// How long it is; of a period, the longest. nil: that of the rule.
        public var length: Interval? {
            switch self {
            case .own: nil
            case .closed(let period): period.longest
            case .sliding(let over, _): over
            }
        }
    }

    public enum Fault: Error, Equatable, Sendable {
        /// No stream of the KPI has the tag, or another one lacks it.
        case lacksTag(kpi: String, tag: String)
        /// It asks for certain groups of another KPI, which there would not be.
        case comparesGroups(kpi: String)
    }

    /// - Parameters:
    ///   - names: of KPIs that the plan has.
    ///   - tags: by which the KPIs are to be told apart; nil: as their rules say.
    public init(
        _ whole: Plan, of names: [String], through window: Window, by tags: [String]? = nil
    ) throws(Fault) {
        var wanted: Set<String> = []
        var next = names
        while let name = next.popLast() {
            guard wanted.insert(name).inserted, let kpi = whole.kpi(name) else { continue }
            next += kpi.value.everyReference
        }
        let known = whole.kpis.filter { wanted.contains($0.name) }
        if let tags {
            for kpi in known where names.contains(kpi.name) {
                let available = kpi.tags(in: whole)
                for tag in tags where !available.contains(tag) {
                    throw .lacksTag(kpi: kpi.name, tag: tag)
                }
            }
        }
        var plan = Plan(streams: whole.streams)
        for var kpi in known {
            if let tags {
                guard kpi.value.comparisons.isEmpty else {
                    throw .comparesGroups(kpi: kpi.name)
                }
                let available = kpi.tags(in: whole)
                kpi.by = tags.filter(available.contains)
            }
            kpi.look(through: window)
            plan.kpis.append(kpi)
        }
        self.plan = plan
        self.window = window
        kpis = names.compactMap(plan.kpi)
        originals = names.compactMap(whole.kpi)
    }

    /// What a value is to be multiplied by, that it be what it would be over the window of its
    /// rule; nil: that cannot be told.
    public func scale(of kpi: String) -> Double? {
        guard let original = originals.first(where: { $0.name == kpi }),
            let growth = original.growth(in: plan)
        else { return nil }
        guard growth != 0, let length = window.length else { return 1 }
        let ratio = original.over.seconds / length.seconds
        return (0..<abs(growth)).reduce(1) { scale, _ in
            growth > 0 ? scale * ratio : scale / ratio
        }
    }
}

extension KPIPlan {
    fileprivate mutating func look(through window: Retiming.Window) {
        switch window {
        case .own: break
        case .closed(let day):
            period = PeriodPlan(day, isClosedOnly: true)
            over = day.longest
            every =
                [Interval.hours(1), .minutes(30), .minutes(15), .minutes(1)]
                .first(where: day.isAligned) ?? .seconds(1)
        case .sliding(let length, let step): (period, over, every) = (nil, length, step)
        }
    }

    /// By which it can be told apart: all its streams have them; of one that is made of other KPIs,
    /// one of these has.
    public func tags(in plan: Plan) -> Set<String> {
        let family = family(plan.kpi) { $0.aggregates.isEmpty ? $0.value.references : [] }
        return family.reduce(into: []) { $0.formUnion($1.tagsOfStreams(in: plan)) }
    }

    /// What all its own streams have; none without streams of its own.
    private func tagsOfStreams(in plan: Plan) -> Set<String> {
        let streams = aggregates.compactMap { plan.stream($0.stream) }
        guard let first = streams.first else { return [] }
        return streams.dropFirst().reduce(Set(first.tags.map(\.name))) { tags, stream in
            tags.intersection(stream.tags.map(\.name))
        }
    }
}

extension ValueExpression {
    /// The KPIs of which it asks for certain groups.
    fileprivate var comparisons: [String] {
        switch self {
        case .groups(_, let name), .group(_, let name): [name]
        case .kpi, .aggregate, .rest, .number: []
        case .negated(let inner): inner.comparisons
        case .arithmetic(let left, _, let right): left.comparisons + right.comparisons
        }
    }
}
