import Model
import Plans
import PluginKit

// The open incidents as people and programs look at them.
extension Engine {
    var incidents: [EngineStatus.Incident] {
        let own = program.alerts.indices.flatMap { index in
            state.lives[index].sorted { $0.key < $1.key }
                .compactMap { row, life in incident(life, of: index, row) }
        }
        return own + state.received.keys.sorted().compactMap { receivedIncident($0) }
    }

    private func incident(_ life: AlertLife, of index: Int, _ row: Int) -> EngineStatus.Incident? {
        guard let known = life.incident else { return nil }
        let alert = program.alerts[index]
        let kpi = program.kpis[alert.kpi]
        let reading = state[alert.kpi, row] ?? Reading.none
        var incident = EngineStatus.Incident(
            id: known.id, alert: alert.plan.name, kpi: kpi.plan.name,
            group: state.panels[kpi.panel].groups.labels(row),
            state: told(life.machine.state, index, row: row), openedAt: known.openedAt,
            value: reading.value, unit: kpi.plan.unit, samples: reading.samples,
            severity: known.severity)
        incident.isShadow = alert.plan.message.isShadow
        incident.repeatsAt = alert.plan.repeatEvery.map { known.toldAt + $0 }
        if let record = state.incidents[known.id] {
            incident.fill(record, contacts(for: record.asItIs, naming: alert.plan.message.notify))
        }
        return incident
    }

    private func receivedIncident(_ id: String) -> EngineStatus.Incident? {
        guard let received = state.received[id], let record = state.incidents[id] else {
            return nil
        }
        let told = record.notification
        var incident = EngineStatus.Incident(
            id: id, alert: told.alert, kpi: "", group: told.group, state: record.state,
            openedAt: told.openedAt, value: nil, unit: .number, samples: 0,
            severity: record.severity)
        incident.fill(record, contacts(for: record.asItIs, naming: []))
        incident.expiresAt = received.endsAt
        return incident
    }
}

extension IncidentRecord {
    /// What it is told by, as bad as it is now.
    fileprivate var asItIs: Notification {
        var notification = notification
        notification.severity = severity
        return notification
    }
}

extension EngineStatus.Incident {
    fileprivate mutating func fill(_ record: IncidentRecord, _ contacts: [String]) {
        let told = record.notification
        labels = record.labels
        (summary, detail, runbook) = (told.summary, told.detail, told.runbook)
        generatorURL = record.generatorURL
        updatedAt = record.updatedAt
        self.contacts = contacts
        (silencedBy, inhibitedBy) = (record.silencedBy, record.inhibitedBy)
        acknowledged = record.acknowledged
        isFlapping = record.isFlapping
    }
}

// MARK: what comes next

extension Engine {
    /// For each open incident and contact the next message and why it is not sooner, or why there
    /// is none; and what contacts are told besides. At most `Limits.upcomingShown`, those that come
    /// first, and of incidents for which nothing waits what is critical before the rest.
    func upcoming(of incidents: [EngineStatus.Incident]) -> [EngineStatus.Upcoming] {
        var all = sending + bundled + gathered
        var settled = Set(all.map { [$0.incident, $0.contact] })
        let urgent = incidents.filter { $0.severity == .critical }
        let rest = incidents.filter { $0.severity != .critical }
        for incident in urgent + rest where all.count < Limits.upcomingShown {
            let known = state.contacts(knowing: incident.id)
            let contacts = incident.contacts + known.filter { !incident.contacts.contains($0) }
            for contact in contacts.isEmpty ? [""] : contacts
            where settled.insert([incident.id, contact]).inserted {
                all.append(next(of: incident, for: contact))
            }
        }
        let never = Timestamp(nanoseconds: .max)
        let ordered = all.sorted { one, other in
            (one.at ?? never, one.contact, one.incident)
                < (other.at ?? never, other.contact, other.incident)
        }
        return Array(ordered.prefix(Limits.upcomingShown))
    }

    private var sending: [EngineStatus.Upcoming] {
        guard let now = state.clock else { return [] }
        return state.outbox.queues.flatMap { queue in
            queue.waiting(upTo: Limits.upcomingShown, at: now).map { posting, time in
                EngineStatus.Upcoming(
                    contact: queue.contact, posting.notification,
                    at: posting.isUnderWay ? now : time,
                    why: posting.attempts == 0 || posting.reason.isEmpty
                        ? .sending
                        : .retried(because: posting.reason, attempts: Int(posting.attempts)))
            }
        }
    }

    private var bundled: [EngineStatus.Upcoming] {
        state.bundles.flatMap { bundle in
            bundle.letters.map {
                EngineStatus.Upcoming(
                    contact: bundle.contact, $0.notification, at: bundle.due, why: .bundled)
            }
        }
    }

    /// Bulletins that wait for their time.
    private var gathered: [EngineStatus.Upcoming] {
        zip(state.desks, program.contacts).compactMap { desk, policy in
            guard let (due, time) = desk.nextDue(policy) else { return nil }
            let why: EngineStatus.Upcoming.Why =
                switch due {
                case .storm: .storm
                case .afterHours: .quietHours
                case .digest: .digest
                }
            return EngineStatus.Upcoming(
                contact: desk.contact, incident: "", alert: "", group: Labels(), at: time, why: why)
        }
    }

    private func next(of incident: EngineStatus.Incident, for contact: String)
        -> EngineStatus.Upcoming
    {
        let (at, why) = reason(incident, contact)
        return EngineStatus.Upcoming(
            contact: contact, incident: incident.id, alert: incident.alert, group: incident.group,
            at: at, why: why)
    }

    private func reason(_ incident: EngineStatus.Incident, _ contact: String)
        -> (Timestamp?, EngineStatus.Upcoming.Why)
    {
        if incident.isShadow { return (nil, .shadow) }
        if let silence = incident.silencedBy.first {
            return (state.silences[silence]?.endsAt, .silenced(by: silence))
        }
        if let other = incident.inhibitedBy.first {
            return (nil, .inhibited(by: state.incidents[other]?.notification.alert ?? other))
        }
        guard let place = program.place(ofContact: contact) else { return (nil, .nobody) }
        let (desk, policy) = (state.desks[place], program.contacts[place])
        switch desk.known[incident.id]?.way {
        case .storm: return (desk.nextDue(policy)?.1, .storm)
        case .afterHours: return (desk.nextDue(policy)?.1, .quietHours)
        case .told, nil: break
        }
        if incident.isFlapping { return (nil, .flapping) }
        guard incident.acknowledged == nil else { return (nil, .told) }
        let again = incident.repeatsAt
        guard let (reminder, due) = desk.reminder(of: incident.id, policy),
            again.map({ due < $0 }) ?? true
        else { return (again, again == nil ? .told : .repeated) }
        let at = policy.isUrgent(incident.severity) ? due : policy.opens(after: due) ?? due
        return (at, reminder == .again ? .reminder : .handedOn(from: contact))
    }
}

extension EngineStatus.Upcoming {
    fileprivate init(
        contact: String, _ notification: Notification, at: Timestamp?, why: Why
    ) {
        self.init(
            contact: contact, incident: notification.bulletin == nil ? notification.incident : "",
            alert: notification.alert, group: notification.group, at: at, why: why)
    }
}
