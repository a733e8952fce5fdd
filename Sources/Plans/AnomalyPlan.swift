public import Model
public import PluginKit

/// `value is anomalous`: which detector is asked, and when what it says counts.
public struct AnomalyPlan: Hashable, Sendable {
    /// By its name in the registry.
    public var detector: String
    public var arguments: Arguments
    public var subject: Subject
    /// nil: both.
    public var direction: Direction?
    public var bar: Bar
    /// How far from the expected value a value must be besides; nil: however little.
    public var atLeast: Effect?

    public enum Direction: String, Hashable, Sendable, CaseIterable { case high, low }

    /// What is unlikely enough.
    public enum Bar: Hashable, Sendable {
        case budget(FalseAlarms)
        /// Of the groups of the KPI that are called anomalous at one time, at most this share may
        /// be called so wrongly (Benjamini and Hochberg).
        case discoveries(Double)
    }

    public enum Effect: Hashable, Sendable {
        /// Of the expected value: 0.1 is a tenth.
        case share(Double)
        /// In the KPI's own unit.
        case amount(Double)
    }

    public init(
        _ detector: String, _ arguments: Arguments, for subject: Subject,
        direction: Direction? = nil, bar: Bar, atLeast: Effect? = nil
    ) {
        self.detector = detector
        self.arguments = arguments
        self.subject = subject
        self.direction = direction
        self.bar = bar
        self.atLeast = atLeast
    }
}

/// False alarms that one group may give: so many in such a time.
public struct FalseAlarms: Hashable, Sendable {
    public var count: Double
    public var per: Interval

    public init(_ count: Double, per: Interval) {
        self.count = count
        self.per = per
    }

    public static let standard = FalseAlarms(1, per: .days(30))
}
