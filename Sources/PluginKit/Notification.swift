public import Model

/// What a contact is told: everything that a message may show, and nothing that needs looking up.
public struct Notification: Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case opened, escalated, eased, resolved, repeated
        /// One event was told of: an incident that is over as it begins. Nothing follows.
        case occurred
        /// Somebody has it in hand.
        case acknowledged
        /// It opens and recovers so often that no more is told before it is calm.
        case flapping
        /// Nobody has acknowledged it: for those who were told, and for those who are told next.
        case unacknowledged
        /// Not about one incident: see `bulletin`.
        case announced

        public var name: String {
            switch self {
            case .opened: "opened"
            case .escalated: "escalated"
            case .eased: "eased"
            case .resolved: "resolved"
            case .repeated: "repeated"
            case .occurred: "occurred"
            case .acknowledged: "acknowledged"
            case .flapping: "flapping"
            case .unacknowledged: "unacknowledged"
            case .announced: "announced"
            }
        }
    }

    public var kind: Kind
    /// Stable over replay and restart: (alert, group, start).
    public var incident: String
    public var alert: String
    /// Empty where one event is told of.
    public var kpi: String
    /// The KPI's title, or its name where it has none; of one event, its stream.
    public var title: String
    public var group: Labels
    public var state: AlertState
    public var previous: AlertState
    /// The severity to colour and route by: of the state, of the `no data` clause, or of what has
    /// just been resolved.
    public var severity: Severity
    public var value: Double?
    public var limit: Double?
    public var unit: Unit
    public var samples: Int
    public var summary: String
    public var detail: String
    public var owner: String
    public var runbook: String
    public var labels: Labels
    /// Why it ended: `recovered`, `rule removed`, `no data`, `expired`; empty while it lasts.
    public var reason: String
    public var openedAt: Timestamp
    public var at: Timestamp
    /// In which its texts are written and all else is to be said.
    public var tongue: Tongue
    /// What would have been the most ordinary value, where the rule asks for what is normal.
    public var expected: Double?
    /// What spoke for an anomaly, in a word such as `jump`; empty where the rule asks for none.
    public var pattern = ""
    /// How many groups detectors judged when they judged this one; 0: none did.
    public var among = 0
    /// Between what the value lies, where the rule has to be sure; nil: it need not, or that is not
    /// known.
    public var assurance: Assurance?
    /// What moved the KPI, where the rule asks for it and that is known.
    public var explanation: Explanation?
    /// What people wrote, the newest first, where the rule asks for it.
    public var quotes: [Quote] = []
    /// Others that are told with it: of the same alert, or of the same segment or stream; of a
    /// bulletin those that it is about, as many as are named.
    public var companions: [Companion] = []
    /// Who acknowledged it; of `unacknowledged`, the contact that was told and said nothing.
    public var by = ""
    /// What they said with it.
    public var comment = ""
    /// How the KPI came to where it is.
    public var trail: Trail?
    /// What is announced, and nothing else is: of those only time, title and tongue count.
    public var bulletin: Bulletin?

    /// How sure a value is: each end is passed no more often than the confidence of the rule says.
    public struct Assurance: Equatable, Sendable {
        /// Infinite ends are not known.
        public var low: Double
        public var high: Double
        /// The confidence, 0...1.
        public var level: Double

        public init(low: Double, high: Double, level: Double) {
            (self.low, self.high, self.level) = (low, high, level)
        }
    }

    /// What is told of an incident in the message about another.
    public struct Companion: Equatable, Sendable {
        public var incident: String
        public var alert: String
        public var group: Labels
        public var state: AlertState
        public var value: Double?
        public var unit: Unit
        public var summary: String

        public init(
            incident: String, alert: String, group: Labels, state: AlertState, value: Double?,
            unit: Unit, summary: String
        ) {
            self.incident = incident
            self.alert = alert
            self.unit = unit
            self.group = group
            self.state = state
            self.value = value
            self.summary = summary
        }

        public init(_ notification: Notification) {
            self.init(
                incident: notification.incident, alert: notification.alert,
                group: notification.group, state: notification.state,
                value: notification.value, unit: notification.unit,
                summary: notification.summary)
        }
    }

    public init(
        kind: Kind, incident: String, alert: String, kpi: String, title: String, group: Labels,
        state: AlertState, previous: AlertState, severity: Severity, value: Double?,
        limit: Double?, unit: Unit, samples: Int, summary: String, detail: String = "",
        owner: String = "", runbook: String = "", labels: Labels = Labels(), reason: String = "",
        openedAt: Timestamp, at: Timestamp, tongue: Tongue = .english
    ) {
        self.kind = kind
        self.incident = incident
        self.alert = alert
        self.kpi = kpi
        self.title = title
        self.group = group
        self.state = state
        self.previous = previous
        self.severity = severity
        self.value = value
        self.limit = limit
        self.unit = unit
        self.samples = samples
        self.summary = summary
        self.detail = detail
        self.owner = owner
        self.runbook = runbook
        self.labels = labels
        self.reason = reason
        self.openedAt = openedAt
        self.at = at
        self.tongue = tongue
    }
}
