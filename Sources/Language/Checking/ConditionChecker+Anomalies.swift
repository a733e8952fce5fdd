import Model
import Plans
import PluginKit

// `value is anomalous ...`: which detector, and what is unlikely enough.
extension ConditionChecker {
    mutating func anomalous(_ value: Expression, _ anomaly: Anomaly) -> Condition? {
        guard case .name("value") = value.form else {
            report(
                .outOfPlace, "only the KPI's own `value` can be asked whether it is anomalous",
                at: value.range, "not `value`", help: "write `value is anomalous`")
            return nil
        }
        var checker = DetectorChecker(names)
        let detector = checker.check(anomaly.detector, at: anomaly.range)
        diagnostics += checker.diagnostics
        let effect = anomaly.effect.map { self.effect($0) }
        guard let bar = bar(of: anomaly), let detector, let plan = kpi.plan,
            effect.map({ $0 != nil }) ?? true
        else { return nil }
        if detector.asksSiblings, plan.by.isEmpty {
            report(
                .groupsNotShared, "`\(kpi.name)` has one group, and that has no peers",
                at: anomaly.range, "no other groups",
                help: "add `by TAG` to the KPI, or leave `using` out")
            return nil
        }
        return .anomalous(
            AnomalyPlan(
                detector.name, detector.arguments, for: Subject(plan),
                direction: anomaly.direction.flatMap { .init(rawValue: $0.rawValue) }, bar: bar,
                atLeast: effect.flatMap { $0 }))
    }

    private mutating func bar(of anomaly: Anomaly) -> AnomalyPlan.Bar? {
        if let budget = anomaly.budget, let discoveries = anomaly.discoveries {
            report(
                .outOfPlace, "`budget` and `fdr` both say what is unlikely enough",
                at: discoveries.range, "beside a budget",
                and: [Diagnostic.Label(budget.range, "the budget")], help: "keep one of the two")
            return nil
        }
        if let discoveries = anomaly.discoveries { return share(discoveries) }
        guard let budget = anomaly.budget else { return .budget(.standard) }
        guard case .rate(let count, let unit, let per) = budget.value, unit.isPlain, count > 0
        else {
            report(
                .badArgument, "a budget is a number of false alarms", at: budget.range,
                "not such a number", help: "write `budget 1 per 30d`")
            return nil
        }
        let every = kpi.plan?.every ?? .zero
        guard per.seconds / count >= every.seconds * Double(Limits.judgementsPerFalseAlarm) else {
            report(
                .badArgument,
                "the KPI is judged every `\(every)`, and a budget is at most one false alarm in "
                    + "\(Limits.judgementsPerFalseAlarm) judgements",
                at: budget.range, "more than that", help: "write `budget 1 per 30d`")
            return nil
        }
        return .budget(FalseAlarms(count, per: per))
    }

    private mutating func share(_ discoveries: Literal) -> AnomalyPlan.Bar? {
        guard let (share, _) = discoveries.value.measured, share > 0, share <= 0.5 else {
            report(
                .badArgument, "a false discovery rate lies between 0% and 50%",
                at: discoveries.range, "out of range", help: "write `across groups fdr 5%`")
            return nil
        }
        guard !kpi.by.isEmpty || !kpi.isWhole else {
            report(
                .groupsNotShared, "`\(kpi.name)` has one group", at: discoveries.range,
                "no groups to look across", help: "write `budget 1 per 30d`")
            return nil
        }
        return .discoveries(share)
    }

    /// A percentage is one of what is expected; anything else a difference of two values.
    private mutating func effect(_ literal: Literal) -> AnomalyPlan.Effect? {
        guard let (number, unit) = literal.value.measured, number > 0 else {
            report(
                .badArgument, "a difference is a number above zero", at: literal.range,
                "none", help: "write `by at least 10%`")
            return nil
        }
        if unit == .percent { return .share(number) }
        guard let own = kpi.unit, let rule = SignRule.of(own, .subtract, own) else { return nil }
        guard rule.unit.compares(with: unit, number) else {
            diagnostics.append(
                .incomparable(
                    rule.unit, named: "by at least", with: unit,
                    constant: number, names.quote(literal.range), at: literal.range))
            return nil
        }
        return .amount(number / rule.factor)
    }
}

extension Subject {
    init(_ kpi: KPIPlan) {
        let nature: Nature =
            switch kpi.unit {
            case .count: .count
            case .percent: .share
            case .duration: .duration
            case .points, .score: .score
            default: .amount
            }
        self.init(nature, every: kpi.every, over: kpi.over, bounds: kpi.unit.bounds)
    }
}
