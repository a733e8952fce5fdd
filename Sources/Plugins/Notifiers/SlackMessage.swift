internal import Model
internal import PluginKit

/// A message in Slack's blocks, as a webhook and a bot send it.
///
///     🔴 critical: First response time (channel=chat) · 12m   header
///     ┃ First response on chat is 12m, the limit is 3m        section: lead, detail, causes,
///     ┃ • team lille accounts for 7m of the 9m (300 samples)  and what is told with it
///     ┃ Value 12m      Limit 3m                               fields; of a value that has to be
///     ┃ Since 09:45    Samples 412                            sure, in brackets how sure it is
///     ┃ (Acknowledge) (Incident) (Runbook)                    actions
///     ┃ support-floor · slow_first_response, incident 4f0c…   context
///     ┃ [picture]                                             where one can be fetched
///
/// The picture is an attachment of its own in the old way, which shows nothing where Slack cannot
/// fetch it: a message with an image block is refused then.
///
/// The bar is the colour of the state; only an attachment can have one. `text` is what shows where
/// blocks do not: in a phone's notification, and in the services that accept Slack's format.
struct SlackMessage {
    let story: Story
    /// Whether the picture is linked, for it does not come in another way.
    var linksPicture = true

    private static let dialect = Dialect.slack

    /// What Slack takes, and where less is better, what a person takes.
    enum Limit {
        static let header = 150
        static let section = 3_000
        /// Of the 2,000 of a field, what is read at a glance.
        static let field = 200
        static let context = 1_000
        static let link = 3_000
        /// Of the 4,000 that Slack advises, more than a phone shows.
        static let text = 1_000
    }

    /// The keys of the message.
    var keys: [(String, JSON)] {
        let fallback = JSON.text(Self.dialect.cut(story.summary, to: Limit.text))
        let attachment: JSON = [
            "color": .text(story.mood.hexadecimal), "fallback": fallback,
            "blocks": .array(details),
        ]
        let header: JSON = [
            "type": "header",
            "text": [
                "type": "plain_text",
                "text": .text(Self.dialect.line(story.title, to: Limit.header)),
            ],
        ]
        return [
            ("text", fallback), ("blocks", [header]),
            ("attachments", .array([attachment] + attachedPicture)),
        ]
    }

    private var picture: String? { linksPicture ? story.picture(upTo: Limit.link) : nil }

    private var attachedPicture: [JSON] {
        guard let picture else { return [] }
        let title = JSON.text(Self.dialect.line(story.title, to: Limit.field))
        return [
            [
                "color": .text(story.mood.hexadecimal), "fallback": title,
                "image_url": .text(picture),
            ]
        ]
    }

    private var details: [JSON] {
        let lines = story.lines(showsTrail: picture == nil)
        let text = Self.dialect.lines(lines, to: Limit.section)
        var blocks: [JSON] = []
        if !text.isEmpty { blocks.append(["type": "section", "text": markup(text)]) }
        blocks.append(["type": "section", "fields": .array(story.facts.map(field))])
        let buttons = story.links(upTo: Limit.link).map(button)
        if !buttons.isEmpty { blocks.append(["type": "actions", "elements": .array(buttons)]) }
        let colophon = Self.dialect.line(
            story.colophon.joined(separator: " · "), to: Limit.context)
        if !colophon.isEmpty {
            blocks.append(["type": "context", "elements": [markup(colophon)]])
        }
        return blocks
    }

    private func button(_ link: Hyperlink) -> JSON {
        var keys: [(String, JSON)] = [
            ("type", "button"), ("action_id", .text(link.purpose.rawValue)),
            ("text", ["type": "plain_text", "text": .text(link.name)]),
            ("url", .text(link.url)),
        ]
        if link.purpose == .acknowledge { keys.append(("style", "primary")) }
        return .object(keys)
    }

    private func field(_ fact: Fact) -> JSON {
        let value = fact.time.map(date) ?? fact.value
        let name = Self.dialect.line(fact.name, to: Limit.field)
        let text = fact.time == nil ? Self.dialect.line(value, to: Limit.field) : value
        return markup("*\(name)*\n\(text)")
    }

    /// Shown in the reader's own time zone, and where that cannot be, as the rest of the message.
    private func date(_ time: Timestamp) -> String {
        let seconds = time.paneIndex(of: .seconds(1))
        let plain = time.minuteText(in: story.notification.tongue)
        return "<!date^\(seconds)^{date_short_pretty} {time}|\(plain)>"
    }

    private func markup(_ text: String) -> JSON { ["type": "mrkdwn", "text": .text(text)] }
}
