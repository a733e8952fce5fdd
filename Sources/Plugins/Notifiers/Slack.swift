internal import Model
public import PluginKit

/// Posts a notification to a Slack channel through an incoming webhook: see `SlackMessage`.
///
/// A webhook does not say by what its message is known, so each step of an incident is a message
/// of its own; `slack_bot` edits.
///
/// - Source: docs.slack.dev (incoming webhooks, Block Kit reference, rate limits), python-slack-sdk
///   for the limits.
public struct Slack: Notifier {
    public static let manifest = Manifest("slack", "A message in a Slack channel.")

    /// "1 message per second per channel".
    public static let rate = DeliveryRate(burst: 1, interval: .seconds(1))

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        Envelope(json: .object(SlackMessage(story: Story(notification, contact)).keys))
    }

    /// As is the custom, but Slack says how long to wait in the body too, and a 200 that is not
    /// `ok` is no delivery: a proxy answered, or a page that asks for a password. Not tried again:
    /// a service that takes Slack's format and says yes in its own words would be told for ever.
    public func outcome(of reply: Reply) -> Outcome {
        guard case .answer(let status, let body, _) = reply else {
            return .standard(for: reply)
        }
        let words = body.split(whereSeparator: \.isWhitespace)
        if status == 200, words != ["ok"] {
            return .refused(reason: "HTTP 200 without `ok`: \(body.prefix(120))")
        }
        return .standard(for: reply.waitingAsItsBodySays)
    }
}
