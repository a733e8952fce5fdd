public import Model

/// Puts a notification into the words and the wire format of one service. Pure: no clock, no I/O,
/// no secrets.
///
/// Laws (run over everything registered): the same notification gives the same bytes; every kind
/// and state has an envelope; the service's size limits hold for texts of any length, cut at a
/// character boundary; nothing that a text says calls everybody in a room, nor turns the rest of a
/// line round; a page for people is no delivery, nor are strange words, where the service has a yes
/// of its own.
public protocol Notifier: Sendable {
    static var manifest: Manifest { get }

    /// How fast the service says that it may be written to.
    static var rate: DeliveryRate { get }

    /// What a contact of this type says of itself beside its address.
    static var terms: ContactTerms { get }

    init()

    func envelope(for notification: Notification, to contact: Correspondence) -> Envelope

    /// What the service's answer means.
    func outcome(of reply: Reply) -> Outcome

    /// By what the service knows the message that it has just taken, for `Correspondence.handle`;
    /// nil: it does not say, or nothing could be done with it. Empty: the message that was to be
    /// changed is gone, and what it was to say has to be said anew.
    func handle(in reply: Reply) -> String?
}

extension Notifier {
    public static var terms: ContactTerms { ContactTerms() }

    public func envelope(for notification: Notification) -> Envelope {
        envelope(for: notification, to: Correspondence())
    }

    public func outcome(of reply: Reply) -> Outcome { .standard(for: reply) }

    public func handle(in reply: Reply) -> String? { nil }
}

/// A token bucket: `burst` at once, then one more every `interval`.
public struct DeliveryRate: Equatable, Sendable {
    public var burst: Int
    public var interval: Interval

    public init(burst: Int, interval: Interval) {
        self.burst = burst
        self.interval = interval
    }
}
