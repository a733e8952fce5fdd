import Model
import Plans
import PluginKit

/// `count(CONDITION followed by STREAM on FIELD within 7d)`: events by what followed them.
///
/// What was followed is counted, and what was not is the rest of them: so nothing is ever taken
/// back.
extension ValueChecker {
    mutating func following(
        _ call: Call, _ follow: Follow, _ stream: CheckedStream, _ base: Predicate,
        at range: SourceRange
    ) -> Typed<ValueExpression>? {
        let isShare = call.function.text == "share"
        guard isShare || call.function.text == "count" else {
            report(
                .badOperand, "`\(call.function.text)` cannot ask what followed", at: follow.range,
                "asked of `count` and `share`", help: "write `count(... followed by ...)`")
            return nil
        }
        guard call.arguments.isEmpty else {
            report(
                .badArgument, "`\(call.function.text)` takes no more arguments",
                at: call.arguments[0].value.range, "one too many", help: "remove it")
            return nil
        }
        let narrowed = call.selection.stream == nil ? condition(call.selection, stream) : .always
        let chosen = call.operand.map { predicate($0, stream) } ?? .always
        let plan = plan(follow, of: stream)
        guard let narrowed, let chosen, let plan else { return nil }
        let whole = [base, narrowed] + plan.on.compactMap { stream.columns[$0]?.isThere(as: $0) }
        let part = Predicate.joining(whole + [chosen])
        let followed = index(of: .counting(stream, part, plan))
        let hits: ValueExpression =
            follow.isNegated
            ? .rest(of: index(of: .counting(stream, part)), without: followed)
            : .aggregate(followed)
        guard isShare else { return Typed(hits, .count, bounds: Unit.count.bounds, at: range) }
        let all = index(of: .counting(stream, .joining(whole)))
        return Typed(
            .arithmetic(hits, .divide, .aggregate(all)), .percent, bounds: 0...1, at: range)
    }

    private mutating func plan(_ follow: Follow, of stream: CheckedStream) -> FollowPlan? {
        guard case .stream(let other, let filter) = source(follow.selection) else { return nil }
        let fit = follow.on.map { isShared($0, stream, other) }
        guard fit.allSatisfy({ $0 }), isLong(follow.within) else { return nil }
        return FollowPlan(
            stream: other.plan.name, filter: filter, on: follow.on.map(\.text),
            within: follow.within.interval)
    }

    private mutating func isLong(_ span: Span) -> Bool {
        if span.interval > .zero { return true }
        report(
            .emptyLength, "nothing follows within no time", at: span.range, "zero",
            help: "write a longer one, such as `7d`")
        return false
    }

    /// Whether both streams have the column, with values that can be the same.
    private mutating func isShared(_ name: Name, _ one: CheckedStream, _ other: CheckedStream)
        -> Bool
    {
        var units: [Unit] = []
        for stream in [one, other] {
            guard let column = stream.columns[name.text] else {
                if stream.isDamaged || names.lost.contains(name.text) { return false }
                diagnostics.append(stream.lacks(name))
                return false
            }
            guard let unit = column.unit else { return false }
            units.append(unit)
        }
        if let odd = units.first(where: { $0 != .text && $0 != .count }) {
            report(
                .badOperand, "events are told to belong together by a text or a whole number",
                at: name.range, odd.noun, help: "declare `\(name.text)` as `text` or as `count`")
            return false
        }
        guard units[0] == units[1] else {
            report(
                .unitMismatch,
                "`\(name.text)` is \(units[0].noun) in `\(one.plan.name)` and \(units[1].noun) in "
                    + "`\(other.plan.name)`",
                at: name.range, "never the same", help: "declare both alike")
            return false
        }
        return true
    }
}

extension AggregatePlan {
    fileprivate static func counting(
        _ stream: CheckedStream, _ filter: Predicate, _ follow: FollowPlan? = nil
    ) -> AggregatePlan {
        AggregatePlan(
            stream: stream.plan.name, filter: filter, function: "count", arguments: .none,
            operand: .event, follow: follow)
    }
}

extension CheckedStream.Column {
    /// nil: its type could not be read.
    fileprivate var unit: Unit? {
        switch self {
        case .tag: .text
        case .field(let unit): unit
        }
    }

    /// What holds of the events that have it. Of a tag, to have none is a value too.
    fileprivate func isThere(as name: String) -> Predicate? {
        switch self {
        case .tag: nil
        case .field(.count): .number(name, .greaterOrEqual, 0)
        case .field: .text(name, .notEqual, "")
        }
    }
}
