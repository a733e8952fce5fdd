internal import Model
internal import PluginKit

/// What a message says, before it is put into the format of one service.
///
///     🔴 critical: First response time (channel=chat) · 10m12s, limit 3m      title
///     First response on chat is 10m12s, the limit is 3m                       lines
///     ▁▁▂▂▃▅▇█  in the last 4h 1m50s to 10m12s
///     • team lille accounts for 7m of the 9m (300 samples)
///     Value 10m12s   Limit 3m   Since 08:45   Samples 412   State critical    facts
///     Acknowledge · Incident · Runbook                                        links
///     support-floor · slow_first_response, incident 4f0c...                   colophon
struct Story {
    let notification: Notification
    let contact: Correspondence
    let phrases: Phrases

    /// Of the facts of a message, as many as are read.
    static let factsShown = 10

    init(_ notification: Notification, _ contact: Correspondence) {
        self.notification = notification
        self.contact = contact
        phrases = Phrases(notification.tongue)
    }

    /// What, where, how bad, and the value beside its limit.
    var title: String {
        let headline = Headline(notification).text
        let figures = figures
        return figures.isEmpty ? headline : "\(headline) · \(figures)"
    }

    /// The same without the symbol, for services that have their own.
    var plainTitle: String {
        String(title.dropFirst(Headline(notification).symbol.count + 1))
    }

    private var figures: String {
        guard notification.kind != .announced, let value = notification.value else { return "" }
        let (unit, tongue) = (notification.unit, notification.tongue)
        let limit = notification.limit.map { phrases.limited(unit.text($0, in: tongue)) } ?? ""
        return unit.text(value, in: tongue) + limit
    }

    /// What happened, in a sentence or two.
    var lead: [String] {
        if let bulletin = notification.bulletin {
            return BulletinText(bulletin, notification.tongue).sentences
        }
        return [state, notification.sentence].filter { !$0.isEmpty }
    }

    /// What is to be said of where it stands with people.
    private var state: String {
        switch notification.kind {
        case .acknowledged:
            notification.comment.isEmpty ? "" : phrases.quoted(notification.comment)
        case .flapping: phrases.flappingSentence
        case .unacknowledged:
            notification.by.isEmpty || notification.by == contact.options["contact"]
                ? phrases.nobody : phrases.nobody(of: notification.by)
        default: ""
        }
    }

    /// The lead and all that is known beside it, a line each.
    ///
    /// - Parameter showsTrail: whether the last values are drawn in text.
    func lines(showsTrail: Bool) -> [String] {
        var lines = lead
        if let bulletin = notification.bulletin {
            lines += BulletinText(bulletin, notification.tongue).tallies
        }
        if showsTrail, let sparkline = Sparkline(notification.trail) {
            lines.append(sparkline.text(notification.unit, notification.tongue))
        }
        if !notification.detail.isEmpty { lines.append(notification.detail) }
        return lines + notification.causeLines + notification.companionLines
    }

    /// The title and the lead as they are read where there is room for one line.
    var summary: String {
        // A bulletin's title is its lead in short.
        guard notification.kind != .announced else { return title }
        let parts = ([title] + lead).map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
        return parts.joined(separator: ". ")
    }

    var mood: Mood {
        switch notification.kind {
        case .resolved: return .good
        case .announced: return notification.bulletin?.kind == .storm ? .critical : .calm
        default:
            return switch notification.severity {
            case .info: .info
            case .warning: .warning
            case .critical: .critical
            }
        }
    }

    /// Who is to act, and by what it is found again.
    var colophon: [String] {
        guard notification.kind != .announced else { return [] }
        let written = notification.runbook
        let runbook =
            written.isEmpty || Hyperlink.isFollowable(written)
            ? "" : "\(phrases.runbook)\(phrases.colon) \(written)"
        let found = "\(notification.alert), \(phrases.incident) \(notification.incident)"
        return [notification.owner, runbook, found].filter { !$0.isEmpty }
    }
}

/// How a message looks at a glance.
enum Mood {
    case good, calm, info, warning, critical

    /// As 0xRRGGBB.
    var color: Int {
        switch self {
        case .good: 0x2E_B67D
        case .calm: 0x7A_869A
        case .info: 0x1D_9BD1
        case .warning: 0xE8_912D
        case .critical: 0xD7_2B3F
        }
    }

    var hexadecimal: String {
        let digits = String(color, radix: 16, uppercase: true)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
