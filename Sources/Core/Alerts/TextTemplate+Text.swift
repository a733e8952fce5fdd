import Model
import Plans
import PluginKit

extension TextTemplate {
    /// The text for one notification. Never fails: what has no value says so.
    ///
    /// - Parameter fields: of the event that is told of, in words.
    func text(for notification: Notification, fields: [String: String] = [:]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .slot(let slot): slot.text(for: notification, fields)
            }
        }.joined()
    }
}

extension TextTemplate.Slot {
    fileprivate func text(for notification: Notification, _ fields: [String: String]) -> String {
        let (unit, tongue) = (notification.unit, notification.tongue)
        return switch self {
        case .value: notification.value.map { unit.text($0, in: tongue) } ?? tongue.noValue
        case .limit: notification.limit.map { unit.text($0, in: tongue) } ?? tongue.noLimit
        case .baseline:
            notification.expected.map { unit.text($0, in: tongue) } ?? tongue.notKnown
        case .samples: Unit.count.text(Double(notification.samples), in: tongue)
        case .state: notification.state.word(in: tongue)
        case .since: notification.openedAt.minuteText(in: tongue)
        case .alert: notification.alert
        case .kpi: notification.kpi
        case .kpiTitle: notification.title
        case .owner: notification.owner
        case .runbook: notification.runbook
        case .field(let name): fields[name] ?? tongue.none
        case .tag(let name):
            notification.group[name].map { $0.isEmpty ? tongue.none : $0 } ?? tongue.none
        }
    }
}

extension Notification {
    /// Says what the rule says of it: who is to act, and in which words.
    ///
    /// - Parameter fields: of the event that is told of, in words.
    mutating func say(_ message: MessagePlan, fields: [String: String] = [:]) {
        (owner, runbook, labels) = (message.owner, message.runbook, message.labels)
        tongue = message.tongue
        summary = message.summary.text(for: self, fields: fields)
        detail = message.detail.text(for: self, fields: fields)
    }
}
