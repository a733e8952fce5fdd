import Model
import Plans
import PluginKit

/// What KPIs of the same streams, groups and window share: one table of groups, one clockwork of
/// panes, and each distinct aggregate once.
struct PanelProgram: Sendable {
    /// What makes it the same panel over a reload.
    struct Key: Hashable, Sendable {
        var streams: [String]
        var by: [String]
        var shape: PaneShape
        var groupLimit: Int
        /// Set for a KPI of KPIs, which has no streams to be told apart by.
        var kpi: String?
    }

    var key: Key
    var stores: [StoreProgram] = []
    var kpis: [String] = []
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
    private(set) var panels: [PanelProgram] = []

    init(plan: Plan, registry: Registry, groupLimit: Int) {
        self.plan = plan
        self.registry = registry
        self.groupLimit = groupLimit
    }

    mutating func place(_ kpi: KPIPlan) -> (panel: Int, stores: [Int]) {
        let streams = Set(kpi.aggregates.map(\.stream)).sorted()
        let key = PanelProgram.Key(
            streams: streams, by: kpi.by, shape: PaneShape(over: kpi.over, every: kpi.every),
            groupLimit: kpi.groupLimit ?? groupLimit, kpi: streams.isEmpty ? kpi.name : nil)
        let panel = index(of: key)
        panels[panel].kpis.append(kpi.name)
        return (panel, kpi.aggregates.map { store($0, in: panel) })
    }

    private mutating func index(of key: PanelProgram.Key) -> Int {
        if let known = panels.firstIndex(where: { $0.key == key }) { return known }
        panels.append(PanelProgram(key: key))
        return panels.count - 1
    }

    private mutating func store(_ aggregate: AggregatePlan, in panel: Int) -> Int {
        let stores = panels[panel].stores
        if let known = stores.firstIndex(where: { $0.aggregate == aggregate }) { return known }
        guard let function = registry.function(aggregate.function),
            let stream = plan.stream(aggregate.stream)
        else { preconditionFailure("the plan asks for what there is not: \(aggregate)") }
        panels[panel].stores.append(
            StoreProgram(aggregate: aggregate, function: function, stream: stream))
        return stores.count
    }
}
