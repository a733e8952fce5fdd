public import Calendars
public import Model
public import PluginKit

/// By whose clocks the hours of the week are told, and which days are not like others.
public struct Season: Equatable, Sendable {
    public var zone: Zone
    /// Whose closures and exceptions make special days.
    public var calendar: OpeningCalendar?

    public static let utc = Season(zone: .utc)

    public init(zone: Zone) { self.zone = zone }

    public init(_ calendar: OpeningCalendar) {
        zone = calendar.zone
        self.calendar = calendar
    }

    /// The hour of what ends at a time.
    public func hour(until end: Timestamp) -> WeekHour {
        let local = zone.local(end - .nanoseconds(1))
        let (hour, rest) = local.time.nanoseconds.quotientAndRemainder(
            dividingBy: Interval.hours(1).nanoseconds)
        return WeekHour(
            index: local.day.weekday.rawValue * 24 + Int(hour),
            passed: Double(rest) / Double(Interval.hours(1).nanoseconds),
            isSpecial: calendar?.isSpecial(local.day) ?? false)
    }
}
