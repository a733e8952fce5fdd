internal import Model
public import PluginKit

/// Posts a notification to a Slack channel through an incoming webhook.
///
///     🔴 critical: First response time (channel=chat)         header
///     ┃ First response on chat is 12m, the limit is 3m        section: summary, detail, what moved
///     ┃ • team lille accounts for 7m of the 9m (300 samples)  it, and those that are told with it
///     ┃ Value 12m      Limit 3m                               fields; of a value that has to be
///     ┃                                                       sure, in brackets how sure it is
///     ┃ Since 09:45    Samples 412
///     ┃ support-floor · runbook · incident 4f0c…              context
///
/// The bar is the colour of the state; only an attachment can have one. `text` is what shows where
/// blocks do not: in a phone's notification, and in the services that accept Slack's format.
///
/// - Source: docs.slack.dev (incoming webhooks, Block Kit reference, rate limits), python-slack-sdk
///   for the limits.
public struct Slack: Notifier {
    public static let manifest = Manifest("slack", "A message in a Slack channel.")

    /// "1 message per second per channel".
    public static let rate = DeliveryRate(burst: 1, interval: .seconds(1))

    /// What Slack takes, and where less is better, what a person takes.
    enum Limit {
        static let header = 150
        static let section = 3_000
        static let fields = 10
        /// Of the 2,000 of a field, what is read at a glance.
        static let field = 200
        /// Of the 3,000 of a link in an element of 2,000.
        static let link = 1_000
        /// Of the 4,000 that Slack advises, more than a phone shows.
        static let text = 1_000
    }

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let headline = Headline(notification).text
        let fallback = JSON.text(
            SlackText.cut("\(headline). \(notification.sentence)", to: Limit.text))
        let attachment = JSON.object([
            ("color", .text(color(notification))),
            ("fallback", fallback),
            ("blocks", .array(details(notification))),
        ])
        let message = JSON.object([
            ("text", fallback),
            ("blocks", .array([header(headline)])),
            ("attachments", .array([attachment])),
        ])
        return Envelope(contentType: "application/json; charset=utf-8", body: message.line)
    }

    private func color(_ notification: Notification) -> String {
        if notification.kind == .resolved { return "#2EB67D" }
        return switch notification.severity {
        case .info: "#1D9BD1"
        case .warning: "#E8912D"
        case .critical: "#D72B3F"
        }
    }

    private func header(_ headline: String) -> JSON {
        let line = SlackText.line(headline, to: Limit.header)
        return block("header", ("text", words("plain_text", line)))
    }

    private func details(_ notification: Notification) -> [JSON] {
        let detail = notification.detail.isEmpty ? "" : "\n" + notification.detail
        let others = (notification.causeLines + notification.companionLines)
            .map { "\n" + $0 }.joined()
        let text = SlackText.cut(notification.sentence + detail + others, to: Limit.section)
        return [
            block("section", ("text", markup(text))),
            block("section", ("fields", .array(fields(notification)))),
            block("context", ("elements", .array([context(notification)]))),
        ]
    }

    private func block(_ type: String, _ content: (String, JSON)) -> JSON {
        .object([("type", .text(type)), content])
    }

    private func markup(_ text: String) -> JSON { words("mrkdwn", text) }

    private func words(_ type: String, _ text: String) -> JSON {
        .object([("type", .text(type)), ("text", .text(text))])
    }
}

extension Slack {
    private func fields(_ notification: Notification) -> [JSON] {
        let (unit, tongue) = (notification.unit, notification.tongue)
        let phrases = Phrases(tongue)
        let value = notification.value.map { unit.text($0, in: tongue) } ?? tongue.noValue
        var fields = [field(phrases.value, value + notification.assuranceText)]
        if let limit = notification.limit {
            fields.append(field(phrases.limit, unit.text(limit, in: tongue)))
        }
        if let expected = notification.expected {
            fields.append(field(phrases.usual, unit.text(expected, in: tongue)))
        }
        let isMoment = notification.kind == .occurred
        fields.append(
            field(
                isMoment ? phrases.at : phrases.since, markup: date(notification.openedAt, tongue)))
        if notification.kind == .resolved {
            let length = notification.at - notification.openedAt
            fields.append(field(phrases.lasted, Unit.duration.text(length.seconds, in: tongue)))
        }
        if !isMoment {
            let samples = Unit.count.text(Double(notification.samples), in: tongue)
            fields.append(field(phrases.samples, samples))
            fields.append(field(phrases.state, change(notification)))
        }
        for label in notification.labels.pairs.prefix(Limit.fields - fields.count) {
            fields.append(field(label.name, label.value))
        }
        return fields
    }

    private func change(_ notification: Notification) -> String {
        let tongue = notification.tongue
        let now = notification.state.word(in: tongue)
        guard notification.state != notification.previous else { return now }
        return "\(now), \(Phrases(tongue).was) \(notification.previous.word(in: tongue))"
    }

    private func field(_ name: String, _ value: String) -> JSON {
        field(name, markup: SlackText.line(value, to: Limit.field))
    }

    private func field(_ name: String, markup value: String) -> JSON {
        markup("*\(SlackText.line(name, to: Limit.field))*\n\(value)")
    }

    /// Shown in the reader's own time zone, and where that cannot be, as the rest of the message.
    private func date(_ time: Timestamp, _ tongue: Tongue) -> String {
        let seconds = time.paneIndex(of: .seconds(1))
        let plain =
            tongue == .english
            ? "\(time.aligned(to: .seconds(1)))" : time.minuteText(in: tongue)
        return "<!date^\(seconds)^{date_short_pretty} {time}|\(plain)>"
    }

    private func context(_ notification: Notification) -> JSON {
        let phrases = Phrases(notification.tongue)
        var parts: [String] = []
        if !notification.owner.isEmpty {
            parts.append(SlackText.line(notification.owner, to: Limit.field))
        }
        if !notification.runbook.isEmpty {
            parts.append(
                SlackText.link(notification.runbook, named: phrases.runbook, limit: Limit.link))
        }
        parts.append(
            SlackText.line(
                "\(notification.alert), \(phrases.incident) \(notification.incident)",
                to: Limit.field))
        return markup(parts.joined(separator: " · "))
    }
}

extension Slack {
    /// As is the custom, but Slack says how long to wait in the body too, and a 200 that is not
    /// `ok` is no delivery: a proxy answered, or a page that asks for a password. Not tried again:
    /// a service that takes Slack's format and says yes in its own words would be told for ever.
    public func outcome(of reply: Reply) -> Outcome {
        guard case .answer(let status, let body, let header) = reply else {
            return .standard(for: reply)
        }
        let words = body.split(whereSeparator: \.isWhitespace)
        if status == 200, words != ["ok"] {
            return .refused(reason: "HTTP 200 without `ok`: \(body.prefix(120))")
        }
        let wait = [header, Self.retryAfter(in: body)].compactMap { $0 }.max()
        return .standard(for: .answer(status: status, body: body, retryAfter: wait))
    }

    /// The number after `"retry_after":`.
    private static func retryAfter(in body: String) -> Double? {
        let key = "\"retry_after\""
        guard let start = body.indices.first(where: { body[$0...].hasPrefix(key) }) else {
            return nil
        }
        let rest = body[start...].dropFirst(key.count).drop { $0.isWhitespace }
        guard rest.first == ":" else { return nil }
        let digits = rest.dropFirst().drop { $0.isWhitespace }
            .prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return Double(String(digits))
    }
}
