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
        let from = step.from == .pending ? .ok : step.from
        guard step.to != .pending, from != step.to else { return [] }
        let alert = program.alerts[judged.alert]
        let kind = kind(from, step.to, alert, life.incident)
        if life.incident == nil {
            let group = state.panels[program.kpis[alert.kpi].panel].groups.labels(judged.row)
            life.incident = AlertLife.Incident(
                id: AlertLife.incidentID(alert.plan.name, group, judged.time),
                openedAt: judged.time, told: 0, toldAt: judged.time, severity: .info)
        }
        if let severity = alert.severity(of: step.to) { life.incident?.severity = severity }
        let reason =
            switch step.reason {
            case .judged: ""
            case .recovered: "recovered"
            case .noData: "no data"
            }
        let effects = tell(
            kind, from, step.to, judged, &life, because: step.to == .ok ? reason : "")
        if step.to == .ok { life.incident = nil }
        return effects
    }

    /// Tells again what still lasts, if the alert asks for it.
    mutating func remind(_ judged: Judged, _ life: inout AlertLife) -> [Effect] {
        let alert = program.alerts[judged.alert]
        guard let incident = life.incident, let every = alert.plan.repeatEvery,
            judged.time - incident.toldAt >= every
        else { return [] }
        let state = life.machine.state
        return tell(.repeated, state, state, judged, &life, because: "")
    }

    private func kind(
        _ from: AlertState, _ to: AlertState, _ alert: AlertProgram, _ incident: AlertLife.Incident?
    ) -> Notification.Kind {
        guard let incident else { return .opened }
        guard let severity = alert.severity(of: to) else { return .resolved }
        return severity >= incident.severity ? .escalated : .eased
    }

    mutating func tell(
        _ kind: Notification.Kind, _ from: AlertState, _ to: AlertState, _ judged: Judged,
        _ life: inout AlertLife, because reason: String
    ) -> [Effect] {
        let alert = program.alerts[judged.alert]
        let kpi = program.kpis[alert.kpi].plan
        let message = alert.plan.message
        guard var incident = life.incident else { return [] }
        let group = state.panels[program.kpis[alert.kpi].panel].groups.labels(judged.row)
        incident.told += 1
        incident.toldAt = judged.time
        life.incident = incident
        var notification = Notification(
            kind: kind, incident: incident.id, alert: alert.plan.name, kpi: kpi.name,
            title: kpi.title(in: message.tongue), group: group, state: to,
            previous: from, severity: incident.severity, value: judged.reading.value,
            limit: judged.limit, unit: kpi.unit, samples: judged.reading.samples, summary: "",
            owner: message.owner, runbook: message.runbook, labels: message.labels,
            reason: reason, openedAt: incident.openedAt, at: judged.time,
            tongue: message.tongue)
        notification.summary = message.summary.text(for: notification)
        notification.detail = message.detail.text(for: notification)
        var effects: [Effect] = []
        if kind != .repeated { effects.append(.transition(Transition(notification))) }
        for contact in contacts(for: notification, naming: message.notify) {
            effects += state.outbox.post(
                notification, step: incident.told, to: contact, at: judged.time)
        }
        return effects
    }

    /// Who an alert names, or the first route that fits.
    func contacts(for notification: Notification, naming named: [String]) -> [String] {
        if !named.isEmpty { return named }
        return program.rules.book.routes.first { $0.fits(notification) }?.notify ?? []
    }
}

extension AlertProgram {
    /// How bad a state is; nil for states that are not.
    func severity(of state: AlertState) -> Severity? {
        switch state {
        case .ok, .pending: nil
        case .firing(let severity): severity
        case .noData:
            if case .alarm(let severity, _) = plan.noData { severity } else { nil }
        }
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
