internal import Model
public import PluginKit

/// Posts a notification to a Slack channel as a bot, and edits what it posted as the incident goes
/// on.
///
/// Nobody is told of an edit. So what asks for somebody is a new message: that it opened, got
/// worse, flaps, or that nobody acknowledged it; later steps edit that one. A message that somebody
/// deleted is posted anew.
///
/// - Source: docs.slack.dev, methods `chat.postMessage` and `chat.update`.
public struct SlackBot: Notifier {
    public static let manifest = Manifest(
        "slack_bot", "A message in a Slack channel by a bot, edited as the incident goes on.")

    /// "1 message per second per channel" for new ones, 50 a minute for edits.
    public static let rate = DeliveryRate(burst: 1, interval: .milliseconds(1_200))

    public static let terms = ContactTerms(
        options: [.init("channel", isRequired: true, "the channel's id, such as C024BE91L")],
        token: .bearer, address: "https://slack.com/api")

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        var keys = SlackMessage(story: Story(notification, contact)).keys
        let known = contact.handle.split(separator: "/", maxSplits: 1).map(String.init)
        let isEdit = notification.kind.asksForNobody && known.count == 2
        let channel = isEdit ? known[0] : contact.options["channel"] ?? ""
        keys.insert(("channel", .text(channel)), at: 0)
        if isEdit {
            keys.insert(("ts", .text(known[1])), at: 1)
        } else {
            keys += [("unfurl_links", .bool(false)), ("unfurl_media", .bool(false))]
        }
        var envelope = Envelope(json: .object(keys))
        envelope.path = isEdit ? "/chat.update" : "/chat.postMessage"
        return envelope
    }

    /// Slack answers 200 to what it refuses, and says why in the body.
    public func outcome(of reply: Reply) -> Outcome {
        guard case .answer(200, let body, _) = reply else {
            return .standard(for: reply.waitingAsItsBodySays)
        }
        let answer = AnswerGlance(body)
        if answer["ok"] == "true" { return .delivered }
        // A server that only says yes is none of Slack's; it took it all the same.
        if body.split(whereSeparator: \.isWhitespace) == ["ok"] { return .delivered }
        let error = answer["error"] ?? String(body.prefix(120))
        return Self.passing.contains(error) || Self.gone.contains(error)
            ? .later(reason: "Slack says \(error)", after: nil)
            : .refused(reason: "Slack says \(error)")
    }

    public func handle(in reply: Reply) -> String? {
        guard case .answer(200, let body, _) = reply else { return nil }
        let answer = AnswerGlance(body)
        if let error = answer["error"], Self.gone.contains(error) { return "" }
        guard answer["ok"] == "true", let channel = answer["channel"], let time = answer["ts"]
        else { return nil }
        return "\(channel)/\(time)"
    }

    /// What passes by itself.
    private static let passing = [
        "fatal_error", "internal_error", "ratelimited", "rate_limited", "request_timeout",
        "service_unavailable", "team_added_to_org",
    ]

    /// The message cannot be edited any more: the next try posts another.
    private static let gone = ["cant_update_message", "edit_window_closed", "message_not_found"]
}
