import Model
import Plans

/// What a condition compares with beside plain numbers: the KPI's past, its peers, tables.
extension ConditionChecker {
    private enum Look: String, CaseIterable {
        case ago, slope, baseline, forecast

        var example: String {
            switch self {
            case .ago: "ago(1w)"
            case .slope: "slope(7d)"
            case .baseline: "baseline(4w)"
            case .forecast: "forecast(3d)"
            }
        }

        /// Why so long is too long or too short; nil: it is neither.
        func fault(_ length: Interval, every: Interval) -> String? {
            let week = Interval.days(7)
            let weeks = Int64(Limits.weeksOfBaseline)
            switch self {
            case .ago, .slope:
                return length >= every && length <= Limits.longestLookBack
                    ? nil
                    : "looks back from `\(every)`, the KPI's step, to `\(Limits.longestLookBack)`"
            case .baseline:
                return length >= week && length <= week * weeks
                    && length.nanoseconds % week.nanoseconds == 0
                    ? nil : "looks back on whole weeks, from `1w` to `\(week * weeks)`"
            case .forecast:
                return length >= .hours(1) && length <= Limits.longestForecast
                    ? nil : "looks ahead from `1h` to `\(Limits.longestForecast)`"
            }
        }
    }

    mutating func number(of call: Call, at range: SourceRange) -> Typed<Quantity>? {
        if call.function.text == "before" { return before(call, at: range) }
        guard let look = Look(rawValue: call.function.text) else {
            reportCall(call.function, at: range)
            return nil
        }
        guard let length = length(of: call, look), let unit = kpi.unit else { return nil }
        let quantity: Quantity
        switch look {
        case .ago: quantity = .ago(length)
        case .slope: return slope(over: length, of: unit, at: range)
        case .baseline:
            quantity = .baseline(weeks: Int(length.nanoseconds / Interval.days(7).nanoseconds))
        case .forecast: quantity = .forecast(length)
        }
        return Typed(quantity, unit, bounds: kpi.bounds, at: range)
    }

    private mutating func reportCall(_ function: Name, at range: SourceRange) {
        if names.functions.entries[function.text] != nil {
            return report(
                .outOfPlace, "functions belong to KPIs, not to alerts", at: range,
                "a call in a condition", help: "make it a KPI, and use its name here")
        }
        let looks = Look.allCases.map(\.rawValue) + ["before"]
        let near = suggestion(for: function.text, among: looks)
        report(
            .unknownFunction, "`\(function.text)` is nothing that a condition can ask",
            at: function.range, "no function has this name",
            help: near.map { "did you mean `\($0)`?" } ?? "a condition knows \(list(looks))")
    }

    /// The one argument: how far to look, back or ahead.
    private mutating func length(of call: Call, _ look: Look) -> Interval? {
        guard let operand = call.operand, call.arguments.isEmpty, call.selection.isEmpty,
            case .duration(let length)? = names.constant(operand)
        else {
            report(
                .badArgument, "`\(call.function.text)` wants a length of time",
                at: call.operand?.range ?? call.function.range, "and nothing else",
                help: "write `\(look.example)`")
            return nil
        }
        guard let every = kpi.plan?.every else { return length > .zero ? length : nil }
        guard let fault = look.fault(length, every: every) else { return length }
        report(
            .badArgument, "`\(call.function.text)` \(fault)", at: operand.range, "out of range",
            help: "write `\(look.example)`")
        return nil
    }

    /// How much it rises is a difference of two values.
    private mutating func slope(over length: Interval, of unit: Unit, at range: SourceRange)
        -> Typed<Quantity>?
    {
        guard let rule = SignRule.of(unit, .subtract, unit) else { return nil }
        let rise = Quantity.slope(length)
        return Typed(
            rule.factor == 1 ? rise : .arithmetic(rise, .multiply, .number(rule.factor)), rule.unit,
            at: range)
    }

    mutating func peers(at range: SourceRange) -> Typed<Quantity>? {
        guard !kpi.by.isEmpty || !kpi.isWhole else {
            report(
                .groupsNotShared, "`\(kpi.name)` has one group, and that has no peers", at: range,
                "no other groups", help: "add `by TAG` to the KPI, or compare with `ago(1w)`")
            return nil
        }
        return kpi.unit.map { Typed(.peers, $0, bounds: kpi.bounds, at: range) }
    }

    mutating func number(of table: CheckedTable, at name: Name) -> Typed<Quantity>? {
        let lacking = table.by.filter { !kpi.by.contains($0) }
        guard lacking.isEmpty || !kpi.isWhole else {
            report(
                .groupsNotShared,
                "table `\(name.text)` is by \(list(lacking)) and `\(kpi.name)` is not",
                at: name.range, "which of its rows is not said",
                help: "add \(list(lacking)) to the `by` of `\(kpi.name)`")
            return nil
        }
        return table.unit.map { Typed(.table(name.text), $0, at: name.range) }
    }
}

extension Selection {
    var isEmpty: Bool { stream == nil && condition == nil }
}

extension Typed {
    /// A rate, as one for the length of time that another rate is for.
    func perTime(of other: Unit) -> Typed {
        guard case .per(let ours, let length) = unit, case .per(let theirs, let wanted) = other,
            ours == theirs || (ours.isPlain && theirs.isPlain), length != wanted
        else { return self }
        let factor = wanted.seconds / length.seconds
        return Typed(
            .arithmetic(form, .multiply, .number(factor)), other,
            constant: constant.map { $0 * factor }, at: range)
    }
}
