import Model
import Plans
import PluginKit

/// `before(release)`, `before(release, 2d)`: the KPI as it was when something was changed.
extension ConditionChecker {
    mutating func before(_ call: Call, at range: SourceRange) -> Typed<Quantity>? {
        guard case .name(let text)? = call.operand?.form, let place = call.operand?.range,
            call.selection.isEmpty, call.arguments.count <= 1
        else {
            reportWanted("the stream whose events mark a change", at: range)
            return nil
        }
        guard let stream = names.streams[text] else {
            if !names.lost.contains(text) {
                diagnostics.append(names.lacks(stream: Name(text: text, range: place)))
            }
            return nil
        }
        guard let within = length(of: call), let plan = kpi.plan, let unit = kpi.unit else {
            return nil
        }
        let by = kpi.by.filter { tag in stream.plan.tags.contains { $0.name == tag } }
        let newest = KPIPlan.newest(of: text, by: by, within: within, every: plan.every)
        markers.append(newest)
        return Typed(
            .before(Marker(text, kpi: newest.name, within: within)), unit, bounds: kpi.bounds,
            at: range)
    }

    /// How long a change counts; nil: not as long as that, and it is reported.
    private mutating func length(of call: Call) -> Interval? {
        guard let argument = call.arguments.first else { return .days(7) }
        guard case .duration(let length)? = names.constant(argument.value) else {
            reportWanted("a length of time", at: argument.value.range)
            return nil
        }
        let every = kpi.plan?.every ?? .minutes(1)
        guard length >= every, length <= Limits.longestLookBack else {
            report(
                .badArgument,
                "`before` looks back from `\(every)`, the KPI's step, to "
                    + "`\(Limits.longestLookBack)`",
                at: argument.value.range, "out of range", help: "write `before(STREAM, 7d)`")
            return nil
        }
        return length
    }

    private mutating func reportWanted(_ noun: String, at range: SourceRange) {
        report(
            .badArgument, "`before` wants \(noun)", at: range, "and nothing else",
            help: "write `before(release)`, or `before(release, 2d)`")
    }
}

extension KPIPlan {
    /// When the newest event of a stream came, for those of our tags that it has too.
    fileprivate static func newest(
        of stream: String, by: [String], within: Interval, every: Interval
    ) -> KPIPlan {
        func pieces(_ whole: Interval, _ piece: Interval) -> Int64 {
            (whole.nanoseconds + piece.nanoseconds - 1) / piece.nanoseconds
        }
        // A long look back in short steps is taken in longer ones: so much later it is seen.
        let step = every * max(1, pieces(within, every * Int64(Limits.panesPerWindow)))
        let over = step * pieces(within, step)
        return KPIPlan(
            "newest \(stream) by \(by.joined(separator: ", ")) over \(over) every \(step)",
            aggregates: [
                AggregatePlan(
                    stream: stream, function: "newest", arguments: .none, operand: .event)
            ],
            value: .aggregate(0), unit: .number, by: by, over: over, every: step,
            isImplied: true)
    }
}
