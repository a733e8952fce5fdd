import Model
import Plans

/// Checks arithmetic, which is the same in a KPI's value and in an alert's condition; only names
/// and calls differ.
protocol NumberChecker: Complaining {
    associatedtype Form: NumberForm
    var names: Names { get }

    mutating func number(named name: Name) -> Typed<Form>?
    mutating func number(of call: Call, at range: SourceRange) -> Typed<Form>?
    mutating func number(
        of name: Name, in group: [(name: Name, value: Text)], at range: SourceRange
    ) -> Typed<Form>?
}

extension NumberChecker {
    /// nil: it is no number, and that is reported.
    mutating func number(_ expression: Expression) -> Typed<Form>? {
        let range = expression.range
        switch expression.form {
        case .literal(let value): return number(value, at: range)
        case .name(let text): return number(named: Name(text: text, range: range))
        case .call(let call): return number(of: call, at: range)
        case .group(let name, let pairs): return number(of: name, in: pairs, at: range)
        case .negated(let inner): return number(inner).flatMap { negated($0, at: range) }
        case .arithmetic(let left, let sign, let right):
            let checkedLeft = number(left)
            guard let right = number(right), let left = checkedLeft else { return nil }
            return arithmetic(left, sign, right, at: range)
        case .compare, .among, .not, .all, .any, .confident, .anomalous:
            report(
                .notANumber, "a condition stands where a number is needed", at: range,
                "a yes or no",
                help: "conditions stand in `where`, in `count` and `share`, and in alerts")
            return nil
        }
    }

    mutating func number(_ literal: Literal.Value, at range: SourceRange) -> Typed<Form>? {
        guard let (value, unit) = literal.measured else {
            let noun = literal.unit.noun
            report(.notANumber, "\(noun) stands where a number is needed", at: range, noun)
            return nil
        }
        return Typed(.number(value), unit, constant: value, at: range)
    }

    private func negated(_ inner: Typed<Form>, at range: SourceRange) -> Typed<Form> {
        let unit = inner.unit.isPlain || inner.unit.isEffort ? Unit.number : inner.unit
        return Typed(.negated(inner.form), unit, constant: inner.constant.map { -$0 }, at: range)
    }

    private mutating func arithmetic(
        _ left: Typed<Form>, _ sign: Arithmetic, _ right: Typed<Form>, at range: SourceRange
    ) -> Typed<Form>? {
        guard let rule = SignRule.of(left.unit, sign, right.unit) else {
            reportMismatch(left, sign, right)
            return nil
        }
        let factor =
            right.constant.map { .number($0 * rule.rightFactor) }
            ?? scaled(right.form, by: rule.rightFactor)
        let form = scaled(.arithmetic(left.form, sign, factor), by: rule.factor)
        let constant = folded(left.constant, sign, right.constant, rule)
        if left.constant != nil, right.constant != nil, constant == nil {
            report(.notANumber, "a division by zero has no value", at: range, "never a number")
            return nil
        }
        return Typed(
            form, rule.unit, constant: constant, bounds: bounds(left, sign, right), at: range)
    }

    private func scaled(_ form: Form, by factor: Double) -> Form {
        factor == 1 ? form : .arithmetic(form, .multiply, .number(factor))
    }

    private func folded(_ left: Double?, _ sign: Arithmetic, _ right: Double?, _ rule: SignRule)
        -> Double?
    {
        guard let left, let right else { return nil }
        return sign.apply(left, right * rule.rightFactor).map { $0 * rule.factor }
    }

    /// Of two numbers that are never negative, all but the difference are not either.
    private func bounds(_ left: Typed<Form>, _ sign: Arithmetic, _ right: Typed<Form>)
        -> ClosedRange<Double>?
    {
        guard sign != .subtract, let a = left.bounds, let b = right.bounds,
            a.lowerBound >= 0, b.lowerBound >= 0
        else { return nil }
        return 0...Double.infinity
    }

    private mutating func reportMismatch(
        _ left: Typed<Form>, _ sign: Arithmetic, _ right: Typed<Form>
    ) {
        let bare = left.isBare ? left : right.isBare ? right : nil
        let other = left.isBare ? right : left
        if let value = bare?.constant, let range = bare?.range, other.unit.isNumeric,
            sign == .add || sign == .subtract
        {
            return diagnostics.append(
                .missingUnit(
                    value, at: range, beside: other.unit, named: names.quote(other.range)))
        }
        report(
            .unitMismatch,
            "\(left.unit.noun) and \(right.unit.noun) cannot be joined by `\(sign.rawValue)`",
            at: right.range, right.unit.noun,
            and: [Diagnostic.Label(left.range, left.unit.noun)],
            help: Diagnostic.helpBetweenScales(left.unit, right.unit)
                ?? "give each of the two a KPI of its own")
    }
}
