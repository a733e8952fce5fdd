public import Core
public import Model
import Plans
import PluginKit

/// What `vigie why` prints of an incident.
extension IncidentRecord {
    /// What happened and why, for people.
    public func text(at now: Timestamp) -> String {
        evidence(at: now) + (steps + ruleLines).map { $0 + "\n" }.joined()
    }

    /// What it was told by, when it opened or last got worse.
    public func evidence(at now: Timestamp) -> String {
        ([headline, when(now), ""] + figures + causes + quotes + words)
            .joined(separator: "\n") + "\n"
    }

    private var headline: String {
        let told = notification
        let group = told.group.isEmpty ? "" : " (\(told.group))"
        return "\(told.alert)\(group): \(told.state.name), incident \(told.incident)"
    }

    private func when(_ now: Timestamp) -> String {
        let length = Unit.duration.text(length(at: now).seconds)
        let until =
            endedAt.map { "until \($0) (\(length), \(reason.isEmpty ? "over" : reason))" }
            ?? "and lasts (\(length)), now \(state.name)"
        return "from \(notification.openedAt) \(until)"
    }

    private var figures: [String] {
        let told = notification
        let unit = told.unit
        func text(_ value: Double?) -> String { value.map { unit.text($0) } ?? "none" }
        var rows = [("value", text(told.value)), ("limit", text(told.limit))]
        if let sure = told.assurance {
            func end(_ value: Double) -> String { value.isFinite ? unit.text(value) : "not known" }
            rows.append(
                (
                    "interval",
                    "\(end(sure.low)) to \(end(sure.high)) at \(Unit.percent.text(sure.level))"
                ))
        }
        if let expected = told.expected { rows.append(("expected", unit.text(expected))) }
        rows.append(("samples", Unit.count.text(Double(told.samples))))
        if let judged = moves.last(where: { $0.at == told.at }) ?? moves.first {
            if let window = judged.window { rows.append(("window", window.words)) }
            if let events = judged.events { rows.append(("events", events.words)) }
        }
        rows.append(("judged at", "\(told.at)"))
        return rows.map { "  \($0.0.padded(to: 10)) \($0.1)" }
    }

    // MARK: - Causes

    private var causes: [String] {
        guard let found = notification.explanation else { return [] }
        let unit = found.unit(of: notification.unit)
        func value(_ value: Double?) -> String { value.map { unit.text($0) } ?? "none" }
        let head =
            "\nwhat moved it: \(basis(found.basis))usually \(value(found.before)), "
            + "now \(value(found.now)), \(unit.difference(found.change))"
        if found.isBroad { return [head, "  all segments moved alike"] }
        guard !found.causes.isEmpty else {
            return [head, "  no segment stands out from chance"]
        }
        var rows = [["segment", "change", "share", "rate", "mix", "samples", "usually", "now"]]
        for cause in found.causes {
            rows.append(
                ["\(cause.group)"] + [cause.change].map(unit.difference)
                    + [Unit.percent.text((cause.share * 100).rounded() / 100)]
                    + [cause.rate, cause.mix].map(unit.difference)
                    + [Unit.count.text(Double(cause.samples)), value(cause.before)]
                    + [value(cause.now)])
        }
        let (rate, mix) = (found.rest.rate, found.rest.mix)
        let share = found.change == 0 ? 0 : (rate + mix) / found.change
        rows.append(
            ["the rest", unit.difference(rate + mix)]
                + [Unit.percent.text((share * 100).rounded() / 100)]
                + [rate, mix].map(unit.difference) + ["", "", ""])
        return [head] + rows.aligned.map { "  \($0)" }
    }

    private func basis(_ basis: PluginKit.Notification.Explanation.Basis) -> String {
        switch basis {
        case .value: ""
        case .mean: "the mean, "
        case .shareAbove(let limit): "the share above \(notification.unit.text(limit)), "
        case .shareBelow(let limit): "the share below \(notification.unit.text(limit)), "
        }
    }

    private var quotes: [String] {
        guard !notification.quotes.isEmpty else { return [] }
        return ["\nwhat people wrote"]
            + notification.quotes.map {
                "  \($0.at.aligned(to: .seconds(1)))  “\($0.text)”"
            }
    }

    private var words: [String] {
        let said = [notification.summary, notification.detail].filter { !$0.isEmpty }
        return said.isEmpty ? [] : ["\nwhat was said"] + said.map { "  \($0)" }
    }

    // MARK: - Steps

    private var steps: [String] {
        guard !moves.isEmpty else { return [] }
        let unit = notification.unit
        let rows = moves.map { move in
            let figures = [
                move.value.map { unit.text($0) } ?? "",
                move.limit.map { "limit \(unit.text($0))" } ?? "",
                move.expected.map { "usually \(unit.text($0))" } ?? "",
                move.samples > 0 ? move.samplesText : "",
            ]
            let why = [move.by, move.reason].filter { !$0.isEmpty }.joined(separator: ": ")
            let told = (figures + [why]).filter { !$0.isEmpty }.joined(separator: ", ")
            let (kind, state) = (move.kind.name.padded(to: 12), move.state.name.padded(to: 8))
            return "  \(move.at.aligned(to: .seconds(1)))  \(kind) \(state) \(told)"
        }
        return ["\nwhat happened"] + rows.map(\.trimmingEnd)
    }

    private var ruleLines: [String] {
        guard let rule else { return [] }
        let lines = rule.text.split(separator: "\n", omittingEmptySubsequences: false)
        return ["\nthe rule, \(rule.path):\(rule.line), version \(rule.version)"]
            + lines.map { "  \($0)".trimmingEnd }
    }
}

extension IncidentMove {
    fileprivate var samplesText: String {
        samples == 1 ? "1 sample" : "\(Unit.count.text(Double(samples))) samples"
    }
}

extension Range<Timestamp> {
    fileprivate var words: String { "\(lowerBound) to \(upperBound)" }
}

extension Unit {
    /// A difference, with its sign: of percentages it is in points.
    fileprivate func difference(_ value: Double) -> String {
        let text = self == .percent ? Unit.points.text(value * 100) : text(value)
        return value > 0 ? "+" + text : text
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

extension [[String]] {
    /// A line a row, the first column to the left and the others to the right.
    fileprivate var aligned: [String] {
        let widths = (first ?? []).indices.map { column in map { $0[column].count }.max() ?? 0 }
        return map { row in
            row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + gap : gap + cell
            }.joined(separator: "  ").trimmingEnd
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension [IncidentRecord] {
    /// Those whose id begins so, or that an alert of this name raised, for a group that holds all
    /// these tags.
    public func found(by name: String, _ group: Labels = Labels()) -> [IncidentRecord] {
        filter { record in
            let told = record.notification
            return (told.incident.hasPrefix(name) || told.alert == name)
                && group.pairs.allSatisfy { told.group[$0.name] == $0.value }
        }
    }
}
