public import Model

/// Learns what is normal for one group of one KPI, and says how unlikely a value is.
///
/// The detector itself holds what a rule says, once for all groups; `Memory` is what each group
/// remembers, and it is small: at most 300 bytes, or 8 KB where the hours of the week are learnt.
///
/// Laws (run over everything registered): a finding depends on nothing but the observations up to
/// it; saving and loading a memory in between changes nothing; the same observations give the same
/// bytes; no observation, however wild, breaks it, and after enough tame ones its findings are
/// ordinary again.
public protocol Detector: Sendable {
    associatedtype Memory: Savable & Sendable

    static var manifest: Manifest { get }

    /// Whether it compares a group with the others: then an observation has its siblings.
    static var asksSiblings: Bool { get }

    init(_ arguments: Arguments, for subject: Subject)

    /// The memory of a group that was never heard of.
    var blank: Memory { get }

    /// Judges first and learns then. Times need not rise, and values need not be finite.
    func judge(_ observation: Observation, _ memory: inout Memory) -> Finding
}

extension Detector {
    public static var asksSiblings: Bool { false }
}

/// What is judged, as far as a rule tells.
public struct Subject: Hashable, Sendable {
    public enum Nature: Hashable, Sendable {
        /// How many: whole numbers from zero on, which scatter as their root.
        case count
        /// A part of a whole, 0...1.
        case share
        /// A length of time: positive, often with a long tail.
        case duration
        /// A mark or points, between bounds.
        case score
        /// Any other number.
        case amount
    }

    public var nature: Nature
    /// From one judgement to the next.
    public var every: Interval
    /// The window behind a value: those of judgements closer than that share samples.
    public var over: Interval
    /// Between what all values lie; nil: anything may come.
    public var bounds: ClosedRange<Double>?

    public init(
        _ nature: Nature, every: Interval, over: Interval, bounds: ClosedRange<Double>? = nil
    ) {
        self.nature = nature
        self.every = every
        self.over = over
        self.bounds = bounds
    }
}

/// One value on its way to a detector.
public struct Observation: Sendable {
    public var time: Timestamp
    public var value: Double
    /// How many samples it was made of; 0: unknown.
    public var samples: Int
    /// The standard error of the value, in its own unit; nil: unknown.
    public var error: Double?
    public var hour: WeekHour
    /// What the other groups of the KPI have; nil: there are none, or nobody asked.
    public var siblings: Siblings?
    /// How much it is to be learnt: 1, and less while the group alerts. Never 0, or a level that
    /// has moved for good would never become the new normal.
    public var weight: Double

    public init(
        time: Timestamp, value: Double, samples: Int = 0, error: Double? = nil, hour: WeekHour,
        siblings: Siblings? = nil, weight: Double = 1
    ) {
        self.time = time
        self.value = value
        self.samples = samples
        self.error = error
        self.hour = hour
        self.siblings = siblings
        self.weight = weight
    }
}

/// Where in the week a time lies, by the clock on the wall where people live.
public struct WeekHour: Hashable, Sendable {
    /// From Monday 00:00: 0..<168.
    public var index: Int
    /// How much of the hour has passed: 0..<1.
    public var passed: Double
    /// A holiday, or a day with hours of its own: it is not like the same day of other weeks.
    public var isSpecial: Bool

    public init(index: Int, passed: Double, isSpecial: Bool = false) {
        self.index = index
        self.passed = passed
        self.isSpecial = isSpecial
    }

    public var hourOfDay: Int { index % 24 }

    public static let count = 168
}

/// The other groups of a KPI at one time.
public struct Siblings: Hashable, Sendable {
    public var median: Double
    /// Their scatter as a standard deviation, by the median of their distances from the median.
    public var spread: Double
    public var count: Int

    public init(median: Double, spread: Double, count: Int) {
        self.median = median
        self.spread = spread
        self.count = count
    }
}

/// What a detector says of one value.
public enum Finding: Equatable, Sendable {
    /// It does not know enough yet.
    case learning
    case judged(Surprise)

    public var surprise: Surprise? {
        if case .judged(let surprise) = self { surprise } else { nil }
    }
}

/// How unlikely a value is, and why.
public struct Surprise: Equatable, Sendable {
    /// -log10 of the probability of a value at least as far out: 0 is nothing, 3 is one in a
    /// thousand.
    public var evidence: Double
    /// Whether the value is above what was expected.
    public var isHigh: Bool
    /// The value that would have been the most ordinary, and the usual distance from it; nil: the
    /// detector does not think in values.
    public var expected: Double?
    public var scale: Double?
    /// What spoke, in a word that people understand: `jump`, `level`, `season`, `range`.
    public var reason: String

    public init(
        _ evidence: Double, isHigh: Bool, expected: Double? = nil, scale: Double? = nil,
        reason: String = ""
    ) {
        self.evidence = evidence
        self.isHigh = isHigh
        self.expected = expected
        self.scale = scale
        self.reason = reason
    }
}
