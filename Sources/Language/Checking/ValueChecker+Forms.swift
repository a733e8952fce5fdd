import Model
import Plans

/// Calls that are no KPI functions but ask something of their values: rates, and the groups of
/// another KPI.
extension ValueChecker {
    /// What grows with the length of the window, so that it can be divided by it.
    private static let totals: Set<String> = ["count", "sum", "increase"]

    /// `rate(count(), per 1m)`.
    mutating func rate(_ call: Call, at range: SourceRange) -> Typed<ValueExpression>? {
        guard let operand = call.operand, case .call(let inner) = operand.form,
            Self.totals.contains(inner.function.text)
        else {
            report(
                .badOperand, "`rate` wants a total", at: call.operand?.range ?? call.function.range,
                "none of \(list(Self.totals.sorted()))", help: "write `rate(count(), per 1m)`")
            return nil
        }
        guard let length = perLength(of: call) else { return nil }
        guard let total = number(operand) else { return nil }
        guard let over else {
            report(
                .outOfPlace, "a rate needs a window of a fixed length", at: range,
                "the window has none", help: "give the KPI `over 1h` in place of `per`")
            return nil
        }
        guard over.interval > .zero else { return nil }
        let factor = length.seconds / over.interval.seconds
        return Typed(
            .arithmetic(total.form, .multiply, .number(factor)), .per(total.unit, length),
            bounds: total.bounds == nil ? nil : 0...Double.infinity, at: range)
    }

    private mutating func perLength(of call: Call) -> Interval? {
        if let argument = call.arguments.first, call.arguments.count == 1,
            argument.name?.text == "per",
            case .duration(let length)? = names.constant(argument.value), length > .zero
        {
            return length
        }
        report(
            .badArgument, "`rate` is not told for which length of time",
            at: call.arguments.first?.value.range ?? call.function.range, "`per` is missing",
            help: "write `rate(count(), per 1m)`")
        return nil
    }

    /// `spread(csat)`: over the groups of another KPI.
    mutating func groups(_ statistic: GroupStatistic, _ call: Call, at range: SourceRange)
        -> Typed<ValueExpression>?
    {
        guard let operand = call.operand, case .name(let text) = operand.form,
            call.arguments.isEmpty, call.selection.isEmpty
        else {
            report(
                .badOperand, "`\(statistic.rawValue)` wants the name of a KPI",
                at: call.operand?.range ?? call.function.range, "not a name",
                help: "write `\(statistic.rawValue)(KPI)`")
            return nil
        }
        let name = Name(text: text, range: operand.range)
        guard let kpi = names.kpis[text] else {
            reportNoKPI(name, statistic)
            return nil
        }
        groupReferences.append((name, kpi))
        guard let unit = kpi.unit else { return nil }
        let form = ValueExpression.groups(statistic, of: text)
        guard statistic == .spread else { return Typed(form, unit, bounds: kpi.bounds, at: range) }
        guard let rule = SignRule.of(unit, .subtract, unit) else { return nil }
        return Typed(
            rule.factor == 1 ? form : .arithmetic(form, .multiply, .number(rule.factor)), rule.unit,
            bounds: 0...Double.infinity, at: range)
    }

    private mutating func reportNoKPI(_ name: Name, _ statistic: GroupStatistic) {
        if names.lost.contains(name.text) { return }
        if case .stream(let stream, _) = standard, stream.columns[name.text] != nil {
            let function = statistic == .lowest ? "min" : "max"
            return report(
                .badOperand, "`\(statistic.rawValue)` compares the groups of a KPI", at: name.range,
                "of one event", help: "write `\(function)(\(name.text))`, or make it a KPI")
        }
        let near = suggestion(for: name.text, among: names.kpis.keys)
        report(
            .unknownName, "there is no KPI `\(name.text)`", at: name.range, "not declared",
            help: near.map { "did you mean `\($0)`?" })
    }
}

extension Call {
    /// `sum(latest(kept))` is one function: the sum over the latest of each series.
    var flattened: Call {
        guard case .call(let inner)? = operand?.form, inner.function.text == "latest" else {
            return self
        }
        var call = self
        call.function.text += "_of_latest"
        call.operand = inner.operand
        if call.selection.isEmpty { call.selection = inner.selection }
        return call
    }
}
