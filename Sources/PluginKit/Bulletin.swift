public import Model

/// What a contact is told that is not about one incident.
public struct Bulletin: Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        /// Somebody asked for quiet, or it is over.
        case silenceBegan, silenceEnded
        /// So many opened within a minute that they are told as one.
        case storm
        /// What came while the contact was not to be disturbed.
        case afterHours
        /// How the day or the week was.
        case daily, weekly

        public var name: String {
            switch self {
            case .silenceBegan: "silence began"
            case .silenceEnded: "silence ended"
            case .storm: "storm"
            case .afterHours: "after hours"
            case .daily: "daily"
            case .weekly: "weekly"
            }
        }
    }

    public var kind: Kind
    /// What it is about: from one time until another.
    public var from: Timestamp
    public var until: Timestamp
    /// Of a silence: who asked for it, why, and for what.
    public var by = ""
    public var comment = ""
    public var matchers = ""
    /// Incidents that opened, those of them that are over, and all that are open at `until`; of a
    /// silence that began, `open` are those that it keeps quiet.
    public var opened = 0
    public var over = 0
    public var open = 0
    /// Of those that opened, how many somebody acknowledged.
    public var acknowledged = 0
    /// How many of each alert, those with most first; at most `Limits.alertsInBulletin`.
    public var alerts: [Tally] = []

    public struct Tally: Equatable, Sendable {
        public var alert: String
        public var count: Int
        /// How many of its incidents somebody acknowledged.
        public var acknowledged: Int

        public init(_ alert: String, _ count: Int, acknowledged: Int = 0) {
            self.alert = alert
            self.count = count
            self.acknowledged = acknowledged
        }
    }

    public init(_ kind: Kind, from: Timestamp, until: Timestamp) {
        self.kind = kind
        self.from = from
        self.until = until
    }
}

/// The values that a KPI had before a message, at even steps, the newest last.
public struct Trail: Equatable, Sendable {
    /// The time of the newest.
    public var end: Timestamp
    public var step: Interval
    /// nil: there was none.
    public var values: [Double?]

    public init(end: Timestamp, step: Interval, values: [Double?]) {
        self.end = end
        self.step = step
        self.values = values
    }
}
