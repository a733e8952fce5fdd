import Core
import Model
import PluginKit

/// A service at the other end of a webhook: what it got, and what it answers.
struct Receiver {
    struct Message: Equatable {
        var incident: String
        var kind: Notification.Kind
        var at: Timestamp
    }

    private var random: SplitMix64
    var isDown = false
    /// What arrived, by delivery id.
    private(set) var got: [String: Message] = [:]
    /// Ids in the order of their first arrival.
    private(set) var order: [String] = []
    private(set) var refused: Set<String> = []
    /// What a receiver must never see.
    private(set) var complaint: String?

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The answer, and how long it takes.
    mutating func answer(_ delivery: Delivery, _ faults: Faults) -> (Outcome, Interval) {
        let delay = Interval.milliseconds(.random(in: 5...1_500, using: &random))
        if isDown { return (.standard(for: .unreachable("connection refused")), delay) }
        if random.happens(faults.hangs) {
            if Bool.random(using: &random) { take(delivery) }
            return (.standard(for: .unreachable("timed out")), .seconds(10))
        }
        if random.happens(faults.busy) {
            let after = Double.random(in: 0...90, using: &random)
            return (.standard(for: .answer(status: 429, body: "", retryAfter: after)), delay)
        }
        if random.happens(faults.broken) {
            return (.standard(for: .answer(status: 500, body: "oops", retryAfter: nil)), delay)
        }
        if random.happens(faults.refuses) {
            refused.insert(delivery.id)
            return (.standard(for: .answer(status: 400, body: "no", retryAfter: nil)), delay)
        }
        take(delivery)
        if random.happens(faults.replyLost) {
            return (.standard(for: .unreachable("connection reset")), delay)
        }
        return (.delivered, delay)
    }

    private mutating func take(_ delivery: Delivery) {
        let told = delivery.notification
        let message = Message(incident: told.incident, kind: told.kind, at: told.at)
        if let known = got[delivery.id] {
            if known != message { complaint = "\(delivery.id) came again with other contents" }
            return
        }
        if told.kind == .opened,
            let twin = order.first(where: { got[$0]?.incident == told.incident })
        {
            complaint =
                "\(delivery.contact) was told that \(told.incident) opened by \(delivery.id), "
                + "after \(twin)"
        }
        got[delivery.id] = message
        order.append(delivery.id)
    }
}
