import Model
import Plans
import PluginKit

// From a step on the ladder to what is written down and who is told.
extension Engine {
    /// Keeps the incident in step with the machine, records the transition and tells the contacts.
    mutating func follow(
        _ step: AlertMachine.Step, _ judged: Judged, _ life: inout AlertLife
    ) -> [Effect] {
        // `pending` is a matter between the machine and itself: nobody is told of it.
        let from = told(step.from == .pending ? .ok : step.from, judged.alert, row: judged.row)
        let to = told(step.to, judged.alert, row: judged.row)
        guard to != .pending, from != to else { return [] }
        let alert = program.alerts[judged.alert]
        let severity = severity(of: to, judged)
        if life.incident?.unsteadyAt != nil {
            return flap(from, to, severity, judged, &life)
        }
        var kind = kind(severity, life.incident)
        if life.incident == nil {
            let group = state.panels[program.kpis[alert.kpi].panel].groups.labels(judged.row)
            life.incident = AlertLife.Incident(
                id: AlertLife.incidentID(alert.plan.name, group, judged.time),
                openedAt: judged.time, told: 0, toldAt: judged.time, severity: .info)
            if life.opens(at: judged.time) {
                life.incident?.unsteadyAt = judged.time
                kind = .flapping
            }
        }
        if let severity { life.becomes(severity) }
        if [.opened, .escalated, .flapping].contains(kind) {
            let explanation = explain(judged)
            if let explanation { life.incident?.explanation = explanation }
            let quotes = quotes(judged, life.incident?.explanation)
            life.incident?.quotes = quotes
        }
        let reason =
            switch step.reason {
            case .judged: ""
            case .recovered: "recovered"
            case .noData: "no data"
            }
        let effects = tell(kind, from, to, judged, &life, because: to == .ok ? reason : "")
        if to == .ok { life.incident = nil }
        return effects
    }

    /// Tells again what still lasts, if the alert asks for it.
    mutating func remind(_ judged: Judged, _ life: inout AlertLife) -> [Effect] {
        let alert = program.alerts[judged.alert]
        guard let incident = life.incident, let every = alert.plan.repeatEvery,
            judged.time - incident.toldAt >= every, incident.unsteadyAt == nil,
            state.incidents[incident.id]?.acknowledged == nil, !isQuiet(judged, incident.id)
        else { return [] }
        let state = told(life.machine.state, judged.alert, row: judged.row)
        return tell(.repeated, state, state, judged, &life, because: "")
    }

    /// Tells what was kept back, once nothing keeps it quiet any more.
    mutating func catchUp(_ judged: Judged, _ life: inout AlertLife) -> [Effect] {
        guard let incident = life.incident, incident.untold != .nothing,
            !isQuiet(judged, incident.id)
        else { return [] }
        if state.incidents[incident.id]?.inhibitedBy.isEmpty == false {
            let move = move(.uninhibited, judged, life)
            state.incidents[incident.id]?.inhibitedBy = []
            state.incidents[incident.id]?.add(move)
        }
        let state = told(life.machine.state, judged.alert, row: judged.row)
        let kind = incident.untold == .opening ? Notification.Kind.opened : .escalated
        return post(
            notification(kind, state, state, judged, &life, because: ""), judged, &life)
    }

    private func kind(_ severity: Severity?, _ incident: AlertLife.Incident?) -> Notification.Kind {
        guard let incident else { return .opened }
        guard let severity else { return .resolved }
        return severity >= incident.severity ? .escalated : .eased
    }

    mutating func tell(
        _ kind: Notification.Kind, _ from: AlertState, _ to: AlertState, _ judged: Judged,
        _ life: inout AlertLife, because reason: String
    ) -> [Effect] {
        guard let incident = life.incident else { return [] }
        let notification = notification(kind, from, to, judged, &life, because: reason)
        var move = IncidentMove.Kind(kind).map { self.move($0, judged, life) }
        move?.state = to
        move?.reason = reason
        state.incidents.note(
            notification, move, program.texts[program.alerts[judged.alert].plan.name])
        weighSilences(of: incident.id, at: judged.time)
        let transition = from == to ? [] : [Effect.transition(Transition(notification))]
        return transition + post(notification, judged, &life)
    }

    mutating func notification(
        _ kind: Notification.Kind, _ from: AlertState, _ to: AlertState, _ judged: Judged,
        _ life: inout AlertLife, because reason: String
    ) -> Notification {
        let alert = program.alerts[judged.alert]
        let kpi = program.kpis[alert.kpi].plan
        let message = alert.plan.message
        guard let incident = life.incident else {
            preconditionFailure("a message about an incident that there is not")
        }
        var notification = Notification(
            kind: kind, incident: incident.id, alert: alert.plan.name, kpi: kpi.name,
            title: kpi.title(in: message.tongue), group: group(of: judged), state: to,
            previous: from, severity: incident.severity, value: judged.reading.value,
            limit: judged.limit, unit: kpi.unit, samples: judged.reading.samples, summary: "",
            reason: reason, openedAt: incident.openedAt, at: judged.time)
        (notification.expected, notification.pattern) = (judged.expected, judged.pattern)
        notification.among = judged.among
        notification.assurance = judged.assurance
        (notification.explanation, notification.quotes) = (incident.explanation, incident.quotes)
        notification.trail = trail(of: judged)
        notification.say(message)
        return notification
    }

    private func group(of judged: Judged) -> Labels {
        let kpi = program.kpis[program.alerts[judged.alert].kpi]
        return state.panels[kpi.panel].groups.labels(judged.row)
    }

    /// Puts a message into the post, unless something keeps it quiet: a recovery is told if the
    /// alert was.
    private mutating func post(
        _ notification: Notification, _ judged: Judged, _ life: inout AlertLife
    ) -> [Effect] {
        let plan = program.alerts[judged.alert].plan
        guard var incident = life.incident, !plan.message.isShadow else { return [] }
        var notification = notification
        switch (notification.kind, incident.untold) {
        case (.resolved, .opening): return []
        case (.resolved, _): break
        case (let kind, let untold) where isQuiet(judged, incident.id):
            let isOpening = [.opened, .flapping].contains(kind)
            incident.untold = untold == .opening || isOpening ? .opening : .change
            noteInhibition(judged, life)
            life.incident = incident
            return []
        case (_, .opening): notification.kind = .opened
        default: break
        }
        incident.untold = .nothing
        incident.told += 1
        incident.toldAt = judged.time
        life.incident = incident
        let streams = program.kpis[program.alerts[judged.alert].kpi].streams
        return send(
            notification, step: incident.told, plan.message, about: streams, at: judged.time)
    }

    /// To each contact, at once or in a bundle.
    mutating func send(
        _ notification: Notification, step: Int32, _ message: MessagePlan,
        about streams: [String], at now: Timestamp
    ) -> [Effect] {
        var effects: [Effect] = []
        for contact in recipients(of: notification, naming: message.notify) {
            let letter = Bundle.Letter(
                notification: notification, step: step, streams: streams)
            for letter in state.bundles.take(letter, for: contact, message.bundle, at: now) {
                effects += deliver(letter.notification, step: letter.step, to: contact, at: now)
            }
        }
        return effects
    }

    /// Whether another alert fires for a group of the same tags, or somebody asked for quiet.
    private func isQuiet(_ judged: Judged, _ incident: String) -> Bool {
        state.incidents[incident]?.silencedBy.isEmpty == false
            || program.alerts[judged.alert].quiet.contains {
                isFiring($0, for: group(of: judged).pairs.map(\.value))
            }
    }

    private mutating func noteInhibition(_ judged: Judged, _ life: AlertLife) {
        guard let incident = life.incident?.id,
            state.incidents[incident]?.inhibitedBy.isEmpty == true
        else { return }
        let group = group(of: judged).pairs.map(\.value)
        let others = program.alerts[judged.alert].quiet.flatMap { firing($0, for: group) }
        guard let first = others.first else { return }
        state.incidents[incident]?.inhibitedBy = others
        var move = move(.inhibited, judged, life)
        move.by = state.incidents[first]?.notification.alert ?? first
        state.incidents[incident]?.add(move)
    }

    func isFiring(_ inhibition: Inhibition, for ours: [String]) -> Bool {
        !firing(inhibition, for: ours).isEmpty
    }

    /// The incidents of the other alert that keep this group quiet.
    private func firing(_ inhibition: Inhibition, for ours: [String]) -> [String] {
        let panel = program.kpis[program.alerts[inhibition.alert].kpi].panel
        let groups = state.panels[panel].groups
        return state.lives[inhibition.alert].filter { row, life in
            guard life.incident != nil, case .firing = life.machine.state else { return false }
            return inhibition.shared.allSatisfy { groups.values[row][$0.theirs] == ours[$0.ours] }
        }
        .sorted { $0.key < $1.key }.compactMap(\.value.incident?.id)
    }

    /// Who an alert names or the first route that fits, and whoever knows of the incident already.
    private func recipients(of notification: Notification, naming named: [String]) -> [String] {
        let contacts = contacts(for: notification, naming: named)
        guard ![.opened, .occurred].contains(notification.kind) else { return contacts }
        let others = state.contacts(knowing: notification.incident)
        return contacts + others.filter { !contacts.contains($0) }
    }

    /// Who an alert names, or the first route that fits.
    func contacts(for notification: Notification, naming named: [String]) -> [String] {
        if !named.isEmpty { return named }
        return program.rules.book.routes.first { $0.fits(notification) }?.notify ?? []
    }
}

extension RoutePlan {
    fileprivate func fits(_ notification: Notification) -> Bool {
        match.pairs.allSatisfy { pair in
            let actual =
                switch pair.name {
                case "severity": notification.severity.name
                case "alert": notification.alert
                case "kpi": notification.kpi
                case "owner": notification.owner
                default: notification.group[pair.name] ?? notification.labels[pair.name] ?? ""
                }
            return actual == pair.value
        }
    }
}

extension Transition {
    init(_ notification: Notification) {
        self.init(
            time: notification.at, alert: notification.alert, kpi: notification.kpi,
            group: notification.group, from: notification.previous, to: notification.state,
            value: notification.value, limit: notification.limit, unit: notification.unit,
            samples: notification.samples, incident: notification.incident,
            reason: notification.reason)
    }
}
