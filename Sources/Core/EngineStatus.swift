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
    /// The newest incidents of all, those that are over among them, the oldest first.
    public var kept: [IncidentRecord]
    public var outbox: [Posted]
    public var kpis: Int
    public var rules: Int
    /// Seconds between the newest point's time and its arrival.
    public var ingestLag: Double
}
