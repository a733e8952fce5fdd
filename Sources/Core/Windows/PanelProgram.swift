import Model
import Plans
import PluginKit

/// What KPIs of the same streams, tags, groups and window share: one table of groups, one clockwork
/// of panes, and each distinct aggregate once.
struct PanelProgram: Sendable {
    /// What makes it the same panel over a reload.
    struct Key: Hashable, Sendable {
        var streams: [String]
        /// For each stream, what all its aggregates ask of the tags of a series. A series that does
        /// not fit makes no group here: a thousand KPIs of a team each have the groups of that
        /// team, and not each of all.
        var reach: [Predicate]
        var by: [String]
        var shape: PaneShape
        /// nil: the window slides.
        var period: PeriodPlan?
        var groupLimit: Int
        /// Set for a KPI of KPIs, which has no streams to be told apart by.
        var kpi: String?
        /// Set for leaves: the tags of their groups, which are kept apart where there is no room
        /// for more leaves.
        var kept: Int?

        /// Whether a panel of this key has all that one of the other has: the same, of any tags.
        func covers(_ other: Key) -> Bool {
            var wide = other
            wide.reach = streams.map { _ in .always }
            return self == wide
        }
    }

    var key: Key
    var stores: [StoreProgram] = []
    var kpis: [String] = []
    /// Whether somebody asks if anything comes at all, however late.
    var isListening = false
}

struct StoreProgram: Sendable {
    var aggregate: AggregatePlan
    var function: FunctionKind
    /// The stream's declaration is part of what was folded: another unit, another meaning.
    var stream: StreamPlan
}

/// Hands out places in panels while a program is linked.
struct PanelTable {
    let plan: Plan
    let registry: Registry
    /// Groups of a KPI whose rule does not say.
    let groupLimit: Int
    /// KPIs of which it is asked whether anything came.
    private let silences: Set<String>
    /// In format 1 of the state, KPIs shared a panel whatever they asked of tags.
    let format: Int
    private(set) var panels: [PanelProgram] = []
    private var places: [PanelProgram.Key: Int] = [:]
    /// For each panel, the places of its stores.
    private var storePlaces: [[AggregatePlan: Int]] = []

    init(plan: Plan, registry: Registry, groupLimit: Int, format: Int) {
        self.plan = plan
        silences = Set(plan.alerts.flatMap { $0.conditions.flatMap(\.silences) })
        self.registry = registry
        self.groupLimit = groupLimit
        self.format = format
    }

    mutating func place(_ kpi: KPIPlan) -> (panel: Int, stores: [Int]) {
        let streams = Set(kpi.aggregates.map(\.stream)).sorted()
        let key = PanelProgram.Key(
            streams: streams,
            reach: streams.map { format == 1 ? .always : reach(of: kpi, on: $0) }, by: kpi.by,
            shape: kpi.shape, period: kpi.period,
            groupLimit: kpi.groupLimit ?? groupLimit, kpi: streams.isEmpty ? kpi.name : nil)
        let panel = index(of: key)
        panels[panel].kpis.append(kpi.name)
        if silences.contains(kpi.name) { panels[panel].isListening = true }
        return (panel, kpi.aggregates.map { store($0, in: panel) })
    }

    /// The leaves of a KPI that is explained, folded by what remembers most of its portions.
    mutating func placeLeaves(_ kpi: KPIPlan, keeping kept: Int) -> CauseProgram.Place {
        let streams = Set(kpi.aggregates.map(\.stream)).sorted()
        let key = PanelProgram.Key(
            streams: streams, reach: streams.map { reach(of: kpi, on: $0) }, by: kpi.by,
            shape: kpi.shape, period: kpi.period, groupLimit: Limits.leavesPerAlert, kept: kept)
        let panel = index(of: key)
        panels[panel].kpis.append(kpi.name)
        let stores = kpi.aggregates.map { aggregate in
            guard let kind = registry.function(aggregate.function)?.telling else {
                preconditionFailure("the plan explains by a function that there is not")
            }
            var told = aggregate
            told.function = kind.name
            return store(told, by: kind, in: panel)
        }
        return CauseProgram.Place(panel: panel, stores: stores)
    }

    private func reach(of kpi: KPIPlan, on stream: String) -> Predicate {
        let asked = kpi.aggregates.filter { $0.stream == stream }.map(\.filter.ofTags)
        let shared = asked[0].filter { condition in asked.allSatisfy { $0.contains(condition) } }
        return shared.isEmpty ? .always : shared.count == 1 ? shared[0] : .all(shared)
    }

    private mutating func index(of key: PanelProgram.Key) -> Int {
        if let known = places[key] { return known }
        places[key] = panels.count
        panels.append(PanelProgram(key: key))
        storePlaces.append([:])
        return panels.count - 1
    }

    /// The stores that know how sure the aggregates of a KPI are: their own, or one more that
    /// measures them.
    ///
    /// - Parameter places: the aggregates of which that is asked.
    mutating func measures(of kpi: KPIPlan, where places: Set<Int>, in panel: Int) -> [Int] {
        kpi.aggregates.enumerated().map { place, aggregate in
            guard places.contains(place),
                let measure = registry.function(aggregate.function)?.measure
            else { return store(aggregate, in: panel) }
            var measured = aggregate
            measured.function = measure.name
            return store(measured, by: measure, in: panel)
        }
    }

    private mutating func store(_ aggregate: AggregatePlan, in panel: Int) -> Int {
        guard let function = registry.function(aggregate.function) else {
            preconditionFailure("the plan asks for a function that there is not: \(aggregate)")
        }
        return store(aggregate, by: function, in: panel)
    }

    private mutating func store(
        _ aggregate: AggregatePlan, by function: FunctionKind, in panel: Int
    ) -> Int {
        if let known = storePlaces[panel][aggregate] { return known }
        guard let stream = plan.stream(aggregate.stream) else {
            preconditionFailure("the plan asks for a stream that there is not: \(aggregate)")
        }
        panels[panel].stores.append(
            StoreProgram(aggregate: aggregate, function: function, stream: stream))
        let place = panels[panel].stores.count - 1
        storePlaces[panel][aggregate] = place
        return place
    }
}

extension Predicate {
    /// The conditions that must hold and that tags alone decide, in the order in which they stand.
    fileprivate var ofTags: [Predicate] {
        switch self {
        case .all(let parts): parts.flatMap(\.ofTags)
        case .always: []
        default: isOfTags ? [self] : []
        }
    }

    private var isOfTags: Bool {
        switch self {
        case .always, .tag: true
        case .number, .text: false
        case .not(let inner): inner.isOfTags
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isOfTags)
        }
    }
}
