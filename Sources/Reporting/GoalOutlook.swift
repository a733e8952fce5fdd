public import Calendars
public import Model
public import Plans
import PluginKit
public import Statistics

/// What a KPI is to be, and by when.
public struct Goal: Equatable, Sendable {
    public var value: Double
    /// The day is over at this time; nil: no date was said.
    public var due: Timestamp?

    public init(_ value: Double, due: Timestamp?) {
        self.value = value
        self.due = due
    }
}

/// Where a KPI is on the way to its goal, and when it gets there at this pace.
public struct GoalOutlook: Equatable, Sendable {
    public var name: String
    public var title: String
    public var unit: Unit
    public var group: Labels
    public var goal: Goal
    /// Whether the goal is reached from below.
    public var isUpward: Bool
    /// When the last day of the trend ended.
    public var today: Timestamp
    /// By the window of its rule; nil: it has no value.
    public var now: Double?
    /// A day; nil: too few days tell anything.
    public var trend: TrendLine?

    public enum Verdict: String, Sendable {
        case reached, onTime, late, open, notAtThisPace, unknown
    }

    /// How far intervals reach: 95 % between their ends.
    private static let reach = 1.959963984540054

    /// - Parameters:
    ///   - days: the values of the last days, day by day.
    ///   - overlap: over how many days neighbours share their events.
    public init(
        _ kpi: KPIPlan, _ group: Labels, _ goal: Goal, now: Double?, days: [Double?],
        overlap: Int, today: Timestamp
    ) {
        (name, title, unit) = (kpi.name, kpi.title(in: .english), kpi.unit)
        self.group = group
        self.goal = goal
        self.now = now
        self.today = today
        trend = TrendLine(
            Array(days.suffix(Limits.daysOfTrend)), season: overlap < 7 ? 7 : 1, overlap: overlap)
        let level = now ?? trend?.last ?? goal.value
        isUpward = kpi.better.map { $0 == .higher } ?? (level <= goal.value)
    }

    public var isReached: Bool {
        now.map { isUpward ? $0 >= goal.value : $0 <= goal.value } ?? false
    }

    /// Between what the trend lies, a day.
    public var pace: ClosedRange<Double>? { trend?.range(reaching: Self.reach) }

    /// In how many days the line reaches the goal: at the earliest, as it is, at the latest; nil:
    /// never at that pace.
    public var days: (earliest: Double?, likely: Double?, latest: Double?) {
        guard let trend, let pace else { return (nil, nil, nil) }
        let gap = goal.value - trend.last
        func days(_ slope: Double) -> Double? {
            guard gap != 0 else { return 0 }
            let length = gap / slope
            return length >= 0 && length <= Self.horizon ? length : nil
        }
        let (fast, slow) =
            isUpward ? (pace.upperBound, pace.lowerBound) : (pace.lowerBound, pace.upperBound)
        return (days(fast), days(trend.slope), days(slow))
    }

    /// What takes longer than ten years is not on its way.
    private static let horizon = 3_653.0

    public var daysLeft: Double? { goal.due.map { ($0 - today).seconds / 86_400 } }

    public var verdict: Verdict {
        if isReached { return .reached }
        guard let trend else { return .unknown }
        let (earliest, likely, _) = days
        if let left = daysLeft {
            let then = trend.range(ahead: max(0, left), reaching: Self.reach)
            let (best, worst) =
                isUpward ? (then.upperBound, then.lowerBound) : (then.lowerBound, then.upperBound)
            if isBeyond(worst) { return .onTime }
            if !isBeyond(best) { return earliest == nil ? .notAtThisPace : .late }
            return .open
        }
        return likely == nil ? (earliest == nil ? .notAtThisPace : .open) : .onTime
    }

    private func isBeyond(_ value: Double) -> Bool {
        isUpward ? value >= goal.value : value <= goal.value
    }
}

extension KPIPlan {
    /// What its rule wants it to be, by the end of the day; nil: no rule says.
    public func target(in zone: Zone) -> Goal? {
        goal.map { goal in
            Goal(
                goal.value,
                due: goal.by.map { zone.timestamp(reaching: LocalTime($0.adding(days: 1))) })
        }
    }
}
