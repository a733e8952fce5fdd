public import Model
public import Plans
public import PluginKit

/// All that can happen.
public enum Event: Sendable {
    /// Lines came. The ticket, where somebody waits for the answer, comes back with the receipt; it
    /// is not remembered.
    case lines(Batch, ticket: UInt64?)
    /// The clock: panes end, alerts move and deliveries fall due. Lines that come long after the
    /// last tick, and a restart, tick as well; a reply lets the next delivery go.
    case tick(Timestamp)
    /// What became of a try to deliver.
    case reply(DeliveryReply)
    /// New rules and contacts, checked by whoever sends them.
    case rules(RuleSet)
    /// Somebody asks for something. The ticket is as of lines.
    case order(Order, at: Timestamp, ticket: UInt64?)
    /// The process began again: what was under way has to be sent once more, under the id that it
    /// had.
    case restarted(Timestamp)
}

public struct DeliveryReply: Equatable, Sendable {
    public var delivery: String
    public var outcome: Outcome
    public var at: Timestamp
    /// By what the service knows the message; empty: it does not say.
    public var handle: String

    public init(delivery: String, outcome: Outcome, at: Timestamp, handle: String = "") {
        self.delivery = delivery
        self.outcome = outcome
        self.at = at
        self.handle = handle
    }
}

/// Rules as text with the settings that decisions depend on: enough to make the same program again
/// after a restart.
public struct RuleSet: Equatable, Sendable {
    public struct File: Equatable, Sendable {
        public var path: String
        public var text: String

        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    public var files: [File]
    public var book: ContactBook
    public var bounds: Bounds
    /// What alerts speak where their file does not say.
    public var tongue: Tongue
    /// By which ids are hidden.
    public var key: PrivacyKey

    public init(
        files: [File], book: ContactBook = ContactBook(), bounds: Bounds = Bounds(),
        tongue: Tongue = .english, key: PrivacyKey = .open
    ) {
        self.files = files
        self.book = book
        self.bounds = bounds
        self.tongue = tongue
        self.key = key
    }
}

/// The limits that a site may set.
public struct Bounds: Equatable, Sendable {
    public var series = Limits.series
    public var lineBytes = Limits.lineBytes
    /// Of a KPI whose rule does not say.
    public var groupsPerKPI = Limits.groupsPerKPI

    public init() {}
}
