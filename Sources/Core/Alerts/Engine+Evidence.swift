import Model
import Plans
import PluginKit

// What a step in the life of an incident was judged by.
extension Engine {
    func move(_ kind: IncidentMove.Kind, _ judged: Judged, _ life: AlertLife) -> IncidentMove {
        let alert = program.alerts[judged.alert]
        var move = IncidentMove(
            kind, at: judged.time, state: told(life.machine.state, judged.alert, row: judged.row),
            value: judged.reading.value, limit: judged.limit, expected: judged.expected,
            samples: judged.reading.samples)
        move.assurance = judged.assurance
        let panel = state.panels[program.kpis[alert.kpi].panel]
        move.window = panel.judgedWindow
        move.events = panel.events(of: judged.row)
        return move
    }
}

extension IncidentMove.Kind {
    /// nil: the message tells of no step.
    init?(_ kind: Notification.Kind) {
        switch kind {
        case .opened: self = .opened
        case .escalated: self = .escalated
        case .eased: self = .eased
        case .resolved: self = .resolved
        case .flapping: self = .flapping
        case .acknowledged: self = .acknowledged
        case .repeated, .occurred, .unacknowledged, .announced: return nil
        }
    }
}
