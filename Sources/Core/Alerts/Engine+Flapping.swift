import Model
import PluginKit

// What comes and goes is told once as such. Its incident stays the same, and open, until it has
// been gone, or there, for `Limits.flappingTime`.
extension Engine {
    /// A step of what is known to come and go: written down, and told only where it is worse than
    /// ever before.
    mutating func flap(
        _ from: AlertState, _ to: AlertState, _ severity: Severity?, _ judged: Judged,
        _ life: inout AlertLife
    ) -> [Effect] {
        let isWorse = severity.map { $0 > life.incident?.worst ?? .info } ?? false
        life.incident?.unsteadyAt = judged.time
        if let severity { life.becomes(severity) }
        if isWorse { return tell(.escalated, from, to, judged, &life, because: "") }
        let step = notification(.repeated, from, to, judged, &life, because: "")
        state.incidents.note(step, nil, nil)
        return [.transition(Transition(step))]
    }

    /// Tells that it is over, or that it stays, once it has not moved for long enough.
    mutating func steady(_ judged: Judged, _ life: inout AlertLife) -> [Effect] {
        guard let incident = life.incident, let moved = incident.unsteadyAt else { return [] }
        state.incidents[incident.id]?.isFlapping = true
        guard judged.time - moved >= Limits.flappingTime else { return [] }
        life.incident?.unsteadyAt = nil
        state.incidents[incident.id]?.isFlapping = false
        let now = told(life.machine.state, judged.alert, row: judged.row)
        guard now == .ok || now == .pending else {
            let move = move(.steady, judged, life)
            state.incidents[incident.id]?.add(move)
            return tell(.repeated, now, now, judged, &life, because: "")
        }
        let effects = tell(.resolved, .ok, .ok, judged, &life, because: "recovered")
        life.incident = nil
        return effects
    }
}

extension AlertLife {
    /// It is as bad as this now.
    mutating func becomes(_ severity: Severity) {
        guard var incident else { return }
        incident.severity = severity
        incident.worst = max(incident.worst, severity)
        self.incident = incident
    }
}
