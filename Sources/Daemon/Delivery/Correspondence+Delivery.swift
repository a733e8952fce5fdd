import Core
import Model
import PluginKit

extension Correspondence {
    /// The option by which a notifier hears the contact's own name.
    static let nameOption = "contact"

    init(of delivery: Delivery, to address: ContactAddress, with links: Links?) {
        self.init()
        options = address.options
        options.pairs.append(.init(Self.nameOption, delivery.contact))
        handle = delivery.handle
        self.delivery = delivery.id
        let notification = delivery.notification
        guard let links, notification.bulletin == nil, !notification.incident.isEmpty else {
            return
        }
        let (incident, sent) = (notification.incident, notification.at)
        incidentLink = links.incident(incident, sent: sent)
        if notification.kind.waitsForSomebody {
            acknowledgeLink = links.acknowledge(incident, contact: delivery.contact, sent: sent)
        }
        if notification.trail?.values.contains(where: { $0 != nil }) == true {
            pictureLink = links.picture(incident, sent: sent)
        }
    }
}

extension PluginKit.Notification.Kind {
    /// Whether there is something to take in hand, and nobody has.
    fileprivate var waitsForSomebody: Bool {
        switch self {
        case .opened, .escalated, .eased, .repeated, .flapping, .unacknowledged: true
        case .resolved, .occurred, .acknowledged, .announced: false
        }
    }
}
