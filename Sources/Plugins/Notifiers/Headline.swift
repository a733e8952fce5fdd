internal import Model
internal import PluginKit

/// A notification in the words that a person who is woken reads first.
///
///     🔴  critical: First response time (channel=chat)
///     🟠  eased to warning: ...           ✅  resolved, rule removed: ...
///     🔴  still critical: ...             🟠  no data: ...
struct Headline {
    let symbol: String
    let news: String
    let subject: String

    init(_ notification: Notification) {
        symbol = Self.symbol(notification)
        news = Self.news(notification)
        let title = notification.title.isEmpty ? notification.kpi : notification.title
        let group = notification.group.isEmpty ? "" : " (\(notification.group))"
        subject = title + group
    }

    var text: String { "\(symbol) \(news): \(subject)" }

    private static func symbol(_ notification: Notification) -> String {
        if notification.kind == .resolved { return "✅" }
        return switch notification.severity {
        case .info: "🔵"
        case .warning: "🟠"
        case .critical: "🔴"
        }
    }

    private static func news(_ notification: Notification) -> String {
        let state = word(notification.state)
        return switch notification.kind {
        case .opened, .occurred: state
        case .escalated: "up to \(state)"
        case .eased: "eased to \(state)"
        case .repeated: "still \(state)"
        case .resolved: resolved(notification.reason)
        }
    }

    private static func resolved(_ reason: String) -> String {
        reason.isEmpty || reason == "recovered" ? "resolved" : "resolved, \(reason)"
    }

    static func word(_ state: AlertState) -> String {
        state == .noData ? "no data" : state.name
    }
}

extension Notification {
    /// What happened, when the rule has no summary of its own.
    var sentence: String {
        guard summary.isEmpty else { return summary }
        guard let value else { return "There is no value." }
        let limit = limit.map { ", the limit is \(unit.text($0))" } ?? ""
        return "The value is \(unit.text(value))\(limit)."
    }
}
