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
    /// What arrived, by delivery id, since the last loss that nobody could help.
    private(set) var got: [String: Message] = [:]
    /// Ids in the order of their first arrival.
    private(set) var order: [String] = []
    /// Everything that ever arrived.
    private(set) var reached: Set<String> = []
    /// The last message of each incident.
    private var newest: [String: Timestamp] = [:]
    /// Ids of what it refused for good. Whoever could not write that down, since the disk was
    /// full, and is killed then tries it again, after what came later.
    private var refused: Set<String> = []
    /// The incidents of those.
    private(set) var refusedIncidents: Set<String> = []
    /// What a receiver must never see.
    private(set) var complaint: String?

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The answer, and how long it takes.
    mutating func answer(_ delivery: Delivery, _ fate: inout Fate) -> (Outcome, Interval) {
        let delay = Interval.milliseconds(.random(in: 5...1_500, using: &random))
        if isDown { return (.standard(for: .unreachable("connection refused")), delay) }
        if fate.happens(.hangs) {
            if fate.draw(.hangs, 0...1) == 0 { take(delivery) }
            return (.standard(for: .unreachable("timed out")), .seconds(10))
        }
        if fate.happens(.busy) {
            let after = Double(fate.draw(.busy, 0...90))
            return (.standard(for: .answer(status: 429, body: "", retryAfter: after)), delay)
        }
        if fate.happens(.broken) {
            return (.standard(for: .answer(status: 500, body: "oops", retryAfter: nil)), delay)
        }
        if fate.happens(.refuses) {
            refused.insert(delivery.id)
            refusedIncidents.insert(delivery.notification.incident)
            return (.standard(for: .answer(status: 400, body: "no", retryAfter: nil)), delay)
        }
        take(delivery)
        if fate.happens(.replyLost) {
            return (.standard(for: .unreachable("connection reset")), delay)
        }
        return (.delivered, delay)
    }

    mutating func take(_ delivery: Delivery) {
        let told = delivery.notification
        let message = Message(incident: told.incident, kind: told.kind, at: told.at)
        reached.insert(delivery.id)
        if let known = got[delivery.id] {
            if known != message { complaint = "\(delivery.id) came again with other contents" }
            return
        }
        if let before = newest[told.incident], !refused.contains(delivery.id) {
            if told.kind == .opened {
                complaint =
                    "\(delivery.contact) was told by \(delivery.id) that \(told.incident) opened, "
                    + "of which it had heard before"
            } else if told.at < before {
                complaint =
                    "\(delivery.contact) heard of \(told.incident) at \(told.at) after it had "
                    + "heard of it at \(before)"
            }
        }
        newest[told.incident] = max(told.at, newest[told.incident] ?? told.at)
        got[delivery.id] = message
        order.append(delivery.id)
    }

    /// What was lost may be told again, and differently: what was heard is no measure for it.
    mutating func beginAnew() {
        (got, order, newest, complaint) = ([:], [], [:], nil)
        (refused, refusedIncidents) = ([], [])
    }
}
