public import Model

/// Where a contact is and how it is written to: what the courier alone needs to know.
public struct ContactAddress: Equatable, Sendable {
    /// The notifier by name.
    public var type: String
    /// As secret as a password: the address of a chat webhook is all that is needed to write there.
    public var url: Secret
    /// Each signs what is sent: one secret, or while it is replaced the new one and the old.
    public var signing: [Secret]
    /// Proves who writes: a bearer token, a key in the body, or a password.
    public var token: Secret?
    /// What its type asks for, by name.
    public var options = Labels()
    /// Else an address of this machine or of its link is refused when the name is resolved.
    public var allowLoopback: Bool
    /// Else mail goes out by TLS or not at all.
    public var allowUnencrypted = false
    /// By which it is reached, with a password where it wants one; nil: directly, whatever the
    /// environment says.
    public var proxy: Secret?
    /// Of a file of certificates in PEM, which vouch for the receiver instead of those of the
    /// system.
    public var authorities: String?
    /// Says to the receiver who we are.
    public var identity: Identity?

    /// Files in PEM.
    public struct Identity: Equatable, Sendable {
        public var certificate: String
        /// nil: it is in the file of the certificate.
        public var key: String?

        public init(certificate: String, key: String? = nil) {
            self.certificate = certificate
            self.key = key
        }
    }

    public init(
        type: String, url: Secret, signing: [Secret] = [], allowLoopback: Bool = false
    ) {
        self.type = type
        self.url = url
        self.signing = signing
        self.allowLoopback = allowLoopback
    }
}
