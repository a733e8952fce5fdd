public import Model
public import PluginKit

/// One step in the life of an incident, with the evidence for it.
public struct IncidentMove: Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case opened, escalated, eased, resolved
        case acknowledged
        /// A silence keeps it quiet, or no longer does.
        case silenced, unsilenced
        /// Another alert does, or no longer does.
        case inhibited, uninhibited
        /// It comes and goes so often that no more is told, or is steady again.
        case flapping, steady
        /// Nobody acknowledged it in time, and somebody else was told.
        case handedOn

        public var name: String {
            switch self {
            case .opened: "opened"
            case .escalated: "escalated"
            case .eased: "eased"
            case .resolved: "resolved"
            case .acknowledged: "acknowledged"
            case .silenced: "silenced"
            case .unsilenced: "no longer silenced"
            case .inhibited: "inhibited"
            case .uninhibited: "no longer inhibited"
            case .flapping: "flapping"
            case .steady: "steady"
            case .handedOn: "handed on"
            }
        }
    }

    public var kind: Kind
    public var at: Timestamp
    public var state: AlertState
    public var value: Double?
    public var limit: Double?
    public var expected: Double?
    public var samples: Int
    public var assurance: Notification.Assurance?
    /// The window that was judged, from its start until its end; nil: there was none.
    public var window: Range<Timestamp>?
    /// Between which the events lie that it held, to the width of a pane; nil: it held none, or that
    /// is not known.
    public var events: Range<Timestamp>?
    /// Who did it: a person, a silence by its id, an alert by its name, a contact.
    public var by = ""
    /// Why: what the person said, or the reason of an end.
    public var reason = ""

    public init(
        _ kind: Kind, at: Timestamp, state: AlertState, value: Double? = nil,
        limit: Double? = nil, expected: Double? = nil, samples: Int = 0, by: String = "",
        reason: String = ""
    ) {
        self.kind = kind
        self.at = at
        self.state = state
        self.value = value
        self.limit = limit
        self.expected = expected
        self.samples = samples
        self.by = by
        self.reason = reason
    }
}

/// A rule as it stood in its file.
public struct RuleText: Equatable, Sendable {
    public var path: String
    /// Its first line there, from 1.
    public var line: Int
    /// The alert, and the KPI that it is on.
    public var text: String
    /// Of the text: another one has another.
    public var version: String

    public init(path: String, line: Int, text: String, version: String) {
        self.path = path
        self.line = line
        self.text = text
        self.version = version
    }
}
