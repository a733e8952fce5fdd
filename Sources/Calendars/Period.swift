public import Model

/// A stretch of the calendar in a zone: an hour, a day, a week, a month, a quarter or a year.
///
/// They follow one another without a gap, also where clocks are changed: a day then has 23 or 25
/// hours, and where the clocks are put back over midnight, what they show twice is of the later
/// day. An hour ends at the next full hour on the wall, or where the clocks are put on or back.
public struct Period: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case hour, day, week, month, quarter, year
    }

    public var kind: Kind
    public var zone: Zone

    public init(_ kind: Kind, in zone: Zone) {
        self.kind = kind
        self.zone = zone
    }

    /// When the period began that a time is in.
    public func start(containing time: Timestamp) -> Timestamp {
        kind == .hour ? hour(time).lowerBound : midnight(first(of: day(time)))
    }

    /// When it ends, and the next begins. Always after `time`, but at the end of all time.
    public func end(containing time: Timestamp) -> Timestamp {
        kind == .hour ? hour(time).upperBound : midnight(next(after: first(of: day(time))))
    }

    /// Whether each begins where a pane of this length does, so that panes can be told apart by it.
    public func isAligned(to step: Interval) -> Bool {
        guard step > .zero else { return false }
        let whole: Interval = kind == .hour ? .hours(1) : .days(1)
        return whole.nanoseconds % step.nanoseconds == 0 && zone.isAligned(to: step)
    }

    /// The length of the longest, clocks that are changed left aside.
    public var longest: Interval {
        switch kind {
        case .hour: .hours(1)
        case .day: .days(1)
        case .week: .days(7)
        case .month: .days(31)
        case .quarter: .days(92)
        case .year: .days(366)
        }
    }
}

extension Period {
    private func midnight(_ day: Day) -> Timestamp { zone.timestamp(reaching: LocalTime(day)) }

    /// The day that began last.
    private func day(_ time: Timestamp) -> Day {
        let shown = zone.local(time).day
        return midnight(shown.adding(days: 1)) <= time ? shown.adding(days: 1) : shown
    }

    private func first(of day: Day) -> Day {
        switch kind {
        case .hour, .day: day
        case .week: day.adding(days: -day.weekday.rawValue)
        case .month: Self.first(day.year, day.month)
        case .quarter: Self.first(day.year, (day.month - 1) / 3 * 3 + 1)
        case .year: Self.first(day.year, 1)
        }
    }

    private func next(after first: Day) -> Day {
        switch kind {
        case .hour, .day: first.adding(days: 1)
        case .week: first.adding(days: 7)
        case .month: Self.first(first.year, first.month + 1)
        case .quarter: Self.first(first.year, first.month + 3)
        case .year: Self.first(first.year + 1, 1)
        }
    }

    /// A month after the twelfth is one of the next year.
    private static func first(_ year: Int, _ month: Int) -> Day {
        Day(number: CivilDate.days(year + (month - 1) / 12, (month - 1) % 12 + 1, 1))
    }

    private func hour(_ time: Timestamp) -> Range<Timestamp> {
        let wall = zone.local(time).time
        let into = Interval(nanoseconds: wall.nanoseconds % Interval.hours(1).nanoseconds)
        let (last, next) = zone.changes(around: time)
        let start = max(time - into, last ?? .distantPast)
        let end = min(time + (.hours(1) - into), next ?? Timestamp(nanoseconds: .max))
        return start..<max(start, end)
    }
}

extension Period: CustomStringConvertible {
    /// As the rule language writes it: `day in "Europe/Paris"`.
    public var description: String { "\(kind.rawValue) in \"\(zone.name)\"" }
}
