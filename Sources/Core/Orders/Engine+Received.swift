import Model
import Plans
import PluginKit

// Alerts that others raise: they go through silences, routes and contacts like our own.
extension Engine {
    mutating func receive(_ alerts: [ReceivedAlert], at now: Timestamp) -> (OrderAnswer, [Effect]) {
        guard alerts.allSatisfy({ alert in alert.labels.pairs.contains { !$0.value.isEmpty } })
        else { return (.refused(.noLabels), []) }
        guard state.received.count + alerts.count <= Limits.receivedAlerts else {
            return (.refused(.tooManyAlerts(limit: Limits.receivedAlerts)), [])
        }
        return (.done(""), alerts.flatMap { receive($0, at: now) })
    }

    private mutating func receive(_ alert: ReceivedAlert, at now: Timestamp) -> [Effect] {
        let end = alert.endsAt ?? now + Limits.receivedAlertAge
        state.receivedBound = min(state.receivedBound, end)
        if let known = state.receivedIncidents[alert.key], state.received[known] != nil {
            if end <= now { return endReceived(known, at: end, now, "recovered") }
            state.received[known]?.endsAt = end
            updateReceived(known, alert, at: now)
            return []
        }
        guard end > now else { return [] }
        let start = min(alert.startsAt ?? now, now)
        let id = alert.incident(since: start)
        state.received[id] = ReceivedIncident(alert.key, endsAt: end)
        state.receivedIncidents[alert.key] = id
        let notification = alert.notification(
            id, openedAt: start, at: now, in: program.rules.tongue)
        state.incidents.note(
            notification, IncidentMove(.opened, at: now, state: notification.state), nil)
        state.incidents[id]?.generatorURL = alert.generatorURL
        weighSilences(of: id, at: now)
        return tellReceived(notification, at: now)
    }

    /// Its words may have changed; nobody is told of that.
    private mutating func updateReceived(_ id: String, _ alert: ReceivedAlert, at now: Timestamp) {
        guard let opened = state.incidents[id]?.notification.openedAt else { return }
        state.incidents[id]?.notification = alert.notification(
            id, openedAt: opened, at: now, in: program.rules.tongue)
        state.incidents[id]?.updatedAt = now
    }

    private mutating func endReceived(
        _ id: String, at end: Timestamp, _ now: Timestamp, _ reason: String
    ) -> [Effect] {
        guard let known = state.received[id], var notification = state.incidents[id]?.notification
        else { return [] }
        (notification.kind, notification.reason) = (.resolved, reason)
        (notification.previous, notification.state) = (notification.state, .ok)
        notification.at = min(max(end, notification.openedAt), now)
        let move = IncidentMove(.resolved, at: notification.at, state: .ok, reason: reason)
        state.incidents.note(notification, move, nil)
        let effects = known.isUntold ? [] : tellReceived(notification, at: now)
        state.received[id] = nil
        state.receivedIncidents[known.key] = nil
        return effects
    }

    /// What was not sent again in time.
    mutating func expireReceived(at now: Timestamp) -> [Effect] {
        guard state.receivedBound <= now else { return [] }
        let over = state.received.filter { $0.value.endsAt <= now }.keys.sorted()
        state.receivedBound =
            state.received.values.lazy.map(\.endsAt).filter { $0 > now }.min()
            ?? Timestamp(nanoseconds: .max)
        return over.flatMap { id in
            endReceived(id, at: state.received[id]?.endsAt ?? now, now, "expired")
        }
    }

    mutating func tellReceivedIfUntold(_ id: String, at now: Timestamp) -> [Effect] {
        guard state.received[id]?.isUntold == true, let record = state.incidents[id],
            record.silencedBy.isEmpty
        else { return [] }
        return tellReceived(record.notification, at: now)
    }

    private mutating func tellReceived(_ notification: Notification, at now: Timestamp)
        -> [Effect]
    {
        let id = notification.incident
        if notification.kind == .opened {
            let isQuiet = state.incidents[id]?.silencedBy.isEmpty == false
            state.received[id]?.isUntold = isQuiet
            if isQuiet { return [] }
        }
        state.received[id]?.told += 1
        let step = state.received[id]?.told ?? 1
        return send(notification, step: step, MessagePlan(), about: [], at: now)
    }
}
