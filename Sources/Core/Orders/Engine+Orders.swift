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
        // By an order somebody else may take it over; a link is pressed by two who do not know of
        // each other.
        if let known = record.acknowledged, !asked.link.isEmpty || known.by == asked.by {
            return (.refused(.acknowledgedBy(known.by)), [])
        }
        guard !asked.by.isEmpty else { return (.refused(.noAuthor), []) }
        if !asked.link.isEmpty { state.incidents[id]?.links.append(asked.link) }
        let others = unacknowledged(with: id, toldTo: asked.contact)
        for incident in [id] + others { take(incident, asked, at: now) }
        return (.done(id), tellAcknowledged(id, with: others, at: now))
    }

    private mutating func take(_ id: String, _ asked: Acknowledgement, at now: Timestamp) {
        guard let record = state.incidents[id] else { return }
        state.incidents[id]?.add(
            IncidentMove(
                .acknowledged, at: now, state: record.state, by: asked.by, reason: asked.comment))
        state.incidents[id]?.acknowledged = .init(by: asked.by, comment: asked.comment, at: now)
    }

    /// What is open and was told to a contact in the message of another incident.
    private func unacknowledged(with lead: String, toldTo contact: String) -> [String] {
        let desk = state.desks.first { $0.contact == contact }
        return (desk?.told(with: lead) ?? []).filter { incident in
            state.incidents[incident].map { $0.isOpen && $0.acknowledged == nil } ?? false
        }
    }

    private mutating func tellAcknowledged(
        _ id: String, with others: [String], at now: Timestamp
    ) -> [Effect] {
        var effects = tellAcknowledged(id, naming: others, to: state.contacts(knowing: id), at: now)
        for other in others {
            // Who was told of it with the first has just heard.
            let contacts = state.desks.filter { desk in
                desk.known[other].map { $0.lead != id } ?? false
            }
            effects += tellAcknowledged(
                other, naming: [], to: contacts.map(\.contact), at: now)
        }
        return effects
    }

    /// Whoever was told of it is told that somebody has it in hand.
    private mutating func tellAcknowledged(
        _ id: String, naming others: [String], to contacts: [String], at now: Timestamp
    ) -> [Effect] {
        guard let record = state.incidents[id], let acknowledged = record.acknowledged else {
            return []
        }
        var notification = record.notification
        notification.kind = .acknowledged
        (notification.state, notification.previous) = (record.state, record.state)
        (notification.severity, notification.at) = (record.severity, now)
        (notification.by, notification.comment) = (acknowledged.by, acknowledged.comment)
        notification.companions = others.compactMap { other in
            state.incidents[other].map { Notification.Companion($0.notification) }
        }
        return contacts.flatMap { deliver(notification, step: nil, to: $0, at: now) }
    }
}
