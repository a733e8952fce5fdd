import Model

/// How an entry comes again every year: on its date, on given dates of given months, or on such a
/// day as the last Monday of May.
struct Recurrence {
    /// The nth such day of the month, from its end where negative; 0: all.
    struct Weekdays: Equatable {
        var nth: Int
        var weekday: Weekday
    }

    private var every = 1
    private var count: Int?
    private var until: LocalTime?
    private var months: [Int] = []
    private var dates: [Int] = []
    private var weekdays: [Weekdays] = []

    /// nil: another way to come again, or none.
    init?(_ text: String, in zone: Zone) {
        var isYearly = false
        for part in text.uppercased().split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { return nil }
            let value = String(sides[1])
            switch sides[0] {
            case "FREQ": isYearly = value == "YEARLY"
            case "INTERVAL": every = Self.numbers(value, 1...1_000)?.first ?? 0
            case "COUNT": count = Self.numbers(value, 1...1_000_000)?.first ?? 0
            case "UNTIL":
                until = LocalTime(iCalendar: value, in: zone)
                if until == nil { return nil }
            case "BYMONTH": months = Self.numbers(value, 1...12) ?? [0]
            case "BYMONTHDAY": dates = Self.numbers(value, -31...31) ?? [0]
            case "BYDAY":
                guard let days = Self.weekdays(value) else { return nil }
                weekdays = days
            case "WKST": break
            default: return nil
            }
        }
        guard isYearly, every > 0, count != 0, !months.contains(0), !dates.contains(0),
            weekdays.isEmpty || !months.isEmpty && dates.isEmpty
        else { return nil }
    }

    private static func numbers(_ text: String, _ range: ClosedRange<Int>) -> [Int]? {
        let numbers = text.split(separator: ",").map { Int($0) ?? .min }
        return numbers.allSatisfy(range.contains) && !numbers.isEmpty ? numbers : nil
    }

    /// `MO`, `4TH`, `-1MO`.
    private static func weekdays(_ text: String) -> [Weekdays]? {
        var weekdays: [Weekdays] = []
        for word in text.split(separator: ",") {
            let number = word.dropLast(2)
            guard let nth = number.isEmpty ? 0 : Int(number), (-5...5).contains(nth),
                let weekday = Weekday.allCases.first(where: {
                    $0.word.prefix(2).uppercased() == word.suffix(2)
                })
            else { return nil }
            weekdays.append(Weekdays(nth: nth, weekday: weekday))
        }
        return weekdays
    }

    /// All of its days up to the last year that is written out, in order. The first is the one that
    /// the entry itself names, whatever the rule says.
    func days(from start: Day, atMost most: Int) -> [Day] {
        var days = [start]
        for year in stride(from: start.year, through: Limits.lastHolidayYear, by: every) {
            for day in self.days(in: year, like: start) where day > start {
                if days.count >= min(count ?? most, most) { return days }
                if let until, day > until.day { return days }
                days.append(day)
            }
        }
        return days
    }

    private func days(in year: Int, like start: Day) -> [Day] {
        let months = months.isEmpty ? [start.month] : Set(months).sorted()
        return months.flatMap { month in
            weekdays.isEmpty
                ? onDates(year, month, like: start) : onWeekdays(year, month)
        }
    }

    /// 29 February comes in leap years only.
    private func onDates(_ year: Int, _ month: Int, like start: Day) -> [Day] {
        let length = CivilDate.length(ofMonth: month, in: year)
        let dates = dates.isEmpty ? [start.dayOfMonth] : dates
        return Set(dates.map { $0 < 0 ? length + 1 + $0 : $0 }).sorted()
            .compactMap { Day(year: year, month: month, day: $0) }
    }

    private func onWeekdays(_ year: Int, _ month: Int) -> [Day] {
        let days = (1...CivilDate.length(ofMonth: month, in: year))
            .compactMap { Day(year: year, month: month, day: $0) }
        return Set(
            weekdays.flatMap { asked -> [Day] in
                let all = days.filter { $0.weekday == asked.weekday }
                let place = asked.nth > 0 ? asked.nth - 1 : all.count + asked.nth
                if asked.nth == 0 { return all }
                return all.indices.contains(place) ? [all[place]] : []
            }
        ).sorted()
    }
}
