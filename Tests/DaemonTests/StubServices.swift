import Model
import PluginKit

/// Asks for everything that a contact may say, and writes what it was given.
struct StubChat: Notifier {
    static let manifest = Manifest("chat", "For tests.")
    static let rate = DeliveryRate(burst: 1, interval: .seconds(1))
    static let terms = ContactTerms(
        options: [
            .init("channel", isRequired: true, "where it is posted"), .init("icon", "a face"),
        ],
        token: .bearer, address: "https://chat.example/api", schemes: ["https", "http"],
        tellsBulletins: false)

    func envelope(for notification: PluginKit.Notification, to contact: Correspondence) -> Envelope
    {
        var envelope = Envelope(
            contentType: "application/json",
            body: contact.options.pairs.map { "\($0.name)=\($0.value)" }.joined(separator: ";"))
        envelope.method = contact.handle.isEmpty ? .post : .patch
        envelope.path = contact.handle.isEmpty ? "" : "/" + contact.handle
        envelope.query = Labels([.init("wait", "a b&c")])
        envelope.headers = Labels([.init("X-Links", links(contact))])
        if notification.trail != nil {
            envelope.enclosure = .form(body: "payload_json", picture: "files[0]", name: "kpi.png")
        }
        return envelope
    }

    private func links(_ contact: Correspondence) -> String {
        [contact.incidentLink, contact.acknowledgeLink, contact.pictureLink]
            .map { $0.isEmpty ? "none" : String($0.prefix(30)) }.joined(separator: " ")
    }

    func outcome(of reply: Reply) -> Outcome {
        if case .answer(404, _, _) = reply { return .later(reason: "it is gone", after: nil) }
        return .standard(for: reply)
    }

    func handle(in reply: Reply) -> String? {
        switch reply {
        case .answer(404, _, _): ""
        case .answer(200, let body, _): "id-" + body
        default: nil
        }
    }
}

/// Has the token in its body.
struct StubPager: Notifier {
    static let manifest = Manifest("pager", "For tests.")
    static let rate = DeliveryRate(burst: 1, interval: .seconds(1))
    static let terms = ContactTerms(token: .inBody)

    func envelope(for notification: PluginKit.Notification, to contact: Correspondence) -> Envelope
    {
        Envelope(contentType: "application/json", body: "{\"key\":\"\(Envelope.seal)\"}")
    }
}

struct StubMail: Notifier {
    static let manifest = Manifest("mail", "For tests.")
    static let rate = DeliveryRate(burst: 1, interval: .seconds(1))
    static let terms = ContactTerms(
        options: [
            .init("from", isRequired: true, "who writes"), .init("to", isRequired: true, "to whom"),
            .init("user", "by what name"),
        ],
        token: .password, schemes: ["smtps", "smtp"])

    func envelope(for notification: PluginKit.Notification, to contact: Correspondence) -> Envelope
    {
        var envelope = Envelope(
            contentType: "text/plain; charset=utf-8", body: "Élevé: \(notification.summary)\n.\n")
        envelope.method = .mail
        envelope.headers = Labels([.init("Subject", "Délai de réponse")])
        if notification.trail != nil {
            envelope.html = "<p>Élevé</p><img src=\"cid:kpi.png\">"
            envelope.enclosure = .inline(name: "kpi.png")
        }
        return envelope
    }
}

extension Registry {
    static let services = Registry(
        functions: [], notifiers: [StubChat.self, StubMail.self, StubPager.self, StubWebhook.self])
}
