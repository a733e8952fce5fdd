import Core
import Model
import PluginKit

/// What the log should say of contacts: when one begins to fail, and when it is well again. Not
/// each try: a contact that is down for a night would fill the log with them.
struct ContactNews {
    /// Contacts of the deliveries that are under way.
    private var underWay: [String: String] = [:]
    private var failing: Set<String> = []

    mutating func sent(_ delivery: Delivery) { underWay[delivery.id] = delivery.contact }

    /// A sentence, where the answer is news.
    mutating func heard(_ reply: DeliveryReply) -> (isBad: Bool, sentence: String)? {
        guard let contact = underWay.removeValue(forKey: reply.delivery) else { return nil }
        switch reply.outcome {
        case .delivered:
            return failing.remove(contact).map { (false, "\($0) takes messages again") }
        case .later(let reason, _):
            guard failing.insert(contact).inserted else { return nil }
            return (true, "\(contact) takes no messages: \(reason); trying again for 24 hours")
        case .refused:
            return nil  // the engine tells of each
        }
    }
}
