public import Model

/// Puts a notification into the words and the wire format of one service. Pure: no clock, no I/O,
/// no secrets.
///
/// Laws (run over everything registered): the same notification gives the same bytes; every state
/// has an envelope; the service's size limits hold for texts of any length, cut at a character
/// boundary.
public protocol Notifier: Sendable {
    static var manifest: Manifest { get }

    /// How fast the service says that it may be written to.
    static var rate: DeliveryRate { get }

    init()

    func envelope(for notification: Notification) -> Envelope

    /// What the service's answer means.
    func outcome(of reply: Reply) -> Outcome
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

/// What a contact is told: everything that a message may show, and nothing that needs looking up.
public struct Notification: Equatable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case opened, escalated, eased, resolved, repeated
        /// One event was told of: an incident that is over as it begins. Nothing follows.
        case occurred

        public var name: String {
            switch self {
            case .opened: "opened"
            case .escalated: "escalated"
            case .eased: "eased"
            case .resolved: "resolved"
            case .repeated: "repeated"
            case .occurred: "occurred"
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
    /// Why it ended: `recovered`, `rule removed`, `no data`; empty while it lasts.
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
    /// Others that are told with it: of the same alert, or of the same segment or stream.
    public var companions: [Companion] = []

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

/// What is put into the post: where it goes and how it is signed is the contact's affair, not the
/// notifier's.
public struct Envelope: Equatable, Sendable {
    public var contentType: String
    public var body: String

    public init(contentType: String, body: String) {
        self.contentType = contentType
        self.body = body
    }
}

/// What came back.
public enum Reply: Equatable, Sendable {
    /// An HTTP answer: its status, the first bytes of its body, and `Retry-After` in seconds where
    /// it was sent.
    case answer(status: Int, body: String, retryAfter: Double?)
    /// No answer: a word about why, without the address.
    case unreachable(String)
}

/// What a reply means for the delivery.
public enum Outcome: Equatable, Sendable {
    case delivered
    /// Worth another try, not sooner than `after` where the service says so.
    case later(reason: String, after: Interval?)
    /// Not worth one.
    case refused(reason: String)
}

extension Notifier {
    public func outcome(of reply: Reply) -> Outcome { .standard(for: reply) }
}

extension Outcome {
    /// 2xx is delivered; 408, 425, 429, 5xx and no answer are worth another try; all else is not.
    public static func standard(for reply: Reply) -> Outcome {
        switch reply {
        case .unreachable(let reason): return .later(reason: reason, after: nil)
        case .answer(let status, let body, let retryAfter):
            let reason = "HTTP \(status)" + (body.isEmpty ? "" : ": \(body.prefix(120))")
            switch status {
            case 200..<300: return .delivered
            case 408, 425, 429, 500...:
                return .later(reason: reason, after: retryAfter.flatMap(interval))
            default: return .refused(reason: reason)
            }
        }
    }

    /// At most a day: a receiver that says more is not believed.
    private static func interval(_ seconds: Double) -> Interval? {
        guard seconds.isFinite, seconds >= 0 else { return nil }
        return Interval(nanoseconds: Int64(min(seconds, 86_400) * 1e9))
    }
}
