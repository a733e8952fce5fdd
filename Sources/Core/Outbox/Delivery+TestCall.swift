public import PluginKit

extension Delivery {
    /// One that no engine made: by it a contact is tried.
    public init(
        _ id: String, to contact: String, saying notification: Notification, handle: String
    ) {
        self.init(id: id, contact: contact, notification: notification, attempts: 1)
        self.handle = handle
    }
}
