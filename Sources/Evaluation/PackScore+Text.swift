public import Model

extension RecordingScore {
    /// A line for each thing that had to be told, and for each mistake.
    public var text: String {
        let answers = asked.map { one in
            let label = one.label
            let words = one.delay.map { "after \(hours($0)) of \(hours(label.limit))" }
            return "  \(label.incident) \(label.kpi) of \(label.segment): "
                + (words ?? "MISSED, limit \(hours(label.limit))")
        }
        let wrong = mistakes.map { mistake in
            let episode = mistake.episode
            let group = episode.group.isEmpty ? "" : " of \(episode.group)"
            return "  \(mistake.isForbidden ? "FORBIDDEN" : "FALSE") \(episode.alert)\(group), "
                + episode.opened.minuteText
        }
        return ([name] + answers + wrong).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            ("recording", .text(name)), ("found", .integer(Int64(found))),
            ("asked", .integer(Int64(asked.count))),
            ("answers", .array(asked.map(\.json))),
            ("mistakes", .array(mistakes.map(\.json))),
            ("episodes", .integer(Int64(episodes))), ("days", .number(days)),
            ("rule_days", .number(ruleDays)),
        ])
    }
}

extension RecordingScore.Asked {
    fileprivate var json: JSON {
        .object([
            ("incident", .text(label.incident)), ("kpi", .text(label.kpi)),
            ("segment", .text(label.segment.description)),
            ("limit_s", .number(label.limit.seconds)), ("delay_s", .optional(delay?.seconds)),
        ])
    }
}

extension RecordingScore.Mistake {
    fileprivate var json: JSON {
        .object([
            ("time", .text(episode.opened.description)), ("alert", .text(episode.alert)),
            ("kpi", .text(episode.kpi)), ("group", episode.group.json),
            ("forbidden", .bool(isForbidden)),
        ])
    }
}

extension PackScore {
    /// A line a KPI that was asked for or was wrong, then the sum.
    public var text: String {
        let told = kpis.filter { $0.sum.asked > 0 || $0.sum.mistakes > 0 }
        return (told.map { "\($0.kpi): \($0.sum.text)" } + ["all: \(total.text)"])
            .joined(separator: "\n")
    }

    public var json: JSON {
        .object([
            ("recordings", .array(recordings.map(\.json))),
            (
                "kpis",
                .array(kpis.map { .object([("kpi", .text($0.kpi))] + $0.sum.pairs) })
            ), ("total", .object(total.pairs)),
        ])
    }
}

extension PackScore.Sum {
    var text: String {
        let late = found > 0 ? ", the latest at \(tenths(latest * 100))% of its limit" : ""
        let recall = asked > 0 ? "\(found) of \(asked) found\(late); " : ""
        return recall + "\(mistakes) false"
            + (forbidden > 0 ? ", \(forbidden) of them forbidden" : "")
            + ", \(tenths(mistakesPerThousand)) in 1,000 rule-days of "
            + Unit.count.text(ruleDays.rounded())
    }

    fileprivate var pairs: [(String, JSON)] {
        [
            ("asked", .integer(Int64(asked))), ("found", .integer(Int64(found))),
            ("latest", .number(latest)), ("false", .integer(Int64(mistakes))),
            ("forbidden", .integer(Int64(forbidden))), ("rule_days", .number(ruleDays)),
            ("false_per_1000_rule_days", .number(mistakesPerThousand)),
        ]
    }
}

/// To a tenth.
private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

private func hours(_ length: Interval) -> String {
    "\((length.seconds / 360).rounded() / 10) h"
}
