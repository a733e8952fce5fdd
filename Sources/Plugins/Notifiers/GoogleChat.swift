internal import Model
public import PluginKit

/// Posts a notification to a Google Chat space through a webhook, as a card; an incident is a
/// thread.
///
/// - Source: developers.google.com/workspace/chat: "Build a Google Chat app as a webhook",
///   reference of `Message` and `Card`, "Usage limits".
public struct GoogleChat: Notifier {
    public static let manifest = Manifest("googlechat", "A card in a Google Chat space.")

    /// 60 a minute for a space, of all who write there.
    public static let rate = DeliveryRate(burst: 1, interval: .seconds(1))

    /// Shares of the 32,000 bytes of a message, as JSON writes them.
    enum Limit {
        static let title = 500
        static let body = 8_000
        static let name = 200
        static let value = 500
        static let colophon = 1_000
        static let link = 1_500
        static let fallback = 1_000
        static let thread = 500
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        let card: JSON = [
            "header": ["title": .text(Dialect.bytes.line(story.title, to: Limit.title))],
            "sections": [["widgets": .array(widgets(story))]],
        ]
        var keys: [(String, JSON)] = [
            ("cardsV2", [["cardId": "notification", "card": card]]),
            ("fallbackText", .text(Dialect.card.line(story.summary, to: Limit.fallback))),
        ]
        let isThread = notification.kind != .announced
        if isThread {
            let key = Dialect.bytes.line(notification.incident, to: Limit.thread)
            keys.append(("thread", ["threadKey": .text(key)]))
        }
        var envelope = Envelope(json: keys)
        if isThread {
            envelope.query = Labels([
                .init("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD")
            ])
        }
        return envelope
    }

    private func widgets(_ story: Story) -> [JSON] {
        let picture = story.picture(upTo: Limit.link, isSecure: true)
        let text = Dialect.html.brokenLines(story.lines(showsTrail: picture == nil), to: Limit.body)
        var widgets: [JSON] = []
        if !text.isEmpty { widgets.append(["textParagraph": ["text": .text(text)]]) }
        if let picture {
            let text = Dialect.bytes.line(story.plainTitle, to: Limit.title)
            widgets.append(["image": ["imageUrl": .text(picture), "altText": .text(text)]])
        }
        widgets += story.facts.map { fact in
            [
                "decoratedText": [
                    "topLabel": .text(Dialect.html.line(fact.name, to: Limit.name)),
                    "text": .text(Dialect.html.line(fact.value, to: Limit.value)),
                ]
            ]
        }
        let buttons = story.links(upTo: Limit.link).map { link -> JSON in
            ["text": .text(link.name), "onClick": ["openLink": ["url": .text(link.url)]]]
        }
        if !buttons.isEmpty { widgets.append(["buttonList": ["buttons": .array(buttons)]]) }
        let colophon = Dialect.html.line(
            story.colophon.joined(separator: " · "), to: Limit.colophon)
        if !colophon.isEmpty { widgets.append(["textParagraph": ["text": .text(colophon)]]) }
        return widgets
    }

    /// It answers with the message: `{"name":"spaces/…/messages/…"`.
    public func outcome(of reply: Reply) -> Outcome {
        reply.outcome(by: "a `name`") { $0.json["name"] != nil }
    }
}
