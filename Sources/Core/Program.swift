import Model
public import Plans
public import PluginKit

/// A plan linked to its functions: indices instead of names. Immutable; what is remembered lies
/// beside it in `State`.
public struct Program: Sendable {
    public let plan: Plan
    /// The text it was made from, for the checkpoint.
    public let rules: RuleSet
    let streams: [StreamProgram]
    let panels: [PanelProgram]
    /// In the order of `plan.kpis`.
    let kpis: [KPIProgram]
    /// KPIs by index, each after those that it refers to.
    let order: [Int]
    /// In the order of `plan.alerts`.
    let alerts: [AlertProgram]
    /// In the order of `plan.watches`.
    let watches: [WatchProgram]
    /// How long a change may take to reach everything that refers to it.
    let settling: Interval
    private let registry: Registry

    /// The plan must have been made by the language, or be as sound as if: every name in it must
    /// resolve.
    public init(_ plan: Plan, from rules: RuleSet, with registry: Registry) {
        self.init(plan, from: rules, with: registry, format: Engine.format)
    }

    private init(_ plan: Plan, from rules: RuleSet, with registry: Registry, format: Int) {
        self.plan = plan
        self.rules = rules
        self.registry = registry
        streams = plan.streams.map(StreamProgram.init)
        var panels = PanelTable(
            plan: plan, registry: registry, groupLimit: rules.bounds.groupsPerKPI, format: format)
        let kpis = plan.kpis.map { KPIProgram($0, in: plan, adding: &panels) }
        self.panels = panels.panels
        self.kpis = kpis
        order = Self.order(of: kpis)
        alerts = plan.alerts.map { AlertProgram($0, in: plan) }
        watches = plan.watches.map { [streams] in WatchProgram($0, among: streams) }
        let refers =
            kpis.contains { !$0.references.isEmpty } || alerts.contains { !$0.references.isEmpty }
        settling = refers ? plan.kpis.reduce(.zero) { $0 + $1.every * 2 } : .zero
    }

    /// Depth first over the references; the language has refused cycles.
    private static func order(of kpis: [KPIProgram]) -> [Int] {
        var order: [Int] = []
        func visit(_ index: Int) {
            guard !order.contains(index) else { return }
            for reference in kpis[index].references { visit(reference.kpi) }
            order.append(index)
        }
        for index in kpis.indices { visit(index) }
        return order
    }

    /// The same with the panels of an older format of the state.
    func laidOut(asIn format: Int) -> Program {
        Program(plan, from: rules, with: registry, format: format)
    }

    func stream(named name: String) -> Int? { streams.firstIndex { $0.plan.name == name } }
}

/// A KPI with its place in a panel and its expression over indices.
///
/// A class, as its like: looked at so often that to copy it would be half of the work.
final class KPIProgram: Sendable {
    let plan: KPIPlan
    let panel: Int
    /// The panel's stores that its expression reads, in the order of `plan.aggregates`.
    let stores: [Int]
    let references: [Reference]
    let value: LinkedValue
    /// Whether its value is that of its one store.
    let isOneAggregate: Bool

    init(_ plan: KPIPlan, in whole: Plan, adding panels: inout PanelTable) {
        self.plan = plan
        (panel, stores) = panels.place(plan)
        var references: [Reference] = []
        value = LinkedValue(plan.value) { name in
            Reference.index(of: name, from: plan.by, in: whole, adding: &references)
        }
        self.references = references
        isOneAggregate = plan.value == .aggregate(0) && stores.count == 1
    }
}

/// Another KPI seen from the groups of this one.
struct Reference: Sendable {
    let kpi: Int
    /// For each tag of its `by`, the place of that tag in ours.
    let projection: [Int]

    static func index(
        of name: String, from by: [String], in plan: Plan, adding references: inout [Reference]
    ) -> Int {
        guard let kpi = plan.kpis.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the plan refers to a KPI that it lacks: \(name)")
        }
        if let known = references.firstIndex(where: { $0.kpi == kpi }) { return known }
        let projection = plan.kpis[kpi].by.map { tag in
            guard let place = by.firstIndex(of: tag) else {
                preconditionFailure("the plan refers to a KPI of finer groups: \(name)")
            }
            return place
        }
        references.append(Reference(kpi: kpi, projection: projection))
        return references.count - 1
    }
}

/// An alert with its conditions over indices.
final class AlertProgram: Sendable {
    let plan: AlertPlan
    let kpi: Int
    let references: [Reference]
    let ladder: [(severity: Severity, when: LinkedCondition, lasting: Interval)]
    let recover: (when: LinkedCondition, lasting: Interval)?
    let policy: Policy

    init(_ plan: AlertPlan, in whole: Plan) {
        guard let kpi = whole.kpis.firstIndex(where: { $0.name == plan.kpi }) else {
            preconditionFailure("the plan has an alert on a KPI that it lacks: \(plan.kpi)")
        }
        self.plan = plan
        self.kpi = kpi
        let by = whole.kpis[kpi].by
        var references: [Reference] = []
        func link(_ condition: Condition) -> LinkedCondition {
            LinkedCondition(condition) {
                Reference.index(of: $0, from: by, in: whole, adding: &references)
            }
        }
        ladder = plan.ladder.map { ($0.severity, link($0.when.condition), $0.when.lasting) }
        recover = plan.recover.map { (link($0.condition), $0.lasting) }
        policy = Policy(plan, every: whole.kpis[kpi].every)
        self.references = references
    }
}
