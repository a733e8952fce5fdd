import Model
import PluginKit

// What people ask for while it runs.
extension Engine {
    mutating func obey(_ order: Order, at now: Timestamp, _ ticket: UInt64?) -> [Effect] {
        // What ended before it is judged before it.
        let before = advance(to: now)
        let now = state.clock ?? now
        let (answer, effects) = obey(order, at: now)
        let answers = ticket.map { [Effect.answer($0, answer)] } ?? []
        return before + answers + effects + state.outbox.release(at: now)
    }

    private mutating func obey(_ order: Order, at now: Timestamp) -> (OrderAnswer, [Effect]) {
        switch order {
        case .acknowledge(let acknowledgement): acknowledge(acknowledgement, at: now)
        case .silence(let request): silence(request, at: now)
        case .expire(let id, let by): expire(id, by, at: now)
        case .alerts(let alerts): receive(alerts, at: now)
        }
    }

    private mutating func acknowledge(_ asked: Acknowledgement, at now: Timestamp)
        -> (OrderAnswer, [Effect])
    {
        let id = asked.incident
        guard let record = state.incidents[id] else { return (.refused(.unknownIncident(id)), []) }
        if !asked.link.isEmpty, record.links.contains(asked.link) {
            return (.refused(.linkWasUsed), [])
        }
        guard record.isOpen else { return (.refused(.incidentIsOver(id)), []) }
        if let known = record.acknowledged {
            return (.refused(.acknowledgedBy(known.by)), [])
        }
        guard !asked.by.isEmpty else { return (.refused(.noAuthor), []) }
        state.incidents[id]?.add(
            IncidentMove(
                .acknowledged, at: now, state: record.state, by: asked.by, reason: asked.comment))
        state.incidents[id]?.acknowledged = .init(by: asked.by, comment: asked.comment, at: now)
        if !asked.link.isEmpty { state.incidents[id]?.links.append(asked.link) }
        return (.done(id), tellAcknowledged(id, at: now))
    }

    /// Whoever was told of it is told that somebody has it in hand.
    private mutating func tellAcknowledged(_ id: String, at now: Timestamp) -> [Effect] {
        guard let record = state.incidents[id], let acknowledged = record.acknowledged else {
            return []
        }
        var notification = record.notification
        notification.kind = .acknowledged
        (notification.state, notification.previous) = (record.state, record.state)
        (notification.severity, notification.at) = (record.severity, now)
        (notification.by, notification.comment) = (acknowledged.by, acknowledged.comment)
        return state.contacts(knowing: id).flatMap {
            deliver(notification, step: nil, to: $0, at: now)
        }
    }
}
