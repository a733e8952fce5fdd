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
        switch self {
        case .value: notification.value.map(notification.unit.text) ?? "no value"
        case .limit: notification.limit.map(notification.unit.text) ?? "no limit"
        case .samples: Unit.count.text(Double(notification.samples))
        case .state: notification.state.name
        case .since: notification.openedAt.minuteText
        case .alert: notification.alert
        case .kpi: notification.kpi
        case .kpiTitle: notification.title
        case .owner: notification.owner
        case .runbook: notification.runbook
        case .field(let name): fields[name] ?? "(none)"
        case .tag(let name):
            notification.group[name].map { $0.isEmpty ? "(none)" : $0 } ?? "(none)"
        }
    }
}
