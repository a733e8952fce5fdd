public import Model

/// What the clock on a wall shows: a day and a time of day. The end of a day is the beginning of
/// the next.
public struct LocalTime: Hashable, Comparable, Sendable {
    public let day: Day
    /// Since midnight by the clock on the wall, less than a day.
    public let time: Interval

    /// A time of a day and more is one of a later day: 26:00 is 02:00 on the next.
    public init(_ day: Day, _ time: Interval = .zero) {
        let days = Timestamp(nanoseconds: time.nanoseconds).paneIndex(of: .days(1))
        self.day = day.adding(days: Int(days))
        self.time = time - .days(1) * days
    }

    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.day, left.time) < (right.day, right.time)
    }

    /// Whole seconds since 1970-01-01 00:00 on the wall.
    var seconds: Int64 { Int64(day.number) * 86_400 + time.nanoseconds / 1_000_000_000 }
    /// Beyond the whole second.
    var fraction: Int64 { time.nanoseconds % 1_000_000_000 }
}

extension LocalTime: CustomStringConvertible {
    /// To the minute: `2026-03-09 08:45`.
    public var description: String {
        let minutes = time.nanoseconds / Interval.minutes(1).nanoseconds
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(day) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
