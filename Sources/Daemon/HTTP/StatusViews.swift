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
            "samples": .integer(Int64(samples)),
        ]
    }
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
