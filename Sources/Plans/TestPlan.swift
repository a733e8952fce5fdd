public import Calendars
public import Model

/// A test of rules: events that come in, and what has to come of them.
///
/// No part of `Plan`: the engine knows nothing of tests, and rules do not change with theirs.
public struct TestPlan: Equatable, Sendable {
    public var name: String
    /// The index of its source, and the 1-based line of its first word there.
    public var file: Int
    public var line: Int
    public var start: Timestamp
    /// By whose clocks people read its times.
    public var zone: Zone
    /// Params that have another value in it, as written.
    public var settings: [Setting]
    /// Numbers that are drawn anew for each run; none: it is run once.
    public var draws: [DrawPlan]
    public var runs: Int
    public var feeds: [FeedPlan]
    public var expectations: [ExpectationPlan]

    public init(
        _ name: String, file: Int, line: Int, start: Timestamp, zone: Zone,
        settings: [Setting] = [],
        draws: [DrawPlan] = [], runs: Int = 1, feeds: [FeedPlan] = [],
        expectations: [ExpectationPlan]
    ) {
        self.name = name
        self.file = file
        self.line = line
        self.start = start
        self.zone = zone
        self.settings = settings
        self.draws = draws
        self.runs = runs
        self.feeds = feeds
        self.expectations = expectations
    }

    /// When a test begins that does not say: on a Monday morning, 2026-01-05 09:00 UTC.
    public static let standardStart =
        Timestamp.zero + .days(Int64(CivilDate.days(2026, 1, 5))) + .hours(9)

    public struct Setting: Equatable, Sendable {
        public var param: String
        /// As the rules write it.
        public var value: String

        public init(_ param: String, _ value: String) {
            self.param = param
            self.value = value
        }
    }
}

/// A number that is drawn for each run: `low` and so many steps more.
public struct DrawPlan: Equatable, Sendable {
    public var name: String
    public var unit: Unit
    public var low: Double
    public var high: Double

    public init(_ name: String, _ unit: Unit, _ low: Double, _ high: Double) {
        self.name = name
        self.unit = unit
        self.low = low
        self.high = high
    }
}

/// Events of one stream: what is in them, when they happen, and when they arrive.
public struct FeedPlan: Equatable, Sendable {
    public var stream: String
    public var tags: [Column]
    public var fields: [Column]
    /// Events at each time.
    public var times: Int
    /// nil: once.
    public var every: Interval?
    /// From its first event on.
    public var lasting: Interval
    /// From the beginning of the test to its first event.
    public var after: Interval
    /// How much later than they happen its events arrive.
    public var late: Interval
    public var isDoubled: Bool

    public init(
        _ stream: String, tags: [Column] = [], fields: [Column] = [], times: Int = 1,
        every: Interval? = nil, lasting: Interval = .zero, after: Interval = .zero,
        late: Interval = .zero, isDoubled: Bool = false
    ) {
        self.stream = stream
        self.tags = tags
        self.fields = fields
        self.times = times
        self.every = every
        self.lasting = lasting
        self.after = after
        self.late = late
        self.isDoubled = isDoubled
    }

    public struct Column: Equatable, Sendable {
        public var name: String
        public var course: CoursePlan

        public init(_ name: String, _ course: CoursePlan) {
            self.name = name
            self.course = course
        }
    }

    /// The times at which events happen: 0, 1, 2 … times `every` within `lasting`.
    public var moments: Int {
        guard let every else { return 1 }
        return Int(
            max(0, (lasting.nanoseconds - 1) / every.nanoseconds + (lasting > .zero ? 1 : 0)))
    }

    /// When its last event has arrived, after the beginning of the test.
    public var end: Interval { after + lasting + late }
}

/// What a column holds, from event to event.
public struct CoursePlan: Equatable, Sendable {
    public enum Shape: Equatable, Sendable {
        /// Of a tag or a text field; `{n}` stands for the number of the event.
        case texts([String])
        /// One part of the feed after the other; a truth value is 1 or 0.
        case steps([Operand])
        case ramp(Operand, to: Operand)
        case rising(Operand, by: Operand)
    }

    public enum Operand: Equatable, Sendable {
        case number(Double)
        /// By its index in the test.
        case draw(Int)
    }

    public var shape: Shape
    /// The standard deviation of what is added.
    public var noise: Operand?

    public init(_ shape: Shape, noise: Operand? = nil) {
        self.shape = shape
        self.noise = noise
    }
}
