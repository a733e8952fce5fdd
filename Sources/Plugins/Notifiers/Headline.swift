internal import Model
public import PluginKit

/// A notification in the words that a person who is woken reads first.
///
///     🔴  critical: First response time (channel=chat)
///     🟠  eased to warning: ...           ✅  resolved, rule removed: ...
///     🔴  still critical: ...             🟠  no data: ...
///     👀  acknowledged by anna: ...       🔴  critical, not acknowledged: ...
///     🔇  silence until 2026-03-09 10:15 UTC: channel=chat
public struct Headline: Sendable {
    let symbol: String
    let news: String
    let subject: String
    private let colon: String

    public init(_ notification: Notification) {
        colon = Phrases(notification.tongue).colon
        if let bulletin = notification.bulletin {
            let text = BulletinText(bulletin, notification.tongue)
            (symbol, news, subject) = (text.symbol, text.news, text.subject)
            return
        }
        symbol = Self.symbol(notification)
        news = Self.news(notification)
        let title = notification.title.isEmpty ? notification.kpi : notification.title
        let group = notification.group.isEmpty ? "" : " (\(notification.group))"
        let others = notification.companions.count
        let phrases = Phrases(notification.tongue)
        let more =
            others == 0
            ? ""
            : notification.among > others && notification.isOfOneAlert
                ? phrases.breadth(others + 1, of: notification.among) : phrases.more(others)
        subject = title + group + more
    }

    public var text: String { "\(symbol) \(news)\(colon) \(subject)" }

    private static func symbol(_ notification: Notification) -> String {
        switch notification.kind {
        case .resolved: return "✅"
        case .acknowledged: return "👀"
        default: break
        }
        return switch notification.severity {
        case .info: "🔵"
        case .warning: "🟠"
        case .critical: "🔴"
        }
    }

    private static func news(_ notification: Notification) -> String {
        let phrases = Phrases(notification.tongue)
        let state = notification.state
        return switch notification.kind {
        case .opened, .occurred: state.word(in: notification.tongue)
        case .escalated: phrases.risen(to: state)
        case .eased: phrases.eased(to: state)
        case .repeated: phrases.still(state)
        case .resolved: phrases.resolved(because: notification.reason)
        case .acknowledged: phrases.acknowledged(by: notification.by)
        case .flapping: phrases.flapping
        case .unacknowledged: phrases.unacknowledged(state)
        case .announced: phrases.announced
        }
    }
}

extension Notification {
    /// Whether all that is told with it is of the same alert.
    var isOfOneAlert: Bool { companions.allSatisfy { $0.alert == alert } }

    /// Those that are told with it, a line each, as many as a person reads.
    var companionLines: [String] {
        let shown = companions.prefix(Limits.companionsShown).map { companion in
            let words =
                companion.summary.isEmpty ? nameless(companion) : companion.summary
            let phrases = Phrases(tongue)
            let state =
                companion.state == .ok ? phrases.over : companion.state.word(in: tongue)
            return "• \(state)\(phrases.colon) \(words)"
        }
        let rest = companions.count - shown.count
        return shown + (rest > 0 ? ["•\(Phrases(tongue).more(rest))"] : [])
    }

    /// Its group, and its alert where that is not the alert of this message.
    private func nameless(_ companion: Companion) -> String {
        if companion.alert == alert { return "\(companion.group)" }
        return companion.group.isEmpty
            ? companion.alert : "\(companion.alert) (\(companion.group))"
    }

    /// ` (95%: 22 to 39)`, where the rule has to be sure.
    var assuranceText: String {
        guard let assurance, value != nil else { return "" }
        func text(_ end: Double) -> String? {
            end.isFinite ? (unit == .points ? Unit.number : unit).text(end, in: tongue) : nil
        }
        let phrases = Phrases(tongue)
        guard let range = phrases.range(from: text(assurance.low), to: text(assurance.high)) else {
            return ""
        }
        return " (\(Unit.percent.text(assurance.level, in: tongue))\(phrases.colon) \(range))"
    }

    /// What happened, when the rule has no summary of its own.
    var sentence: String {
        guard summary.isEmpty else { return summary }
        return Phrases(tongue).sentence(
            value: value.map { unit.text($0, in: tongue) },
            limit: limit.map { unit.text($0, in: tongue) }, isSilent: state == .noData)
    }
}
