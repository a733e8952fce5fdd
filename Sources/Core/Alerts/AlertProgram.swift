import Model
import Plans

/// An alert with its conditions over indices.
final class AlertProgram: Sendable {
    let plan: AlertPlan
    let kpi: Int
    /// What its conditions compare with, each once.
    let looks: [Look]
    /// Whether it compares a group with the others.
    let asksPeers: Bool
    let ladder: [(severity: Severity, when: LinkedCondition, lasting: Interval)]
    let recover: (when: LinkedCondition, lasting: Interval)?
    let policy: Policy
    /// Whether a group may be judged without a value.
    let asksSilence: Bool
    /// Who keeps it quiet.
    let quiet: [Inhibition]

    init(_ plan: AlertPlan, in whole: PlanPlaces) {
        guard let kpi = whole.place(ofKPI: plan.kpi) else {
            preconditionFailure("the plan has an alert on a KPI that it lacks: \(plan.kpi)")
        }
        self.plan = plan
        self.kpi = kpi
        let by = whole.kpis[kpi].by
        var asked: [Quantity] = []
        func link(_ condition: Condition) -> LinkedCondition {
            LinkedCondition(condition, on: plan.kpi) { look in
                if let known = asked.firstIndex(of: look) { return known }
                asked.append(look)
                return asked.count - 1
            }
        }
        ladder = plan.ladder.map { ($0.severity, link($0.when.condition), $0.when.lasting) }
        recover = plan.recover.map { (link($0.condition), $0.lasting) }
        policy = Policy(plan, every: whole.kpis[kpi].every)
        looks = asked.map { Look($0, from: by, in: whole) }
        asksPeers = asked.contains(.peers)
        asksSilence = plan.asksSilence
        quiet = plan.message.unless.compactMap { Inhibition(by: $0, of: by, in: whole) }
    }

    /// Whether a group may have to be judged although nothing of its own changed.
    var looksElsewhere: Bool { looks.contains(where: \.changesAlone) }
}

extension Look {
    init(_ quantity: Quantity, from by: [String], in plan: PlanPlaces) {
        switch quantity {
        case .kpi(let name): self = .kpi(Reference(to: name, from: by, in: plan))
        case .table(let name):
            guard let table = plan.table(name) else {
                preconditionFailure("the plan asks a table that it lacks: \(name)")
            }
            self = .table(LinkedTable(table, from: by))
        case .ago(let length): self = .ago(length)
        case .slope(let length): self = .slope(length)
        case .peers: self = .peers
        case .value, .samples, .number, .negated, .arithmetic:
            preconditionFailure("not looked for elsewhere: \(quantity)")
        }
    }
}

/// An alert that keeps another quiet, with the tags that both have.
struct Inhibition: Sendable {
    let alert: Int
    /// Places of the same tag in our groups and in theirs.
    let shared: [(ours: Int, theirs: Int)]

    /// nil: an alert of that name has no state to go by.
    init?(by name: String, of tags: [String], in plan: PlanPlaces) {
        guard let index = plan.place(ofAlert: name),
            let kpi = plan.kpi(plan.alerts[index].kpi)
        else { return nil }
        alert = index
        shared = tags.enumerated().compactMap { ours, tag in
            kpi.by.firstIndex(of: tag).map { (ours, $0) }
        }
    }
}
