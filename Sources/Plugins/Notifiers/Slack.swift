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

    /// Nothing but `ok` is Slack's yes, and that anybody may say.
    public func outcome(of reply: Reply) -> Outcome { reply.outcome(by: "`ok`") { _ in false } }
}
