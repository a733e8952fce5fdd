import Model
import Plans

/// What can be compared with what, and what comes of it when that is known beforehand.
extension Unit {
    /// Zero is zero in every unit.
    func compares(with other: Unit, _ constant: Double? = nil) -> Bool {
        guard isNumeric, other.isNumeric else { return false }
        if self == other || (isPlain && other.isPlain) { return true }
        return other == .number && constant == 0
    }

    /// What a field of this unit can be; what is outside is refused on arrival.
    var bounds: ClosedRange<Double>? {
        switch self {
        case .score(let low, let high): low...high
        case .count: 0...Double.infinity
        default: nil
        }
    }
}

extension Comparison {
    /// With the sides changed over.
    var turned: Comparison {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        }
    }

    /// Whether it is always or never so; nil: that depends.
    func outcome(for bounds: ClosedRange<Double>?, against limit: Double) -> Bool? {
        guard let bounds else { return nil }
        let (low, high) = (bounds.lowerBound, bounds.upperBound)
        switch self {
        case .less: return high < limit ? true : low >= limit ? false : nil
        case .lessOrEqual: return high <= limit ? true : low > limit ? false : nil
        case .greater, .greaterOrEqual:
            let isBelow = self == .greater ? Comparison.lessOrEqual : .less
            return isBelow.outcome(for: bounds, against: limit).map { !$0 }
        case .equal: return limit < low || limit > high ? false : low == high ? true : nil
        case .notEqual: return Comparison.equal.outcome(for: bounds, against: limit).map { !$0 }
        }
    }
}

extension Diagnostic {
    /// A comparison that does not depend on the data.
    static func conclusion(
        _ outcome: Bool, at range: SourceRange, _ bounds: ClosedRange<Double>?, _ unit: Unit
    ) -> Diagnostic {
        Diagnostic(
            .foregoneConclusion, "this is \(outcome ? "always" : "never") true", at: range,
            bounds.map { reach($0, unit) } ?? "both sides are known beforehand",
            help: bounds == nil ? "compare with `value`" : "choose a limit in between")
    }

    private static func reach(_ bounds: ClosedRange<Double>, _ unit: Unit) -> String {
        let low = unit.written(bounds.lowerBound)
        guard bounds.upperBound.isFinite else { return "it cannot be less than \(low)" }
        return "it lies between \(low) and \(unit.written(bounds.upperBound))"
    }
}

extension NumberChecker {
    mutating func reportIncomparable(
        _ left: Typed<Form>, _ right: Typed<Form>, named name: String
    ) {
        if right.isBare, left.unit.isNumeric {
            return reportMissingUnit(right, beside: left, named: name)
        }
        var help: String?
        if left.unit == .percent, right.unit == .points, let points = right.constant {
            help = "write `\(short(points))%`"
        } else if left.unit == .points, right.unit == .percent, let share = right.constant {
            help = "write `\(short(share * 100)) points`"
        }
        report(
            .unitMismatch,
            "`\(name)` is \(left.unit.noun) and `\(names.quote(right.range))` is "
                + right.unit.noun,
            at: right.range, "cannot be compared", help: help)
    }
}

extension CheckedStream {
    func lacks(_ name: Name) -> Diagnostic {
        let near = suggestion(for: name.text, among: columns.keys)
        let all = (plan.tags.map(\.name) + plan.fields.map(\.name)).prefix(12)
        return Diagnostic(
            .unknownColumn, "`\(plan.name)` has no tag or field `\(name.text)`", at: name.range,
            "not in the stream",
            help: near.map { "did you mean `\($0)`?" }
                ?? (all.isEmpty ? nil : "it has \(list(Array(all)))"))
    }
}

extension CheckedStream.Column {
    var isText: Bool {
        switch self {
        case .tag, .field(.text): true
        case .field: false
        }
    }
}

extension Names {
    /// The value of a literal or a param; nil: it is neither.
    func constant(_ expression: Expression) -> Literal.Value? {
        switch expression.form {
        case .literal(let value): return value
        case .name(let text): return params[text]?.value
        case .negated(let inner): return constant(inner)?.negated
        default: return nil
        }
    }
}

extension Literal.Value {
    /// nil for texts and truth values.
    var negated: Literal.Value? {
        switch self {
        case .number(let value): .number(-value)
        case .percentage(let value): .percentage(-value)
        case .duration(let interval): .duration(.zero - interval)
        case .points(let value): .points(-value)
        case .money(let value, let currency): .money(-value, currency)
        case .text, .bool: nil
        }
    }
}
