import Model
import Plans
import PluginKit

/// An alert with its conditions over indices.
final class AlertProgram: Sendable {
    let plan: AlertPlan
    let kpi: Int
    /// What its conditions compare with, each once.
    let looks: [Look]
    /// Whether it compares a group with the others.
    let asksPeers: Bool
    /// For each baseline that it learns, its weeks.
    let norms: [Int]
    /// In the order in which its conditions name them, each once.
    let detections: [DetectionProgram]
    /// How sure its conditions have to be, each once.
    let confidences: [Confidence]
    let ladder: [(severity: Severity, when: LinkedCondition, lasting: Interval)]
    let recover: (when: LinkedCondition, lasting: Interval)?
    let policy: Policy
    /// Whether a group may be judged without a value.
    let asksSilence: Bool
    /// Who keeps it quiet.
    let quiet: [Inhibition]
    /// Groups that are worse by their names; nil: there are none.
    let moments: Moments?
    /// How a change is explained; nil: it is not.
    let causes: CauseProgram?

    /// - Parameter isExplained: false: what explains a change is left out.
    init(
        _ plan: AlertPlan, in whole: PlanPlaces, with registry: Registry,
        adding panels: inout PanelTable, explaining isExplained: Bool
    ) {
        guard let kpi = whole.place(ofKPI: plan.kpi) else {
            preconditionFailure("the plan has an alert on a KPI that it lacks: \(plan.kpi)")
        }
        self.plan = plan
        self.kpi = kpi
        let by = whole.kpis[kpi].by
        var asked: [Quantity] = []
        var anomalies: [AnomalyPlan] = []
        var sure: [Confidence] = []
        func link(_ condition: Condition) -> LinkedCondition {
            LinkedCondition(
                condition, on: plan.kpi,
                LinkedCondition.Linking(
                    look: { asked.place(of: $0) }, detector: { anomalies.place(of: $0) },
                    confidence: { sure.place(of: $0) }))
        }
        ladder = plan.ladder.map { ($0.severity, link($0.when.condition), $0.when.lasting) }
        recover = plan.recover.map { (link($0.condition), $0.lasting) }
        confidences = sure
        policy = Policy(plan, every: whole.kpis[kpi].every)
        let weeks = asked.weeksOfBaselines
        norms = weeks
        looks = asked.map { Look($0, from: by, in: whole, norms: weeks) }
        detections = anomalies.map { DetectionProgram($0, with: registry) }
        asksPeers = asked.contains(.peers) || detections.contains(where: \.asksSiblings)
        asksSilence = plan.asksSilence
        quiet = plan.message.unless.compactMap { Inhibition(by: $0, of: by, in: whole) }
        moments = Moments(whole.kpis[kpi], in: whole.plan)
        causes = plan.explanation.flatMap { explanation in
            guard isExplained else { return nil }
            return CauseProgram(
                explanation, of: whole.kpis[kpi], season: plan.season, adding: &panels)
        }
    }

    /// Whether somebody asks how far the groups lie apart.
    var asksSpread: Bool {
        !confidences.isEmpty || detections.contains(where: \.asksSiblings)
    }

    /// Whether a group may have to be judged although nothing of its own changed.
    var looksElsewhere: Bool { learns || looks.contains(where: \.changesAlone) }

    /// Whether it remembers what is normal: then it has to see every pane end.
    var learns: Bool { !norms.isEmpty || !detections.isEmpty }
}

extension Array where Element: Equatable {
    /// Where it is, after it is added if it was not there.
    mutating func place(of element: Element) -> Int {
        if let known = firstIndex(of: element) { return known }
        append(element)
        return count - 1
    }
}

extension [Quantity] {
    /// The weeks of each baseline that is asked for, each once. A forecast takes the first, or one
    /// of four weeks.
    fileprivate var weeksOfBaselines: [Int] {
        var weeks: [Int] = []
        var hasForecast = false
        for quantity in self {
            switch quantity {
            case .baseline(let count): _ = weeks.place(of: count)
            case .forecast: hasForecast = true
            default: break
            }
        }
        return hasForecast && weeks.isEmpty ? [4] : weeks
    }
}

extension Look {
    init(_ quantity: Quantity, from by: [String], in plan: PlanPlaces, norms: [Int]) {
        switch quantity {
        case .kpi(let name): self = .kpi(Reference(to: name, from: by, in: plan))
        case .table(let name):
            guard let table = plan.table(name) else {
                preconditionFailure("the plan asks a table that it lacks: \(name)")
            }
            self = .table(LinkedTable(table, from: by))
        case .ago(let length): self = .ago(length)
        case .before(let marker):
            self = .before(Reference(to: marker.kpi, from: by, in: plan), marker.within)
        case .slope(let length): self = .slope(length)
        case .peers: self = .peers
        case .baseline(let weeks): self = .baseline(norms.firstIndex(of: weeks) ?? 0)
        case .forecast(let ahead):
            self = .forecast(ahead, Drift.Ahead(hours: ahead.seconds / 3_600))
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
