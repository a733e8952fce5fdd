public import Calendars
public import Model

/// An alert on each event of a stream: judged as it comes, with no window and nothing to recover
/// from.
public struct WatchPlan: Equatable, Sendable {
    public var name: String
    public var stream: String
    /// In rising severity, each severity at most once.
    public var ladder: [Rung]
    /// nil: every event that a rung holds for is told.
    public var once: Once?
    /// Events at other times are not told; nil: all are.
    public var during: OpeningCalendar?
    public var message: MessagePlan

    public init(
        _ name: String, on stream: String, ladder: [Rung], once: Once? = nil,
        during: OpeningCalendar? = nil, message: MessagePlan = MessagePlan()
    ) {
        self.name = name
        self.stream = stream
        self.ladder = ladder
        self.once = once
        self.during = during
        self.message = message
    }

    public struct Rung: Equatable, Sendable {
        public var severity: Severity
        public var when: Predicate

        public init(_ severity: Severity, when: Predicate) {
            self.severity = severity
            self.when = when
        }
    }

    /// Of events with the same value of this tag or field only the first is told, until `within` is
    /// over.
    public struct Once: Equatable, Sendable {
        public var column: String
        public var within: Interval

        public init(per column: String, within: Interval) {
            self.column = column
            self.within = within
        }
    }
}
