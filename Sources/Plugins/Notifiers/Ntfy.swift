internal import Model
public import PluginKit

/// Publishes a notification to an ntfy topic: on phones, by a server of one's own if one likes.
///
/// As JSON to the root of the server, since headers carry no line ends. Priority 5 is what wakes
/// people: critical, and what nobody acknowledged.
///
/// - Source: docs.ntfy.sh/publish, "Publish as JSON", "Limitations".
public struct Ntfy: Notifier {
    public static let manifest = Manifest("ntfy", "A push notification by ntfy.")

    /// "60 requests, refilled at a rate of one per 5 seconds".
    public static let rate = DeliveryRate(burst: 60, interval: .seconds(5))

    public static let terms = ContactTerms(
        options: [.init("topic", isRequired: true, "the topic that phones subscribe to")],
        address: "https://ntfy.sh")

    /// A message may have 4,096 bytes, and the JSON about it 8,192 in all.
    enum Limit {
        static let title = 400
        static let message = 3_000
        static let link = 500
        static let name = 100
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        let picture = story.picture(upTo: Limit.link)
        let links = story.links(upTo: Limit.link)
        var keys: [(String, JSON)] = [
            ("topic", .text(contact.options["topic"] ?? "")),
            ("title", .text(Dialect.push.line(story.plainTitle, to: Limit.title))),
            ("message", .text(message(story, showsTrail: picture == nil))),
            ("priority", .integer(priority(notification))),
            ("tags", [.text(tag(story.mood, notification))]),
        ]
        if let page = links.first(where: { $0.purpose != .acknowledge }) {
            keys.append(("click", .text(page.url)))
        }
        if let picture {
            keys += [("attach", .text(picture)), ("filename", "kpi.png")]
        }
        if !links.isEmpty { keys.append(("actions", .array(links.map(action)))) }
        return Envelope(json: keys)
    }

    /// It answers with the message, its `id` first.
    public func outcome(of reply: Reply) -> Outcome {
        reply.outcome(by: "an `id`") { $0.json["id"] != nil }
    }

    /// A phone has no table: the facts are a line each, after the rest.
    private func message(_ story: Story, showsTrail: Bool) -> String {
        let (phrases, notification) = (story.phrases, story.notification)
        // What the title says is not said again.
        let said = notification.assurance == nil ? [phrases.value, phrases.limit] : [phrases.limit]
        let facts = story.facts.filter { !said.contains($0.name) }
            .map { "\($0.name)\(phrases.colon) \($0.value)" }
        let lines = story.lines(showsTrail: showsTrail) + facts + story.colophon
        return Dialect.push.lines(lines, to: Limit.message)
    }

    /// 1 is the least, 3 is usual, 5 is loud.
    private func priority(_ notification: Notification) -> Int64 {
        switch notification.kind {
        case .acknowledged, .eased, .resolved: return 2
        case .announced: return notification.bulletin?.kind == .storm ? 5 : 2
        case .unacknowledged: return 5
        case .opened, .escalated, .repeated, .occurred, .flapping:
            return switch notification.severity {
            case .info: 3
            case .warning: 4
            case .critical: 5
            }
        }
    }

    /// Shown as the sign of the same name.
    private func tag(_ mood: Mood, _ notification: Notification) -> String {
        if notification.kind == .acknowledged { return "eyes" }
        switch notification.bulletin?.kind {
        case .silenceBegan?: return "mute"
        case .silenceEnded?: return "bell"
        case .afterHours?: return "crescent_moon"
        case .storm?, .daily?, .weekly?, nil: break
        }
        return switch mood {
        case .good: "white_check_mark"
        case .calm: "clipboard"
        case .info: "large_blue_circle"
        case .warning: "orange_circle"
        case .critical: "red_circle"
        }
    }

    private func action(_ link: Hyperlink) -> JSON {
        [
            "action": "view", "label": .text(link.name), "url": .text(link.url),
            "clear": .bool(link.purpose == .acknowledge),
        ]
    }
}
