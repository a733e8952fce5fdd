public import Calendars
import Model

/// A clock on a wall of a zone: what it shows, for people.
public struct WallClock: Sendable {
    public var zone: Zone

    public init(_ zone: Zone) { self.zone = zone }

    public static let utc = WallClock(.utc)

    /// What it shows at a time, read as if it were UTC.
    func wall(_ time: Timestamp) -> Timestamp { time + zone.offset(at: time) }

    /// When it shows that.
    func moment(_ wall: Timestamp) -> Timestamp {
        let day = wall.paneIndex(of: .days(1))
        let midnight = Timestamp.zero + .days(day)
        return zone.timestamp(of: LocalTime(Day(number: Int(day)), wall - midnight))
    }

    /// `Mon 09 Mar 11:20`, with seconds where it is not a whole minute.
    func text(_ time: Timestamp) -> String {
        let date = CivilDate(wall(time))
        let day = Self.weekday(of: wall(time))
        let clock = "\(two(date.hour)):\(two(date.minute))"
        let rest = date.second == 0 ? "" : ":\(two(date.second))"
        return "\(day) \(two(date.day)) \(Self.months[date.month - 1]) \(clock)\(rest)"
    }

    /// `11:20`.
    func clockText(_ time: Timestamp) -> String {
        let date = CivilDate(wall(time))
        return "\(two(date.hour)):\(two(date.minute))"
    }

    /// `09 Mar`.
    func dayText(_ time: Timestamp) -> String {
        let date = CivilDate(wall(time))
        return "\(two(date.day)) \(Self.months[date.month - 1])"
    }

    private static func weekday(of wall: Timestamp) -> String {
        // 1970-01-01 was a Thursday.
        let index = (wall.paneIndex(of: .days(1)) + 3) % 7
        return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][Int((index + 7) % 7)]
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
