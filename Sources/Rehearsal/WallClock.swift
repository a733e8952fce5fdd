public import Model

/// A clock on a wall: what it shows, and when.
public struct WallClock: Sendable {
    public var zone: String
    /// What it shows at a moment, read as if it were UTC.
    public var wall: @Sendable (Timestamp) -> Timestamp
    /// The moment at which it shows that; the first, where it does so twice.
    public var moment: @Sendable (Timestamp) -> Timestamp

    public init(
        zone: String, wall: @escaping @Sendable (Timestamp) -> Timestamp,
        moment: @escaping @Sendable (Timestamp) -> Timestamp
    ) {
        self.zone = zone
        self.wall = wall
        self.moment = moment
    }

    public static let utc = WallClock(zone: "UTC", wall: { $0 }, moment: { $0 })

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
