import Model
import PluginKit

/// Says the incident and nothing else.
struct StubWebhook: Notifier {
    static let manifest = Manifest("webhook", "For tests.")
    static let rate = DeliveryRate(burst: 20, interval: .milliseconds(100))

    func envelope(for notification: PluginKit.Notification, to contact: Correspondence) -> Envelope
    {
        Envelope(
            contentType: "application/json", body: "{\"incident\":\"\(notification.incident)\"}")
    }
}

/// Takes "no" for an answer even with a status of 200, as one service needs it.
struct StubSlack: Notifier {
    static let manifest = Manifest("slack", "For tests.")
    static let rate = DeliveryRate(burst: 1, interval: .seconds(1))

    func envelope(for notification: PluginKit.Notification, to contact: Correspondence) -> Envelope
    {
        Envelope(contentType: "text/plain", body: notification.summary)
    }

    func outcome(of reply: Reply) -> Outcome {
        if case .answer(200, let body, _) = reply, body != "ok" { return .refused(reason: body) }
        return .standard(for: reply)
    }
}

extension Registry {
    static let stubs = Registry(functions: [], notifiers: [StubSlack.self, StubWebhook.self])
}
