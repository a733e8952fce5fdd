internal import Model
public import PluginKit

/// Sends a notification as a mail, in plain text and in HTML.
///
/// All mails of an incident answer one that is named after it and was never sent: so they are a
/// thread, whichever of them came first, and no two have one name, of which servers keep one.
///
/// - Source: RFC 5322 (headers), RFC 3834 (`Auto-Submitted`).
public struct Email: Notifier {
    public static let manifest = Manifest("email", "A mail, by SMTP.")

    /// No server says; as many as people can bear.
    public static let rate = DeliveryRate(burst: 10, interval: .seconds(1))

    public static let terms = ContactTerms(
        options: [
            .init("to", isRequired: true, "who is written to, by commas"),
            .init("from", isRequired: true, "who writes"),
            .init("user", "as whom the server is told the password"),
        ],
        token: .password, schemes: ["smtp", "smtps"])

    enum Limit {
        static let subject = 200
        /// Bytes of the text, and of the lines in the HTML.
        static let body = 20_000
        static let value = 1_000
        static let link = 2_000
    }

    static let picture = "kpi.png"

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        let story = Story(notification, contact)
        var envelope = Envelope(contentType: "text/plain; charset=utf-8", body: text(story))
        envelope.method = .mail
        envelope.headers = headers(story)
        envelope.html = EmailPage(story: story, showsPicture: notification.hasCourse).html
        if notification.hasCourse { envelope.enclosure = .inline(name: Self.picture) }
        return envelope
    }

    private func headers(_ story: Story) -> Labels {
        let (notification, contact) = (story.notification, story.contact)
        let from = oneLine(contact.options["from"] ?? "", to: Limit.value)
        let domain = domain(from)
        let thread = "<\(word(notification.incident))@\(domain)>"
        let step =
            contact.delivery.isEmpty
            ? "\(notification.incident).\(notification.kind.name).\(notification.at.nanoseconds)"
            : contact.delivery
        var pairs: [Labels.Pair] = [
            .init("From", from),
            .init("To", oneLine(contact.options["to"] ?? "", to: Limit.value)),
            .init("Subject", oneLine(story.title, to: Limit.subject)),
            .init("Message-ID", "<\(word(step))@\(domain)>"),
        ]
        if notification.kind != .announced {
            pairs += [.init("In-Reply-To", thread), .init("References", thread)]
        }
        pairs.append(.init("Auto-Submitted", "auto-generated"))
        return Labels(pairs)
    }

    /// Behind the `@` of who writes: a message's name has to be unique in the world.
    private func domain(_ from: String) -> String {
        let domain = from.split(separator: "@").last.map(String.init) ?? ""
        let known = word(String(domain.prefix { $0 != ">" && $0 != " " && $0 != "," }))
        return from.contains("@") && !known.isEmpty ? known : "vigie.invalid"
    }

    /// What may stand in a message's name.
    private func word(_ text: String) -> String {
        String(text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
            .prefix(120).description
    }

    /// A line end would begin another header.
    private func oneLine(_ text: String, to limit: Int) -> String {
        Dialect.text.line(text, to: limit)
    }

    private func text(_ story: Story) -> String {
        let colon = story.phrases.colon
        let facts = story.facts.map { "\($0.name)\(colon) \($0.value)" }
        let links = story.links(upTo: Limit.link).map { "\($0.name)\(colon) \($0.url)" }
        let colophon = story.colophon.isEmpty ? [] : ["-- "] + story.colophon
        let parts = [
            [story.title], story.lines(showsTrail: true), facts, links, colophon,
        ]
        return Dialect.text.cut(
            parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
                .joined(separator: "\n\n"), to: Limit.body)
    }
}
