import Model

/// A date of the proleptic Gregorian calendar, in no zone in particular.
public struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let number: Int

    /// A day so far off that no timestamp reaches it is as good as the last that one does.
    public init(number: Int) { self.number = min(max(number, -Self.reach), Self.reach) }

    /// nil: there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...CivilDate.length(ofMonth: month, in: year)).contains(day)
        else { return nil }
        self.init(number: CivilDate.days(year, month, day))
    }

    /// Reads `2026-03-09`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Ten thousand years, which no sum of days on a timestamp overflows.
    private static let reach = 3_652_425

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    public func adding(days: Int) -> Day {
        let (sum, isBeyond) = number.addingReportingOverflow(days)
        return Day(number: isBeyond ? (days < 0 ? .min : .max) : sum)
    }

    public var weekday: Weekday {
        let shifted = (number + 3) % 7
        return Weekday(rawValue: shifted < 0 ? shifted + 7 : shifted) ?? .monday
    }

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var dayOfMonth: Int { civil.day }

    private var civil: CivilDate { CivilDate(daysSinceEpoch: number) }
}

extension Day: CustomStringConvertible {
    /// `2026-03-09`
    public var description: String {
        let civil = civil
        return [(civil.year, 4), (civil.month, 2), (civil.day, 2)].map { number, width in
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }.joined(separator: "-")
    }
}
