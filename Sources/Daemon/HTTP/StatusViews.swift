import Core
import Model
import PluginKit

extension EngineStatus {
    /// `GET /api/vigie/status`: the figures, not the lists.
    var json: JSON {
        [
            "clock": .text("\(clock)"),
            "rules": .integer(Int64(rules)), "kpis": .integer(Int64(kpis)),
            "series": .integer(Int64(series)), "ingest_lag_seconds": .number(ingestLag),
            "points": .array(points.map(\.json)), "refused": .array(refused.map(\.json)),
            "groups": .array(groups.map(\.json)), "alerts": .array(alerts.map(\.json)),
            "deliveries": .array(deliveries.map(\.json)),
            "outbox_pending": .array(outboxPending.map(\.json)),
            "open_incidents": .integer(Int64(incidents.count)),
        ]
    }
}

extension EngineStatus.Count {
    /// `{"stream":"orders","value":12}`
    var json: JSON {
        .object(
            labels.pairs.map { ($0.name, .text($0.value)) } + [("value", .integer(Int64(value)))])
    }
}

extension EngineStatus.Incident {
    var json: JSON {
        [
            "incident": .text(id), "alert": .text(alert), "kpi": .text(kpi), "group": group.json,
            "state": .text(state.name), "opened_at": .text("\(openedAt)"),
            "value": .optional(value.map(unit.published)), "unit": .text(unit.symbol),
            "text": .optional(value.map { unit.text($0) }),
            "samples": .integer(Int64(samples)), "severity": .text(severity.name),
            "labels": labels.json, "summary": .text(summary),
            "contacts": .array(contacts.map { .text($0) }),
            "acknowledged": acknowledged?.json ?? .null,
            "silenced_by": .array(silencedBy.map { .text($0) }),
            "inhibited_by": .array(inhibitedBy.map { .text($0) }),
            "flapping": .bool(isFlapping), "shadow": .bool(isShadow),
        ]
    }
}

extension IncidentRecord.Acknowledged {
    var json: JSON { ["by": .text(by), "comment": .text(comment), "at": .text("\(at)")] }
}

extension EngineStatus.Posted {
    var json: JSON {
        [
            "delivery": .text(id), "contact": .text(contact), "incident": .text(incident),
            "state": .text(state.name), "attempts": .integer(Int64(attempts)),
            "due": .text("\(due)"), "reason": .text(reason),
        ]
    }
}

extension EngineStatus.Posted.State {
    fileprivate var name: String { self == .underWay ? "under way" : rawValue }
}

extension IncidentRecord {
    /// In a list.
    var line: JSON {
        let told = notification
        return [
            "incident": .text(told.incident), "alert": .text(told.alert), "kpi": .text(told.kpi),
            "group": told.group.json, "state": .text(state.name),
            "worst": .text(told.state.name), "opened_at": .text("\(told.openedAt)"),
            "ended_at": endedAt.map { JSON.text("\($0)") } ?? .null, "reason": .text(reason),
        ]
    }

    /// All that is known of it, as it was when it opened or last got worse.
    var json: JSON {
        let told = notification
        let unit = told.unit
        guard case .object(let head) = line else { return line }
        return .object(
            head + [
                ("title", .text(told.title)),
                ("value", .optional(told.value.map(unit.published))),
                ("limit", .optional(told.limit.map(unit.published))),
                ("expected", .optional(told.expected.map(unit.published))),
                ("unit", .text(unit.symbol)), ("samples", .integer(Int64(told.samples))),
                ("at", .text("\(told.at)")), ("summary", .text(told.summary)),
                ("detail", .text(told.detail)), ("owner", .text(told.owner)),
                ("runbook", .text(told.runbook)), ("explained", told.explainedJSON),
                ("causes", told.causesJSON), ("quotes", told.quotesJSON),
            ])
    }
}
