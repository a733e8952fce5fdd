import Core
import Host
import Logging
import Model

// What the log says: the facts of the engine and of the host as sentences.

extension Transition {
    var words: String {
        let place = group.isEmpty ? "" : " (\(group))"
        let amount = value.map(unit.text) ?? "no value"
        let bound = limit.map { ", limit \(unit.text($0))" } ?? ""
        let ending = reason.isEmpty ? "" : ", \(reason)"
        let subject =
            if isOfOneEvent {
                "one event" + (value == nil ? "" : ", \(amount)\(bound)")
            } else if value == nil, samples == 0 {
                "nothing came in for \(kpi)\(ending)"
            } else {
                "\(kpi) is \(amount)\(bound), \(counted(samples, "sample"))\(ending)"
            }
        return "\(alert)\(place) \(from.name) -> \(to.name): \(subject) [\(incident)]"
    }
}

extension Remark {
    var level: Logger.Level {
        switch self {
        case .rulesLoaded: .notice
        case .rulesRefused, .deliveryRefused, .deliveryExpired: .error
        case .groupLimitReached, .seriesLimitReached, .openersForgotten, .linesRefused,
            .contactGone, .tooManyOccurrences:
            .warning
        }
    }

    var words: String {
        switch self {
        case .rulesLoaded(let kpis, let alerts):
            "rules loaded: \(counted(kpis, "KPI")), \(counted(alerts, "alert"))"
        case .rulesRefused: "the new rules do not check; the old ones stay"
        case .groupLimitReached(let kpi, let limit):
            "\(kpi) has its limit of \(limit) groups; points of further groups are counted and not "
                + "folded: raise `limit` in the rule, or group by less"
        case .seriesLimitReached(let limit):
            "the limit of \(limit) series is reached; points of new series are refused: raise "
                + "`limits: series` in vigie.yaml, or find who sends ids as tags"
        case .openersForgotten(let kpi, let limit):
            "more than \(limit) events of \(kpi) wait for others to follow them; the oldest are "
                + "forgotten and count as not followed: narrow its condition, or shorten `within`"
        case .linesRefused(let source, let count, let first):
            "\(count) lines that came by \(source) were refused; line \(first.line): "
                + first.reason
        case .deliveryRefused(let id, let contact, let reason):
            "\(contact) refused message \(id) for good: \(reason)"
        case .deliveryExpired(let id, let contact):
            "message \(id) to \(contact) was given up"
        case .contactGone(let contact, let ids):
            "\(counted(ids.count, "message")) cannot be sent, as there is no contact \(contact) "
                + "any more: the outbox keeps what was not"
        case .tooManyOccurrences(let alert):
            "\(alert) holds for more than \(Limits.occurrencesPerSecond) events in one second; the "
                + "others are counted and not told: narrow its condition, or say `once per`"
        }
    }
}

extension HostRemark {
    var level: Logger.Level {
        switch self {
        case .restored, .journalResumed: .notice
        case .damaged, .journalStopped, .checkpointFailed: .error
        }
    }

    var words: String {
        switch self {
        case .restored(let checkpoint, let events, let next):
            next == 0
                ? "nothing is remembered: the state folder holds no events"
                : "restored from "
                    + (checkpoint.isEmpty
                        ? "the journal alone: " : "\(checkpoint) and the journal: ")
                    + counted(events, "event")
        case .damaged(let file, let reason, let lost):
            "\(file) is damaged: \(reason); \(lost) bytes of it are not used"
        case .journalStopped(let reason):
            "the journal cannot be written: \(reason); new lines are turned away until it can"
        case .journalResumed: "the journal can be written again; lines are taken"
        case .checkpointFailed(let reason): "the checkpoint failed: \(reason); trying again"
        }
    }
}

/// `1 KPI`, `2 KPIs`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
