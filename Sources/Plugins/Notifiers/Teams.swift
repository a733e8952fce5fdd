internal import Model
public import PluginKit

/// Posts a notification to a Microsoft Teams channel through a workflow, as an Adaptive Card.
///
/// The workflow answers 202 before it has looked at the card, and one that is too large is dropped
/// without a word. The message's properties may have 28,672 bytes, which are more than was sent; a
/// card of up to 20,000 has always come through. So every text has a share of these, in bytes as
/// JSON writes them.
///
/// - Source: learn.microsoft.com, "Create incoming webhooks with Workflows"; adaptivecards.io;
///   msteams-docs issue 11274 for the size.
public struct Teams: Notifier {
    public static let manifest = Manifest("teams", "A card in a Microsoft Teams channel.")

    /// "4 requests per second".
    public static let rate = DeliveryRate(burst: 4, interval: .milliseconds(250))

    /// Shares of 20,000 bytes.
    enum Limit {
        static let title = 500
        static let body = 6_000
        static let name = 100
        static let value = 400
        static let colophon = 600
        static let link = 1_000
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        let content: JSON = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard", "version": "1.4", "msteams": ["width": "Full"],
            "body": .array(elements(story)),
            "actions": .array(story.links(upTo: Limit.link).map(action)),
        ]
        return Envelope(
            json: [
                "type": "message",
                "attachments": [
                    [
                        "contentType": "application/vnd.microsoft.card.adaptive",
                        "contentUrl": .null, "content": content,
                    ]
                ],
            ])
    }

    private func elements(_ story: Story) -> [JSON] {
        let picture = story.picture(upTo: Limit.link)
        // One line end is a blank in Markdown.
        let text = Dialect.card.lines(
            story.lines(showsTrail: picture == nil), to: Limit.body, apart: "\n\n")
        var elements = [
            block(
                Dialect.card.line(story.title, to: Limit.title),
                [("size", "Large"), ("weight", "Bolder"), ("color", .text(color(story.mood)))])
        ]
        if !text.isEmpty { elements.append(block(text, [])) }
        let facts = story.facts.map { fact -> JSON in
            [
                "title": .text(Dialect.card.line(fact.name, to: Limit.name)),
                "value": .text(Dialect.card.line(fact.value, to: Limit.value)),
            ]
        }
        elements.append(["type": "FactSet", "facts": .array(facts)])
        if let picture {
            let text = Dialect.card.line(story.plainTitle, to: Limit.title)
            elements.append(["type": "Image", "url": .text(picture), "altText": .text(text)])
        }
        let colophon = Dialect.card.line(
            story.colophon.joined(separator: " · "), to: Limit.colophon)
        if !colophon.isEmpty {
            elements.append(block(colophon, [("size", "Small"), ("isSubtle", .bool(true))]))
        }
        return elements
    }

    private func block(_ text: String, _ looks: [(String, JSON)]) -> JSON {
        .object([("type", "TextBlock"), ("text", .text(text)), ("wrap", .bool(true))] + looks)
    }

    private func action(_ link: Hyperlink) -> JSON {
        ["type": "Action.OpenUrl", "title": .text(link.name), "url": .text(link.url)]
    }

    private func color(_ mood: Mood) -> String {
        switch mood {
        case .good: "Good"
        case .calm: "Default"
        case .info: "Accent"
        case .warning: "Warning"
        case .critical: "Attention"
        }
    }

    /// A workflow answers 202, or, where its author has it answer, 200. A connector of the old kind
    /// answers `1`, and says in a 200 what went wrong: "Connectors do not throw 429s".
    public func outcome(of reply: Reply) -> Outcome {
        let told = reply.outcome(by: "`1`") { words in
            words.status == 202 || words.text.isEmpty || words.text == "1"
        }
        guard case .refused = told, case .answer(200, let body, let wait) = reply,
            let error = body.split(separator: "HTTP error ").dropFirst().first
        else { return told }
        let status = Int(error.prefix { $0.isASCII && $0.isNumber }) ?? 400
        let meant = Outcome.standard(for: .answer(status: status, body: body, retryAfter: wait))
        return meant == .delivered ? told : meant
    }
}
