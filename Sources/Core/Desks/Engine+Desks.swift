import Model
import Plans
import PluginKit

// What the desks of the contacts make of messages, and of the time.
extension Engine {
    /// Has a contact's desk decide what becomes of a message, and posts it if it is to go.
    ///
    /// - Parameter step: the incident's number of the message; nil: it is the desk's own, and is
    ///   known by its time.
    mutating func deliver(
        _ notification: Notification, step: Int32?, to contact: String, at now: Timestamp
    ) -> [Effect] {
        guard let place = program.place(ofContact: contact) else {
            return state.outbox.post(notification, step: step ?? 0, to: contact, at: now)
        }
        let decision = state.desks[place].decide(notification, program.contacts[place], at: now)
        guard case .told(let kind) = decision else {
            // Nothing will come that could change what was said of it.
            if notification.kind == .resolved {
                state.outbox.forget(notification.incident, told: contact)
            }
            return []
        }
        var notification = notification
        notification.kind = kind
        return state.outbox.post(
            notification, step: step ?? Self.step(kind, at: now), to: contact, at: now)
    }

    /// Below those of the incident's own messages, and the same however often it is found.
    private static func step(_ kind: Notification.Kind, at now: Timestamp) -> Int32 {
        let seconds = now.paneIndex(of: .seconds(1)) & 0x07FF_FFFF
        return -Int32(seconds << 4 | Int64(kind.rawValue)) - 1
    }

    /// All that falls due with the time at the desks, what was gathered and what nobody
    /// acknowledged: each as of the time at which it does, so that what is found again after a
    /// crash is the same.
    mutating func tendDesks(at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        for place in state.desks.indices {
            let policy = program.contacts[place]
            while let (due, time) = state.desks[place].nextDue(policy), time <= now {
                effects += publish(due, of: place, at: time)
            }
            if policy.isPager { effects += tellLeaderless(place, at: now) }
            effects += remindOfUnacknowledged(place, at: now)
        }
        return effects
    }

    private mutating func publish(_ due: ContactDesk.Due, of place: Int, at now: Timestamp)
        -> [Effect]
    {
        let policy = program.contacts[place]
        let desk = state.desks[place]
        let told = state.desks[place].take(due, policy, at: now)
        // Each for itself: of a pager nothing else is understood.
        let late = policy.isPager ? desk.untold.filter(state.desks[place].isTold) : []
        let effects = late.flatMap { tellLate($0, to: policy.plan.name, at: now) }
        guard let (bulletin, companions) = told else { return effects }
        if due == .storm {
            return effects + tell(ofStorm: bulletin, companions, at: place, at: now)
        }
        if policy.isPager { return effects }
        var notification = announcement(bulletin, at: now)
        notification.companions = companions
        return state.outbox.post(notification, step: 0, to: policy.plan.name, at: now)
    }

    /// To a pager, too: all storms of a contact are one incident there, which is over when nothing
    /// is open any more that was counted and not told.
    private mutating func tell(
        ofStorm bulletin: Bulletin, _ companions: [Notification.Companion], at place: Int,
        at now: Timestamp
    ) -> [Effect] {
        let contact = program.contacts[place].plan.name
        var notification = announcement(bulletin, at: now)
        notification.incident = StableHash(bulletin.kind.name, contact).text
        notification.companions = companions
        notification.severity = .critical
        notification.state = state.desks[place].hasOpenOfStorm ? .firing(.critical) : .ok
        let step = Self.step(.announced, at: now)
        return state.outbox.post(notification, step: step, to: contact, at: now)
    }

    /// At a pager a bundle is the incident that it was told by; once that is over, nothing there
    /// tells of those that are not.
    private mutating func tellLeaderless(_ place: Int, at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        for (incident, lead) in state.desks[place].leaderless {
            state.desks[place].leave(incident)
            // As of then: what is found again after a crash is the same.
            let time = state.incidents[lead]?.endedAt ?? now
            effects += tellLate(incident, to: program.contacts[place].plan.name, at: time)
        }
        return effects
    }

    private mutating func tellLate(_ incident: String, to contact: String, at now: Timestamp)
        -> [Effect]
    {
        guard let record = state.incidents[incident], record.isOpen else { return [] }
        var notification = record.notification
        (notification.kind, notification.at) = (.opened, now)
        return state.outbox.post(
            notification, step: Self.step(.opened, at: now), to: contact, at: now)
    }

    /// A message that is not about one incident.
    func announcement(_ bulletin: Bulletin, at now: Timestamp) -> Notification {
        var hash = StableHash(bulletin.kind.name, bulletin.by, bulletin.matchers)
        // Of a silence that recurs, which time it is.
        for time in [bulletin.from, bulletin.until, now] { hash.combine(time.nanoseconds) }
        var notification = Notification(
            kind: .announced, incident: hash.text, alert: "", kpi: "", title: "", group: Labels(),
            state: .ok, previous: .ok, severity: .info, value: nil, limit: nil, unit: .number,
            samples: 0, summary: "", openedAt: bulletin.from, at: now,
            tongue: program.rules.tongue)
        notification.bulletin = bulletin
        return notification
    }

    /// When something falls due at the desks.
    var nextDueAtDesks: Timestamp? {
        zip(state.desks, program.contacts).compactMap { desk, policy in
            let bound = desk.reminderBound(state.incidents)
            let waits =
                policy.asksAcknowledgement && !desk.known.isEmpty
                && bound < Timestamp(nanoseconds: .max)
            return [desk.nextDue(policy)?.1, waits ? bound : nil].compactMap { $0 }.min()
        }.min()
    }
}

// MARK: what nobody acknowledges

extension Engine {
    private mutating func remindOfUnacknowledged(_ place: Int, at now: Timestamp) -> [Effect] {
        let policy = program.contacts[place]
        guard policy.asksAcknowledgement,
            state.desks[place].reminderBound(state.incidents) <= now
        else { return [] }
        var effects: [Effect] = []
        while let next = nextReminder(state.desks[place], policy), next.at <= now,
            let record = state.incidents[next.incident]
        {
            // What was due long ago could not be told then, or was not asked for: it is news now.
            let now = next.at + .minutes(1) < now ? now : next.at
            state.desks[place].note(next.reminder, of: next.incident, at: now)
            var notification = record.notification
            notification.kind = .unacknowledged
            (notification.state, notification.severity) = (record.state, record.severity)
            (notification.previous, notification.at) = (record.state, now)
            notification.by = policy.plan.name
            notification.companions = unacknowledged(with: next.incident, at: place)
            switch next.reminder {
            case .again:
                effects += deliver(notification, step: nil, to: policy.plan.name, at: now)
            case .handOn:
                guard let other = policy.plan.escalation?.contact else { continue }
                let isRefused = state.desks[place].known[next.incident]?.isRefused ?? false
                state.incidents[next.incident]?.add(
                    IncidentMove(
                        .handedOn, at: now, state: record.state, by: other,
                        reason: isRefused
                            ? "\(policy.plan.name) did not take it"
                            : "nobody of \(policy.plan.name) acknowledged"))
                effects += deliver(notification, step: nil, to: other, at: now)
            }
        }
        let next = nextReminder(state.desks[place], policy)?.at
        state.desks[place].rest(until: next ?? Timestamp(nanoseconds: .max), state.incidents)
        return effects
    }

    typealias NextReminder = (incident: String, reminder: ContactDesk.Reminder, at: Timestamp)

    /// What is next due of those that nobody acknowledged; while it must not be disturbed, not
    /// before it may.
    ///
    /// - Complexity: O(incidents that the contact knows).
    func nextReminder(_ desk: ContactDesk, _ policy: ContactProgram) -> NextReminder? {
        var first: NextReminder?
        for incident in desk.told {
            guard let record = unacknowledged(incident), !isRemindedWithAnother(incident, desk),
                let (reminder, due) = desk.reminder(of: incident, policy)
            else { continue }
            let at = policy.isUrgent(record.severity) ? due : policy.opens(after: due) ?? due
            if first.map({ at < $0.at }) ?? true { first = (incident, reminder, at) }
        }
        return first
    }

    /// What somebody should have in hand; nil: nobody need.
    private func unacknowledged(_ incident: String) -> IncidentRecord? {
        guard let record = state.incidents[incident], record.isOpen, record.acknowledged == nil,
            record.silencedBy.isEmpty, record.inhibitedBy.isEmpty, !record.isFlapping
        else { return nil }
        return record
    }

    private func isRemindedWithAnother(_ incident: String, _ desk: ContactDesk) -> Bool {
        guard let lead = desk.known[incident]?.lead, !lead.isEmpty else { return false }
        return desk.isTold(lead) && unacknowledged(lead) != nil
    }

    private func unacknowledged(with lead: String, at place: Int) -> [Notification.Companion] {
        state.desks[place].told(with: lead).compactMap { incident in
            unacknowledged(incident).map { Notification.Companion($0.notification) }
        }
    }
}
