public import Model

/// What the engine says of itself between two events: for `/metrics`, `/ready` and the API.
public struct EngineStatus: Equatable, Sendable {
    public struct Count: Equatable, Sendable {
        public var labels: Labels
        public var value: Int
    }

    public struct Incident: Equatable, Sendable {
        public var id: String
        public var alert: String
        public var kpi: String
        public var group: Labels
        public var state: AlertState
        public var openedAt: Timestamp
        public var value: Double?
        public var unit: Unit
        public var samples: Int
        public var severity = Severity.warning
        /// By what silences and inhibitions find it: `alertname`, `alert`, `kpi`, `severity`,
        /// `owner`, the tags of its group and the labels of its rule. Empty ones are left out.
        public var labels = Labels()
        public var summary = ""
        public var detail = ""
        public var runbook = ""
        public var generatorURL = ""
        public var updatedAt = Timestamp.zero
        /// When its rule tells of it again; nil: it does not.
        public var repeatsAt: Timestamp?
        /// When an alert of somebody else is over unless it is sent again.
        public var expiresAt: Timestamp?
        /// The contacts that are told of it.
        public var contacts: [String] = []
        /// The silences that keep it quiet, by their ids.
        public var silencedBy: [String] = []
        /// The incidents that do.
        public var inhibitedBy: [String] = []
        public var acknowledged: IncidentRecord.Acknowledged?
        public var isFlapping = false
        /// Whether the alert is one that is never told.
        public var isShadow = false
    }

    /// The next message about an incident for one contact, or why there is none.
    public struct Upcoming: Equatable, Sendable {
        public var contact: String
        /// Empty of a bulletin.
        public var incident: String
        public var alert: String
        public var group: Labels
        /// nil: nobody can say.
        public var at: Timestamp?
        public var why: Why

        public enum Why: Equatable, Sendable {
            /// It waits for others to go with.
            case bundled
            /// It is under way, or waits for its turn at the contact's rate.
            case sending
            /// It was not taken, and is tried again.
            case retried(because: String, attempts: Int)
            /// The contact is not to be disturbed before.
            case quietHours
            /// So many opened that they are counted.
            case storm
            /// The rule says `repeat`.
            case repeated
            /// Nobody acknowledged it: it is told again, or somebody else is told.
            case reminder
            case handedOn(from: String)
            case silenced(by: String)
            case inhibited(by: String)
            case flapping
            case digest
            /// It was told, and nothing more is due before it changes.
            case told
            /// The alert is never told.
            case shadow
            /// No contact is named and no route fits: `contact` is empty.
            case nobody
        }
    }

    public struct Posted: Equatable, Sendable {
        public enum State: String, Sendable { case waiting, underWay, delivered, refused, expired }
        public var id: String
        public var contact: String
        public var incident: String
        public var state: State
        public var attempts: Int
        public var due: Timestamp
        /// The last answer that was not a success.
        public var reason: String
    }

    public var clock: Timestamp
    /// `{stream}`.
    public var points: [Count]
    /// `{stream,reason}`; lines that could not be read have no stream.
    public var refused: [Count]
    public var series: Int
    /// `{kpi}`.
    public var groups: [Count]
    /// `{kpi}`: events that wait for others to follow them.
    public var waiting: [Count]
    /// `{kpi}`: those that were given up for want of room.
    public var forgotten: [Count]
    /// `{alert,state}`, all states of all alerts.
    public var alerts: [Count]
    /// `{alert,outcome}` of alerts on each event.
    public var occurrences: [Count]
    /// `{contact,outcome}`.
    public var deliveries: [Count]
    /// `{contact}`.
    public var outboxPending: [Count]
    public var incidents: [Incident]
    /// Those that are over for less than `Limits.silenceAge` among them.
    public var silences: [Silence] = []
    /// By contact and time.
    public var upcoming: [Upcoming] = []
    /// Everybody who can be told, in the order of the settings.
    public var contacts: [String] = []
    /// The newest incidents of all, those that are over among them, the oldest first.
    public var kept: [IncidentRecord]
    public var outbox: [Posted]
    public var kpis: Int
    public var rules: Int
    /// Seconds between the newest point's time and its arrival.
    public var ingestLag: Double
}
