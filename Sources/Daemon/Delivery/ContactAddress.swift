/// Where a contact is and how it is written to: what the courier alone needs to know.
public struct ContactAddress: Equatable, Sendable {
    /// The notifier by name.
    public var type: String
    /// As secret as a password: the address of a chat webhook is all that is needed to write there.
    public var url: Secret
    /// Signs what is sent, where the contact has one.
    public var hmac: Secret?
    /// Else an address of this machine or of its link is refused when the name is resolved.
    public var allowLoopback: Bool

    public init(type: String, url: Secret, hmac: Secret? = nil, allowLoopback: Bool = false) {
        self.type = type
        self.url = url
        self.hmac = hmac
        self.allowLoopback = allowLoopback
    }
}
