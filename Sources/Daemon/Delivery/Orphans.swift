import Core
import Model
import PluginKit

/// Deliveries that were to change a message which its service says is gone: at the next try they
/// are posted anew.
///
/// Not in the state: after a restart the service is asked once more, and says so once more.
struct Orphans {
    private var ids: Set<String> = []

    /// The delivery as it is to be tried.
    func adopt(_ delivery: Delivery) -> Delivery {
        guard ids.contains(delivery.id) else { return delivery }
        var delivery = delivery
        delivery.handle = ""
        return delivery
    }

    /// - Parameter forgets: whether the service said that the message is gone.
    mutating func hear(_ reply: DeliveryReply, forgets: Bool) {
        if case .later = reply.outcome {
            if forgets, ids.count < Limits.orphans { ids.insert(reply.delivery) }
        } else {
            ids.remove(reply.delivery)
        }
    }
}
