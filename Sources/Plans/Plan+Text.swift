public import Calendars
import Model
import PluginKit

/// A plan as text, close to the language, with all that the rules left unsaid: for golden files and
/// for people.
extension Plan: CustomStringConvertible {
    public var description: String {
        let parts: [[any CustomStringConvertible]] = [
            streams, calendars, tables, stages, benchmarks, kpis, alerts, watches,
        ]
        return parts.joined().map(\.description).joined(separator: "\n")
    }
}

extension StreamPlan: CustomStringConvertible {
    public var description: String {
        var text = "stream \(name)\n"
        for tag in tags {
            let values = tag.values.map(quoted).joined(separator: ", ")
            text += "  tag \(tag.name)" + (values.isEmpty ? "" : " in [\(values)]") + "\n"
        }
        for field in fields {
            text += "  field \(field.name) \(field.unit)"
            if field.scale != 1 { text += " x \(field.scale)" }
            if id == field.name { text += " id" }
            if weight == field.name { text += " weight" }
            if field.isShown { text += " shown" }
            text += "\n"
        }
        if let refuse { text += "  refuse where \(refuse)\n" }
        return text + "  late \(late)\n"
    }
}

extension OpeningCalendar: CustomStringConvertible {
    public var description: String {
        var text = "calendar \(name) in \"\(zone.name)\"\n"
        for (day, openings) in zip(Weekday.allCases, week) where !openings.isEmpty {
            text += "  \(day.word) \(openings.map(\.text).joined(separator: ", "))\n"
        }
        for (day, openings) in exceptions.sorted(by: { $0.key < $1.key }) {
            text += "  \(day) \(openings.map(\.text).joined(separator: ", "))\n"
        }
        for closure in closures {
            text += "  closed \(closure.days.lowerBound)..\(closure.days.upperBound)"
            text += (closure.label.isEmpty ? "" : " \(quoted(closure.label))") + "\n"
        }
        return text
    }
}

extension OpeningCalendar.Opening {
    fileprivate var text: String { "\(from)..\(to)" }
}

extension TablePlan: CustomStringConvertible {
    public var description: String {
        let rows = rows.map { row in
            "  \(row.keys.map(quoted).joined(separator: ", ")) \(row.value)\n"
        }
        return "table \(name) by \(by.joined(separator: ", ")) is \(unit)\n" + rows.joined()
            + (otherwise.map { "  else \($0)\n" } ?? "")
    }
}

extension StagePlan: CustomStringConvertible {
    public var description: String {
        "stage \(name)" + (isMomentOfTruth ? " moment of truth" : "") + "\n"
    }
}

extension BenchmarkPlan: CustomStringConvertible {
    public var description: String {
        "benchmark \(name) is \(unit)\n  \(value) from \(quoted(source)) in \(year)\n"
    }
}

extension GoalPlan: CustomStringConvertible {
    public var description: String { "\(value)" + (by.map { " by \($0)" } ?? "") }
}

extension KPIPlan: CustomStringConvertible {
    public var description: String {
        var text = (isImplied ? "implied " : "") + "kpi \(name) "
        text += (title.isEmpty ? "" : quoted(title) + " ") + "is \(unit)\n"
        for (index, aggregate) in aggregates.enumerated() { text += "  #\(index) = \(aggregate)\n" }
        text += "  value \(value)\n"
        if !by.isEmpty { text += "  by \(by.joined(separator: ", "))\n" }
        text += "  \(window)\n"
        if let better { text += "  better \(better == .higher ? "higher" : "lower")\n" }
        if needs > 0 { text += "  needs \(needs)\n" }
        if anonymousBelow > 0 { text += "  anonymous below \(anonymousBelow)\n" }
        if let stage { text += "  stage \(stage)\n" }
        if let kano { text += "  kano \(kano.rawValue)\n" }
        if let goal { text += "  goal \(goal)\n" }
        if let groupLimit { text += "  limit \(groupLimit) groups\n" }
        for name in names { text += "  also \(name.tongue.code) \(quoted(name.text))\n" }
        return text
    }
}

extension AggregatePlan: CustomStringConvertible {
    public var description: String {
        let operand =
            switch operand {
            case .event: ""
            case .field(let name): name
            case .tag(let name): "tag \(name)"
            case .condition(let predicate): "\(predicate)"
            }
        let given = arguments.values.map { "\($0.name) \($0.value)" }
        let inner = ([operand] + given).filter { !$0.isEmpty }.joined(separator: ", ")
        let passing = filter == .always ? "" : " where \(filter)"
        let followed = follow.map { " followed by \($0)" } ?? ""
        return "\(function)(\(inner)) from \(stream)\(passing)\(followed)"
    }
}

extension FollowPlan: CustomStringConvertible {
    public var description: String {
        let passing = filter == .always ? "" : " where \(filter)"
        return "\(stream)\(passing) on \(on.joined(separator: ", ")) within \(within)"
    }
}

extension Predicate: CustomStringConvertible {
    public var description: String {
        switch self {
        case .always: "always"
        case .tag(let name, let comparison, let value), .text(let name, let comparison, let value):
            "\(name) \(comparison.rawValue) \(quoted(value))"
        case .number(let name, let comparison, let value):
            "\(name) \(comparison.rawValue) \(value)"
        case .not(let inner): "not \(inner)"
        case .all(let parts): joined(parts, "and")
        case .any(let parts): joined(parts, "or")
        }
    }
}

extension ValueExpression: CustomStringConvertible {
    public var description: String {
        switch self {
        case .aggregate(let index): "#\(index)"
        case .rest(let whole, let part): "(#\(whole) without #\(part))"
        case .number(let value): "\(value)"
        case .kpi(let name): name
        case .group(let pins, let name): "\(name){\(pins)}"
        case .groups(let statistic, let name): "\(statistic.rawValue)(\(name))"
        case .negated(let inner): "-\(inner)"
        case .arithmetic(let left, let sign, let right): "(\(left) \(sign.rawValue) \(right))"
        }
    }
}

extension AlertPlan: CustomStringConvertible {
    public var description: String {
        var text = "alert \(name) on \(kpi)\n"
        text += message.ownerText
        for rung in ladder { text += "  \(rung.severity.name) when \(rung.when)\n" }
        if let recover { text += "  recover when \(recover)\n" }
        text += "  no data \(noData)\n"
        text += message.notifyText
        if let repeatEvery { text += "  repeat every \(repeatEvery)\n" }
        if let during { text += "  during \(during.name)\n" }
        if season != .utc, season.calendar != during { text += "  season \(season)\n" }
        text += message.quietText
        if let explanation { text += "  explain \(explanation)\n" }
        if let quote { text += "  quote \(quote.field) of \(quote.stream)\n" }
        return text + message.wordsText
    }
}

extension ExplanationPlan: CustomStringConvertible {
    public var description: String {
        let what =
            switch basis {
            case .value: ""
            case .mean: ", of the mean"
            case .beyond(let comparison, let limit):
                ", of the share \(comparison.rawValue) \(limit)"
            }
        return "by \(tags.joined(separator: ", "))\(what)"
    }
}

// A message's clauses, which stand among those of its alert.
extension MessagePlan {
    fileprivate var ownerText: String {
        (owner.isEmpty ? "" : "  owner \(quoted(owner))\n")
            + (runbook.isEmpty ? "" : "  runbook \(quoted(runbook))\n")
    }

    fileprivate var notifyText: String {
        notify.isEmpty ? "" : "  notify \(notify.map(quoted).joined(separator: ", "))\n"
    }

    /// When it is not told, or later.
    fileprivate var quietText: String {
        (unless.isEmpty ? "" : "  unless \(unless.joined(separator: ", "))\n")
            + (isShadow ? "  mode shadow\n" : "")
            + (bundle.map { "  bundle \($0)\n" } ?? "")
    }

    fileprivate var wordsText: String {
        "  summary \(summary)\n" + (detail.isEmpty ? "" : "  detail \(detail)\n")
            + labels.pairs.map { "  label \($0.name) = \(quoted($0.value))\n" }.joined()
            + (tongue == .english ? "" : "  language \(tongue.code)\n")
    }
}

extension MessagePlan.Bundle: CustomStringConvertible {
    public var description: String {
        (by.isEmpty ? "" : "by \(by.joined(separator: ", ")) ") + "within \(within)"
    }
}

extension WatchPlan: CustomStringConvertible {
    public var description: String {
        var text = "alert \(name) on each \(stream)\n"
        text += message.ownerText
        for rung in ladder { text += "  \(rung.severity.name) when \(rung.when)\n" }
        if let once { text += "  once per \(once.column) within \(once.within)\n" }
        text += message.notifyText
        if let during { text += "  during \(during.name)\n" }
        text += message.quietText
        return text + message.wordsText
    }
}

extension HeldCondition: CustomStringConvertible {
    public var description: String {
        "\(condition)" + (lasting == .zero ? "" : " for \(lasting)")
    }
}

extension Condition: CustomStringConvertible {
    public var description: String {
        switch self {
        case .compare(let left, let comparison, let right):
            "\(left) \(comparison.rawValue) \(right)"
        case .confident(let left, let comparison, let right, let confidence):
            "\(left) \(comparison.rawValue) \(right) \(confidence)"
        case .silent(let kpi): "silent(\(kpi))"
        case .anomalous(let anomaly): "anomalous(\(anomaly))"
        case .not(let inner): "not \(inner)"
        case .all(let parts): joined(parts, "and")
        case .any(let parts): joined(parts, "or")
        }
    }
}

extension Confidence: CustomStringConvertible {
    public var description: String { "with error \(error) at \(looks.rawValue)" }
}

extension Quantity: CustomStringConvertible {
    public var description: String {
        switch self {
        case .value: "value"
        case .samples: "samples"
        case .number(let value): "\(value)"
        case .kpi(let name), .table(let name): name
        case .ago(let interval): "ago(\(interval))"
        case .before(let marker): "before(\(marker.stream), \(marker.within))"
        case .slope(let interval): "slope(\(interval))"
        case .peers: "peers"
        case .baseline(let weeks): "baseline(\(weeks)w)"
        case .forecast(let ahead): "forecast(\(ahead))"
        case .negated(let inner): "-\(inner)"
        case .arithmetic(let left, let sign, let right): "(\(left) \(sign.rawValue) \(right))"
        }
    }
}

extension Season: CustomStringConvertible {
    public var description: String { (calendar.map { "\($0.name) in " } ?? "") + zone.name }
}

extension AnomalyPlan: CustomStringConvertible {
    public var description: String {
        let given = arguments.values.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        return
            ([direction?.rawValue, "\(detector)(\(given))", bar.text, atLeast?.text]
            .compactMap { $0 } + ["of a \(subject.nature)"]).joined(separator: ", ")
    }
}

extension AnomalyPlan.Bar {
    fileprivate var text: String {
        switch self {
        case .budget(let alarms): "budget \(alarms.count) per \(alarms.per)"
        case .discoveries(let share): "false discoveries \(share)"
        }
    }
}

extension AnomalyPlan.Effect {
    fileprivate var text: String {
        switch self {
        case .share(let share): "by \(share) of what is expected"
        case .amount(let amount): "by \(amount)"
        }
    }
}

extension NoData: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keep: "keep"
        case .ok: "ok"
        case .alarm(let severity, let after): "\(severity.name) after \(after)"
        }
    }
}

extension TextTemplate: CustomStringConvertible {
    public var description: String {
        let written = parts.map { part in
            switch part {
            case .text(let text): quoted(text)
            case .slot(let slot): "{\(slot)}"
            }
        }
        return written.isEmpty ? "\"\"" : written.joined(separator: " ")
    }
}

extension TextTemplate.Slot: CustomStringConvertible {
    public var description: String {
        switch self {
        case .value: "value"
        case .limit: "limit"
        case .baseline: "baseline"
        case .samples: "samples"
        case .state: "state"
        case .since: "since"
        case .alert: "alert"
        case .kpi: "kpi"
        case .kpiTitle: "kpi.title"
        case .owner: "owner"
        case .runbook: "runbook"
        case .tag(let name), .field(let name): name
        }
    }
}

private func quoted(_ text: String) -> String { JSON.text(text).line }

private func joined(_ parts: [some CustomStringConvertible], _ word: String) -> String {
    "(" + parts.map { "\($0)" }.joined(separator: " \(word) ") + ")"
}
