public import Calendars
public import Model
public import PluginKit

/// Who can be told, and who is told when an alert names nobody: the part of the settings that
/// decisions depend on.
public struct ContactBook: Equatable, Sendable {
    public var contacts: [ContactPlan]
    public var routes: [RoutePlan]

    public init(contacts: [ContactPlan] = [], routes: [RoutePlan] = []) {
        self.contacts = contacts
        self.routes = routes
    }
}

public struct ContactPlan: Equatable, Sendable {
    public var name: String
    /// The notifier by name.
    public var type: String
    public var rate: DeliveryRate
    /// Whether it is told what is not about one incident.
    public var tellsBulletins = true
    /// The calendar in whose open hours it is told; empty: always.
    public var hours = ""
    /// What is told outside of them all the same: this and what is worse; nil: nothing is.
    public var urgent: Severity? = .critical
    /// Openings in one minute beyond which they are told as one.
    public var storm = Limits.stormOpenings
    /// How long nobody acknowledges before it is told again, and again; nil: it is not.
    public var remind: Interval?
    /// Who is told where nobody acknowledges; nil: nobody else.
    public var escalation: Escalation?
    public var digest: DigestPlan?

    /// Who is told of what nobody acknowledged for so long.
    public struct Escalation: Equatable, Sendable {
        public var contact: String
        public var after: Interval

        public init(to contact: String, after: Interval) {
            self.contact = contact
            self.after = after
        }
    }

    public init(_ name: String, type: String, rate: DeliveryRate) {
        self.name = name
        self.type = type
        self.rate = rate
    }
}

/// When a contact hears how the day or the week was.
public struct DigestPlan: Equatable, Sendable {
    /// nil: each day.
    public var weekday: Weekday?
    /// Minutes after midnight.
    public var minute: Int
    /// The calendar by whose clocks; empty: UTC.
    public var calendar: String

    public init(on weekday: Weekday? = nil, minute: Int, calendar: String = "") {
        self.weekday = weekday
        self.minute = minute
        self.calendar = calendar
    }
}

/// The first route whose every pair fits decides. Names: `severity`, `alert`, `kpi`, `owner`, a tag
/// or a label.
public struct RoutePlan: Equatable, Sendable {
    public var match: Labels
    public var notify: [String]

    public init(match: Labels, notify: [String]) {
        self.match = match
        self.notify = notify
    }
}
