internal import Model
public import PluginKit

/// Posts a notification to a Slack channel as a bot, and edits what it posted as the incident goes
/// on.
///
/// Nobody is told of an edit. So what asks for somebody is a new message: that it opened, got
/// worse, lasts, flaps, or that nobody acknowledged it; later steps edit that one. A message that
/// somebody deleted is posted anew. The picture of a new message is uploaded into its thread, once
/// it was taken: a picture that Slack cannot fetch, or has not looked at yet, would have the
/// message refused.
///
/// - Source: docs.slack.dev, methods `chat.postMessage`, `chat.update`,
///   `files.getUploadURLExternal` and `files.completeUploadExternal`.
public struct SlackBot: PictureUploader {
    public static let manifest = Manifest(
        "slack_bot", "A message in a Slack channel by a bot, edited as the incident goes on.")

    /// "1 message per second per channel" for new ones, 50 a minute for edits.
    public static let rate = DeliveryRate(burst: 1, interval: .milliseconds(1_200))

    public static let terms = ContactTerms(
        options: [.init("channel", isRequired: true, "the channel's id, such as C024BE91L")],
        token: .bearer, address: "https://slack.com/api")

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        var keys = SlackMessage(story: Story(notification, contact), linksPicture: false).keys
        let edited = edited(by: notification, to: contact)
        let channel = edited?.channel ?? contact.options["channel"] ?? ""
        keys.insert(("channel", .text(channel)), at: 0)
        if let edited {
            keys.insert(("ts", .text(edited.time)), at: 1)
        } else {
            keys += [("unfurl_links", .bool(false)), ("unfurl_media", .bool(false))]
        }
        var envelope = Envelope(json: .object(keys))
        envelope.path = edited == nil ? "/chat.postMessage" : "/chat.update"
        return envelope
    }

    private func edited(by notification: Notification, to contact: Correspondence) -> Place? {
        notification.kind.asksForNobody ? Place(handle: contact.handle) : nil
    }

    /// Slack answers 200 to what it refuses, and says why in the body.
    public func outcome(of reply: Reply) -> Outcome {
        let told = Outcome.standard(for: reply.waitingAsItsBodySays)
        guard told == .delivered, case .answer(200, let body, _) = reply else { return told }
        // A server that says yes in other words is none of Slack's; it took it all the same.
        if AnswerWords(200, body).sayYes { return .delivered }
        let error = AnswerGlance(body)["error"] ?? Reply.shown(body)
        return Self.passing.contains(error) || Self.gone.contains(error)
            ? .later(reason: "Slack says \(error)", after: nil)
            : .refused(reason: "Slack says \(error)")
    }

    public func handle(in reply: Reply) -> String? {
        guard case .answer(200, let body, _) = reply else { return nil }
        let answer = AnswerGlance(body)
        if let error = answer["error"], Self.gone.contains(error) { return "" }
        return Place(answer)?.handle
    }

    public func followUp(
        _ notification: Notification, to contact: Correspondence,
        picture: @autoclosure () -> Int?, after replies: [Reply]
    ) -> FollowUp? {
        guard edited(by: notification, to: contact) == nil, let bytes = picture() else {
            return nil
        }
        return SlackUpload(story: Story(notification, contact), bytes: bytes).step(after: replies)
    }

    /// What passes by itself.
    private static let passing = [
        "fatal_error", "internal_error", "ratelimited", "rate_limited", "request_timeout",
        "service_unavailable", "team_added_to_org",
    ]

    /// The message cannot be edited any more: the next try posts another.
    private static let gone = ["cant_update_message", "edit_window_closed", "message_not_found"]

    /// By what Slack knows a message.
    struct Place {
        var channel: String
        var time: String

        init?(_ answer: AnswerGlance) {
            guard answer["ok"] == "true", let channel = answer["channel"],
                let time = answer["ts"]
            else { return nil }
            (self.channel, self.time) = (channel, time)
        }

        init?(handle: String) {
            let parts = handle.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            (channel, time) = (parts[0], parts[1])
        }

        var handle: String { "\(channel)/\(time)" }
    }
}
