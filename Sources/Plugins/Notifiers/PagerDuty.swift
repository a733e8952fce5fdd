internal import Model
public import PluginKit

/// Sends a notification to PagerDuty as an event: trigger, acknowledge, resolve, all of one
/// incident under one key.
///
/// The routing key has to stand in the body, where the courier puts it.
///
/// - Source: PagerDuty developer documentation, "Send an alert event", Events API v2.
public struct PagerDuty: Notifier {
    public static let manifest = Manifest("pagerduty", "An alert in PagerDuty, by Events v2.")

    /// About 120 a minute for an integration key.
    public static let rate = DeliveryRate(burst: 20, interval: .milliseconds(500))

    public static let terms = ContactTerms(
        token: .inBody, address: "https://events.pagerduty.com/v2/enqueue",
        tellsBulletins: false)

    enum Limit {
        static let key = 255
        static let summary = 1_024
        /// Of what has no limit but the 512 kB of the whole.
        static let name = 255
        static let detail = 8_000
        static let link = 2_000
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        let action = action(notification)
        var keys: [(String, JSON)] = [
            ("routing_key", .text(Envelope.seal)), ("event_action", .text(action)),
            ("dedup_key", .text(cut(notification.incident, to: Limit.key))),
        ]
        // The other two are by the key alone.
        guard action == "trigger" else { return Envelope(json: keys) }
        keys += [("client", "Vigie")]
        if let page = story.links(upTo: Limit.link).first(where: { $0.purpose == .incident }) {
            keys.append(("client_url", .text(page.url)))
        }
        keys.append(("payload", payload(story)))
        let links = story.links(upTo: Limit.link).map { link -> JSON in
            ["href": .text(link.url), "text": .text(link.name)]
        }
        if !links.isEmpty { keys.append(("links", .array(links))) }
        if let picture = story.picture(upTo: Limit.link, isSecure: true) {
            let text = cut(story.plainTitle, to: Limit.name)
            keys.append(("images", [["src": .text(picture), "alt": .text(text)]]))
        }
        return Envelope(json: keys)
    }

    /// An incident that only eased is triggered again: PagerDuty takes the newer severity. So is a
    /// storm that goes on.
    private func action(_ notification: Notification) -> String {
        switch notification.kind {
        case .acknowledged: "acknowledge"
        case .resolved: "resolve"
        case .announced: notification.state == .ok ? "resolve" : "trigger"
        case .opened, .escalated, .eased, .repeated, .occurred, .flapping, .unacknowledged:
            "trigger"
        }
    }

    /// 202, and in its words `"status":"success"`.
    public func outcome(of reply: Reply) -> Outcome {
        reply.outcome(by: "`success`") { $0.status == 202 && $0.json["status"] == nil }
    }

    private func payload(_ story: Story) -> JSON {
        let notification = story.notification
        let source = notification.group.isEmpty ? notification.kpi : "\(notification.group)"
        let fallback = source.isEmpty ? "Vigie" : source
        return [
            "summary": .text(cut(story.summary, to: Limit.summary)),
            "source": .text(cut(fallback, to: Limit.name)),
            "severity": .text(notification.severity.name),
            "timestamp": .text("\(notification.at)"),
            "component": .text(cut(notification.kpi, to: Limit.name)),
            "class": .text(cut(notification.subjectName, to: Limit.name)),
            "custom_details": .object(details(story)),
        ]
    }

    private func details(_ story: Story) -> [(String, JSON)] {
        let notification = story.notification
        var details: [(String, JSON)] = story.facts.enumerated().map { place, fact in
            // Two keys of one name would be one.
            let isTwice = story.facts.prefix(place).contains { $0.name == fact.name }
            let name = isTwice ? "\(fact.name) (\(place))" : fact.name
            return (cut(name, to: Limit.name), .text(cut(fact.value, to: Limit.detail)))
        }
        let told = story.lines(showsTrail: true).joined(separator: "\n")
        details.append(("details", .text(Dialect.text.cut(told, to: Limit.detail))))
        if !notification.owner.isEmpty {
            details.append(("owner", .text(cut(notification.owner, to: Limit.name))))
        }
        details.append(("incident", .text(cut(notification.incident, to: Limit.name))))
        return details
    }

    private func cut(_ text: String, to limit: Int) -> String {
        Dialect.text.line(text, to: limit)
    }
}
