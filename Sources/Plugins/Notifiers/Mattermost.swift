internal import Model
public import PluginKit

/// Posts a notification to a Mattermost channel through an incoming webhook.
///
/// A line that a phone shows, and an attachment with the colour of the state, the facts, and links.
///
/// - Source: developers.mattermost.com, "Incoming webhooks" and "Message attachments".
public struct Mattermost: Notifier {
    public static let manifest = Manifest("mattermost", "A message in a Mattermost channel.")

    /// The server's own standard, where it has a limit at all: 10 a second.
    public static let rate = DeliveryRate(burst: 10, interval: .milliseconds(100))

    public static let terms = ContactTerms(options: [
        .init("channel", "another channel than the webhook's own"),
        .init("username", "another name than the webhook's own"),
    ])

    /// Of a post that may have 16,383 characters; a longer one is split.
    enum Limit {
        static let text = 500
        static let body = 5_000
        static let field = 300
        static let footer = 300
        static let link = 1_000
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        var keys: [(String, JSON)] = []
        for name in ["channel", "username"] {
            if let value = contact.options[name] { keys.append((name, .text(value))) }
        }
        let title = Dialect.markdown.line(story.title, to: Limit.text)
        keys.append(("text", .text("**\(title)**")))
        keys.append(("attachments", [attachment(story)]))
        return Envelope(json: keys)
    }

    public func outcome(of reply: Reply) -> Outcome { reply.outcome(by: "`ok`") { _ in false } }

    private func attachment(_ story: Story) -> JSON {
        let picture = story.picture(upTo: Limit.link)
        let text = Dialect.markdown.lines(
            story.lines(showsTrail: picture == nil), to: Limit.body)
        let links = story.links(upTo: Limit.link).map(\.markdown).joined(separator: " · ")
        var keys: [(String, JSON)] = [
            ("fallback", .text(Dialect.plain.line(story.summary, to: Limit.text))),
            ("color", .text(story.mood.hexadecimal)),
            ("text", .text([text, links].filter { !$0.isEmpty }.joined(separator: "\n\n"))),
            ("fields", .array(story.facts.map(field))),
        ]
        if let picture { keys.append(("image_url", .text(picture))) }
        let footer = Dialect.plain.line(story.colophon.joined(separator: " · "), to: Limit.footer)
        if !footer.isEmpty { keys.append(("footer", .text(footer))) }
        return .object(keys)
    }

    private func field(_ fact: Fact) -> JSON {
        [
            "short": .bool(true),
            "title": .text(Dialect.markdown.line(fact.name, to: Limit.field)),
            "value": .text(Dialect.markdown.line(fact.value, to: Limit.field)),
        ]
    }
}
