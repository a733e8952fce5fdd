import Model
import Plans

/// Checks a condition of an alert: what is asked of its KPI, of other KPIs and of params.
struct ConditionChecker: NumberChecker {
    let names: Names
    let kpi: CheckedKPI
    var diagnostics: [Diagnostic] = []
    /// Where it asks whether events came at all.
    private(set) var silence: SourceRange?
    /// The KPIs that know when something was changed last.
    var markers: [KPIPlan] = []

    init(_ names: Names, _ kpi: CheckedKPI) {
        self.names = names
        self.kpi = kpi
    }

    /// nil: it is no condition, and that is reported.
    mutating func condition(_ expression: Expression) -> Condition? {
        switch expression.form {
        case .compare(let left, let comparison, let right):
            return compare(left, comparison, right, at: expression.range)
        case .name("silent"):
            silence = silence ?? expression.range
            return .silent(kpi.nameOfSilence)
        case .not(let inner): return condition(inner).map { .not($0) }
        case .all(let terms): return conditions(terms).map { .all($0) }
        case .any(let terms): return conditions(terms).map { .any($0) }
        case .confident(let compared, let level): return confident(compared, level)
        case .anomalous(let value, let anomaly): return anomalous(value, anomaly)
        case .among:
            report(
                .outOfPlace, "an alert's condition asks for numbers", at: expression.range,
                "asks for a text", help: "choose events with `from STREAM where ...` in the KPI")
        default:
            guard let number = number(expression) else { return nil }
            report(
                .notACondition, "`\(names.quote(expression.range))` alone is not a condition",
                at: expression.range, number.unit.noun,
                help: "compare it, as in `\(names.quote(expression.range)) > LIMIT`")
        }
        return nil
    }

    private mutating func conditions(_ terms: [Expression]) -> [Condition]? {
        var checked: [Condition] = []
        for term in terms {
            if let condition = condition(term) { checked.append(condition) }
        }
        return checked.count == terms.count ? checked : nil
    }

    /// A constant goes to the right side: there it is what people call the limit.
    private mutating func compare(
        _ left: Expression, _ comparison: Comparison, _ right: Expression, at range: SourceRange
    ) -> Condition? {
        let checkedLeft = number(left)
        if checkedLeft == nil, case .literal(.text) = right.form { return nil }
        guard let right = number(right), let left = checkedLeft else { return nil }
        if left.constant != nil, right.constant == nil {
            return compare(right, comparison.turned, left, at: range)
        }
        return compare(left, comparison, right, at: range)
    }

    private mutating func compare(
        _ left: Typed<Quantity>, _ comparison: Comparison, _ right: Typed<Quantity>,
        at range: SourceRange
    ) -> Condition? {
        let right = right.perTime(of: left.unit)
        guard left.unit.compares(with: right.unit, right.constant) else {
            diagnostics.append(
                .incomparable(
                    left.unit, named: subject(left), with: right.unit, constant: right.constant,
                    names.quote(right.range), at: right.range))
            return nil
        }
        if let limit = right.constant, left.bounds != nil,
            let outcome = comparison.outcome(for: left.bounds, against: limit)
        {
            let bounds = left.constant == nil ? left.bounds : nil
            diagnostics.append(.conclusion(outcome, at: range, bounds, left.unit))
            return nil
        }
        return .compare(left.form, comparison, right.form)
    }

    private func subject(_ number: Typed<Quantity>) -> String {
        number.form == .value ? kpi.name : names.quote(number.range)
    }

    // MARK: - Names

    mutating func number(named name: Name) -> Typed<Quantity>? {
        switch name.text {
        case "value":
            return kpi.unit.map { Typed(.value, $0, bounds: kpi.bounds, at: name.range) }
        case "samples":
            return Typed(.samples, .count, bounds: Unit.count.bounds, at: name.range)
        case "peers": return peers(at: name.range)
        default: break
        }
        if let table = names.tables[name.text] { return number(of: table, at: name) }
        if let param = names.params[name.text] {
            return param.value.flatMap { number($0, at: name.range) }
        }
        if let benchmark = names.benchmarks[name.text] {
            return benchmark.map { Typed(of: $0, at: name.range) }
        }
        if let other = names.kpis[name.text] { return number(of: other, at: name) }
        if name.text == "goal" { return goal(at: name.range) }
        reportUnknown(name)
        return nil
    }

    /// What the KPI is to reach.
    private mutating func goal(at range: SourceRange) -> Typed<Quantity>? {
        guard let plan = kpi.plan else { return nil }
        if let goal = plan.goal {
            return Typed(.number(goal.value), plan.unit, constant: goal.value, at: range)
        }
        report(
            .outOfPlace, "`\(kpi.name)` has no goal", at: range, "nothing to compare with",
            help: "add `goal \(plan.unit.written(1))` to the KPI")
        return nil
    }

    mutating func number(
        of name: Name, in group: [(name: Name, value: Text)], at range: SourceRange
    ) -> Typed<Quantity>? {
        report(
            .outOfPlace, "one group of another KPI is asked for by a KPI", at: range,
            "in a condition",
            help: "make it a KPI, `value \(names.quote(range))`, and use its name here")
        return nil
    }

    private mutating func number(of other: CheckedKPI, at name: Name) -> Typed<Quantity>? {
        let lacking = other.by.filter { !kpi.by.contains($0) }
        if !lacking.isEmpty, kpi.isWhole {
            report(
                .groupsNotShared,
                "`\(other.name)` is grouped by \(list(lacking)) and `\(kpi.name)` is not",
                at: name.range, "which of its groups is not said",
                help: "add \(list(lacking)) to the `by` of `\(kpi.name)`")
            return nil
        }
        let form: Quantity = other.name == kpi.name ? .value : .kpi(other.name)
        return other.unit.map { Typed(form, $0, bounds: other.bounds, at: name.range) }
    }

    private mutating func reportUnknown(_ name: Name) {
        if names.lost.contains(name.text) { return }
        let streams = kpi.plan?.aggregates.compactMap { names.streams[$0.stream] } ?? []
        if let stream = streams.first(where: { $0.columns[name.text] != nil }) {
            return report(
                .outOfPlace, "`\(name.text)` is known of each event, and an alert sees only KPIs",
                at: name.range, "of stream `\(stream.plan.name)`",
                help: "choose events with `from STREAM where ...` in the KPI")
        }
        let near = names.nearest(to: name.text, or: Checker.words + names.tables.keys)
        report(
            .unknownName, "there is no KPI, param or table `\(name.text)`", at: name.range,
            "not declared",
            help: near.map { "did you mean `\($0)`?" })
    }
}
