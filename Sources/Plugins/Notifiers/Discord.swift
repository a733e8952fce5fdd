internal import Model
public import PluginKit

/// Posts a notification to a Discord channel through a webhook, and edits what it posted as the
/// incident goes on.
///
/// `?wait=true` makes Discord answer with the message, whose id is the handle. Nobody is told of an
/// edit. So what asks for somebody is a new message: that it opened, got worse, flaps, or that
/// nobody acknowledged it; later steps edit that one. A message that somebody deleted is posted
/// anew.
///
/// - Source: discord-api-docs, resources "Webhook" and "Message", topic "Rate Limits".
public struct Discord: Notifier {
    public static let manifest = Manifest(
        "discord", "A message in a Discord channel, edited as the incident goes on.")

    /// What a channel's webhooks are known to take: 30 a minute, five at once.
    public static let rate = DeliveryRate(burst: 5, interval: .seconds(2))

    /// What Discord takes, and where less is better, what a person takes. Of all together, 6,000.
    enum Limit {
        /// Of 2,000.
        static let content = 500
        /// Of 4,096.
        static let description = 2_400
        /// Of 256.
        static let name = 60
        /// Of 1,024.
        static let value = 200
        /// Of 2,048.
        static let footer = 500
        /// Three of them stand in the description.
        static let link = 500
    }

    private static let picture = "kpi.png"

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        let hasPicture = notification.hasCourse
        var keys: [(String, JSON)] = [
            ("content", .text("**\(Dialect.markdown.line(story.title, to: Limit.content))**")),
            ("embeds", [embed(story, hasPicture)]),
            ("allowed_mentions", ["parse": []]),
        ]
        let isEdit = notification.kind.asksForNobody && !contact.handle.isEmpty
        if isEdit {
            // What is not named here is taken off the message: its picture as it was before.
            let new: JSON = ["id": 0, "filename": .text(Self.picture)]
            keys.append(("attachments", hasPicture ? [new] : []))
        }
        var envelope = Envelope(json: keys)
        if isEdit {
            envelope.method = .patch
            envelope.path = "/messages/\(contact.handle)"
        } else {
            envelope.query = Labels([.init("wait", "true")])
        }
        if hasPicture {
            envelope.enclosure = .form(
                body: "payload_json", picture: "files[0]", name: Self.picture)
        }
        return envelope
    }

    private func embed(_ story: Story, _ hasPicture: Bool) -> JSON {
        let text = Dialect.markdown.lines(
            story.lines(showsTrail: !hasPicture), to: Limit.description)
        let links = story.links(upTo: Limit.link).map(\.markdown).joined(separator: " · ")
        var keys: [(String, JSON)] = [
            ("description", .text([text, links].filter { !$0.isEmpty }.joined(separator: "\n"))),
            ("color", .integer(Int64(story.mood.color))),
            ("fields", .array(story.facts.map(field))),
        ]
        let footer = Dialect.plain.line(story.colophon.joined(separator: " · "), to: Limit.footer)
        if !footer.isEmpty { keys.append(("footer", ["text": .text(footer)])) }
        keys.append(("timestamp", .text("\(story.notification.at)")))
        if hasPicture {
            keys.append(("image", ["url": .text("attachment://\(Self.picture)")]))
        }
        return .object(keys)
    }

    private func field(_ fact: Fact) -> JSON {
        // Shown by the reader's clock.
        let time = fact.time.map { "<t:\($0.paneIndex(of: .seconds(1))):f>" }
        let value = time ?? Dialect.markdown.line(fact.value, to: Limit.value)
        let name = Dialect.markdown.line(fact.name, to: Limit.name)
        return [
            // Discord takes no field that says nothing.
            "name": .text(name.isEmpty ? "–" : name), "value": .text(value.isEmpty ? "–" : value),
            "inline": .bool(true),
        ]
    }

    public func outcome(of reply: Reply) -> Outcome {
        if Self.isGone(reply) { return .later(reason: "the message was deleted", after: nil) }
        // The message as it stands there, which may be longer than what is read of it.
        return reply.outcome(by: "an `id`") { $0.json["id"] != nil || $0.json.isCutOff }
    }

    public func handle(in reply: Reply) -> String? {
        if Self.isGone(reply) { return "" }
        guard case .answer(200..<300, let body, _) = reply else { return nil }
        return AnswerGlance(body)["id"].flatMap { id in
            id.allSatisfy { $0.isASCII && $0.isNumber } && !id.isEmpty ? id : nil
        }
    }

    /// "Unknown Message"; an unknown webhook has another code.
    private static func isGone(_ reply: Reply) -> Bool {
        guard case .answer(404, let body, _) = reply else { return false }
        return AnswerGlance(body)["code"] == "10008"
    }
}
