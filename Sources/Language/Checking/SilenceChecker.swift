import Model
import Plans
import PluginKit

/// Makes the KPI behind `silent`: how many events came in one step, so that none can be told.
struct SilenceChecker: Complaining {
    private let names: Names
    var diagnostics: [Diagnostic] = []

    init(_ names: Names) { self.names = names }

    /// Of an alert `on stream`: events of the stream, in steps that are short beside the silence
    /// that is asked for.
    ///
    /// nil: what it is on is wrong, and that is reported.
    mutating func kpi(for alert: AlertDeclaration, on selection: Selection, by: [Name])
        -> CheckedKPI
    {
        var checked = CheckedKPI(
            name: alert.name.text, unit: .count, bounds: Unit.count.bounds, by: by.map(\.text),
            plan: nil)
        guard let name = selection.stream else { return checked }
        guard let stream = names.streams[name.text] else {
            if !names.lost.contains(name.text) { diagnostics.append(names.lacks(stream: name)) }
            return checked
        }
        var filter = Predicate.always
        if let condition = selection.condition {
            var checker = EventChecker(names, stream)
            guard let predicate = checker.predicate(condition) else {
                diagnostics += checker.diagnostics
                return checked
            }
            filter = predicate
        }
        let strangers = by.compactMap { stream.misfit(by: $0) }
        diagnostics += strangers
        let step = Self.step(for: alert)
        guard strangers.isEmpty else { return checked }
        checked.plan = KPIPlan(
            checked.nameOfSilence, title: name.text, aggregates: [.counting(name.text, filter)],
            value: .aggregate(0), unit: .count, by: checked.by, over: step, every: step,
            isImplied: true)
        return checked
    }

    /// Of an alert on a KPI: the events that the KPI is made of.
    static func plan(for kpi: KPIPlan) -> KPIPlan {
        let counts = kpi.aggregates.map { AggregatePlan.counting($0.stream, $0.filter) }
        var each: [AggregatePlan] = []
        for count in counts where !each.contains(count) { each.append(count) }
        let sum = each.indices.dropFirst().reduce(ValueExpression.aggregate(0)) {
            .arithmetic($0, .add, .aggregate($1))
        }
        return KPIPlan(
            CheckedKPI.nameOfSilence(kpi.name), title: kpi.title, aggregates: each, value: sum,
            unit: .count, by: kpi.by, over: kpi.every, every: kpi.every, isImplied: true)
    }

    /// The longest usual step of which ten fit into the shortest silence: each step is one more
    /// judgement of everything.
    private static func step(for alert: AlertDeclaration) -> Interval {
        let shortest = alert.rungs.compactMap(\.when.lasting?.interval).min() ?? .minutes(30)
        let steps: [Interval] = [.seconds(1), .seconds(5), .seconds(10), .seconds(30), .minutes(1)]
        return steps.last { $0 * 10 <= shortest } ?? steps[0]
    }
}

extension AggregatePlan {
    fileprivate static func counting(_ stream: String, _ filter: Predicate) -> AggregatePlan {
        AggregatePlan(
            stream: stream, filter: filter, function: "count", arguments: .none, operand: .event)
    }
}

extension CheckedKPI {
    /// No rule can declare a KPI of this name: it has a space.
    static func nameOfSilence(_ kpi: String) -> String { "\(kpi) events" }

    var nameOfSilence: String { Self.nameOfSilence(name) }
}
