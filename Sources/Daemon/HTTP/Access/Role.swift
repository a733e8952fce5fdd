/// What a token lets its holder do.
public enum Role: String, CaseIterable, Sendable {
    /// Bring lines.
    case write
    /// Look at how things stand.
    case read
    /// Look, and give orders: acknowledge, silence, send alerts.
    case operate

    func includes(_ other: Role) -> Bool {
        self == other || (self == .operate && other == .read)
    }

    /// As in "it may …".
    var words: String {
        switch self {
        case .write: "bring lines"
        case .read: "look at how things stand"
        case .operate: "look at how things stand and give orders"
        }
    }
}

/// What a site gives to a person or to a program, so that it is known.
public struct AccessToken: Equatable, Sendable {
    /// Under which its holder stands in the audit log.
    public var name: String
    public var role: Role
    public var secret: Secret

    public init(_ name: String, _ role: Role, _ secret: Secret) {
        self.name = name
        self.role = role
        self.secret = secret
    }
}

/// Who asks.
struct Caller: Equatable, Sendable {
    /// Of the token; empty: there are none.
    var name: String
    /// The address that the request came from.
    var peer: String
}
