import Model
import Plans

/// Checks a condition on the events of one stream.
struct EventChecker: Complaining {
    let names: Names
    let stream: CheckedStream
    var diagnostics: [Diagnostic] = []

    init(_ names: Names, _ stream: CheckedStream) {
        self.names = names
        self.stream = stream
    }

    /// nil: it is no condition, and that is reported.
    mutating func predicate(_ expression: Expression) -> Predicate? {
        switch expression.form {
        case .name(let text): return predicate(bare: Name(text: text, range: expression.range))
        case .compare(let left, let comparison, let right):
            return compare(left, comparison, right, at: expression.range)
        case .among(let left, let values): return among(left, values)
        case .not(let inner): return predicate(inner).map { .not($0) }
        case .all(let terms): return predicates(terms).map { .all($0) }
        case .any(let terms): return predicates(terms).map { .any($0) }
        case .call, .group: reportCall(expression)
        case .confident, .anomalous:
            report(
                .outOfPlace, "one event is neither sure nor unusual", at: expression.range,
                "asks for statistics", help: "make a KPI of the events, and ask of that")
        case .literal, .negated, .arithmetic:
            report(
                .notACondition, "this is not a condition", at: expression.range,
                "neither true nor false",
                help: "write a comparison, such as `channel == \"chat\"`")
        }
        return nil
    }

    private mutating func predicates(_ terms: [Expression]) -> [Predicate]? {
        var checked: [Predicate] = []
        for term in terms {
            if let predicate = predicate(term) { checked.append(predicate) }
        }
        return checked.count == terms.count ? checked : nil
    }

    private mutating func predicate(bare name: Name) -> Predicate? {
        guard let column = column(name) else { return nil }
        switch column {
        case .field(.bool): return .number(name.text, .equal, 1)
        case .field(nil): break
        case .tag:
            reportBare(name, "a tag", help: "compare it: `\(name.text) == \"...\"`")
        case .field(let unit?):
            reportBare(name, unit.noun, help: "compare it, as in `\(name.text) > ...`")
        }
        return nil
    }

    private mutating func reportBare(_ name: Name, _ noun: String, help: String) {
        report(
            .notACondition, "`\(name.text)` alone is not a condition", at: name.range, noun,
            help: help)
    }

    // MARK: - Comparisons

    private mutating func compare(
        _ left: Expression, _ comparison: Comparison, _ right: Expression, at range: SourceRange
    ) -> Predicate? {
        if isColumn(right), !isColumn(left) {
            return compare(right, comparison.turned, left, at: range)
        }
        guard case .name(let text) = left.form else {
            reportNotAgainstALiteral(left)
            return nil
        }
        let name = Name(text: text, range: left.range)
        guard let column = column(name) else { return nil }
        guard let constant = constant(right, beside: column) else { return nil }
        switch column {
        case .tag(let tag):
            guard let value = wanted(constant, of: name, at: right, comparison) else { return nil }
            return isPossible(value, of: tag, at: right.range)
                ? .tag(name.text, comparison, value) : nil
        case .field(.text):
            return wanted(constant, of: name, at: right, comparison).map {
                .text(name.text, comparison, $0)
            }
        case .field(.bool): return compare(bool: name, comparison, constant, at: right.range)
        case .field(let unit?):
            return compare(name, unit, comparison, constant, right.range, whole: range)
        case .field(nil): return nil
        }
    }

    private func isColumn(_ expression: Expression) -> Bool {
        guard case .name(let text) = expression.form else { return false }
        return stream.columns[text] != nil
    }

    /// What a column is compared with: a literal or a param.
    private mutating func constant(_ expression: Expression, beside column: CheckedStream.Column)
        -> Literal.Value?
    {
        if let constant = names.constant(expression) { return constant }
        guard case .name(let text) = expression.form, !isColumn(expression) else {
            reportNotAgainstALiteral(expression)
            return nil
        }
        if names.params[text] != nil || names.lost.contains(text) { return nil }
        let near = suggestion(for: text, among: names.params.keys)
        report(
            .unknownName, "there is no param `\(text)`", at: expression.range,
            "neither a text in quotes nor a param",
            help: column.isText
                ? "write `\"\(text)\"`" : near.map { "did you mean `\($0)`?" })
        return nil
    }

    private mutating func reportCall(_ expression: Expression) {
        report(
            .outOfPlace, "a KPI function cannot be asked of one event", at: expression.range,
            "looks at many events", help: "compare a tag or a field here")
    }

    private mutating func reportNotAgainstALiteral(_ expression: Expression) {
        if case .call = expression.form { return reportCall(expression) }
        report(
            .notAgainstALiteral, "an event is asked how one tag or field compares with a literal",
            at: expression.range, "neither a literal nor a param",
            help: "write a comparison such as `wait_s > 30s` or `channel == \"chat\"`")
    }

    private mutating func wanted(
        _ constant: Literal.Value, of name: Name, at right: Expression, _ comparison: Comparison
    ) -> String? {
        guard case .text(let value) = constant else {
            report(
                .unitMismatch, "`\(name.text)` is a text and `\(names.quote(right.range))` is not",
                at: right.range, constant.unit.noun,
                help: "write `\"\(names.quote(right.range))\"`")
            return nil
        }
        guard comparison == .equal || comparison == .notEqual else {
            report(
                .noOrder, "texts have no order", at: right.range,
                "compared with `\(comparison.rawValue)`", help: "write `==`, `!=` or `in [...]`")
            return nil
        }
        return value
    }

    private mutating func isPossible(_ value: String, of tag: TagPlan, at range: SourceRange)
        -> Bool
    {
        if tag.values.isEmpty || value.isEmpty || tag.values.contains(value) { return true }
        let near = suggestion(for: value, among: tag.values)
        report(
            .unknownTagValue, "`\(tag.name)` is never `\"\(value)\"`", at: range,
            "not among the values that the stream lists",
            help: near.map { "did you mean `\"\($0)\"`?" }
                ?? "it is one of \(list(tag.values.map { "\"\($0)\"" }))")
        return false
    }

    private mutating func compare(
        bool name: Name, _ comparison: Comparison, _ constant: Literal.Value, at range: SourceRange
    ) -> Predicate? {
        guard case .bool(let value) = constant else {
            report(
                .unitMismatch, "`\(name.text)` is a yes or no", at: range, constant.unit.noun,
                help: "write `\(name.text)` alone, or `not \(name.text)`")
            return nil
        }
        guard comparison == .equal || comparison == .notEqual else {
            report(
                .noOrder, "a yes and a no have no order", at: range,
                "compared with `\(comparison.rawValue)`",
                help: "write `\(name.text)` alone, or `not \(name.text)`")
            return nil
        }
        return .number(name.text, comparison, value ? 1 : 0)
    }

    private mutating func compare(
        _ name: Name, _ unit: Unit, _ comparison: Comparison, _ constant: Literal.Value,
        _ right: SourceRange, whole: SourceRange
    ) -> Predicate? {
        guard let (value, given) = constant.measured, unit.compares(with: given, value) else {
            diagnostics.append(
                .incomparable(
                    unit, named: name.text, with: constant.unit, constant: constant.measured?.0,
                    names.quote(right), at: right))
            return nil
        }
        if let outcome = comparison.outcome(for: unit.bounds, against: value) {
            diagnostics.append(.conclusion(outcome, at: whole, unit.bounds, unit))
            return nil
        }
        return .number(name.text, comparison, value)
    }

    private mutating func among(_ left: Expression, _ values: [Text]) -> Predicate? {
        guard case .name(let text) = left.form else {
            reportNotAgainstALiteral(left)
            return nil
        }
        let name = Name(text: text, range: left.range)
        guard let column = column(name) else { return nil }
        switch column {
        case .tag(let tag):
            let possible = values.map { isPossible($0.value, of: tag, at: $0.range) }
            guard possible.allSatisfy({ $0 }) else { return nil }
            return .choosing(values.map { .tag(text, .equal, $0.value) })
        case .field(.text): return .choosing(values.map { .text(text, .equal, $0.value) })
        case .field(nil): return nil
        case .field(let unit?):
            report(
                .unitMismatch, "`\(text)` is \(unit.noun), and `in` looks for texts",
                at: left.range,
                "not a text", help: "write comparisons with `or` between them")
            return nil
        }
    }

    // MARK: - Names

    mutating func column(_ name: Name) -> CheckedStream.Column? {
        if let column = stream.columns[name.text] { return column }
        if stream.isDamaged || names.lost.contains(name.text) { return nil }
        diagnostics.append(stream.lacks(name))
        return nil
    }

}
