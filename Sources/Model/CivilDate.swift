/// A time as people write it, in UTC, by the proleptic Gregorian calendar.
///
/// - Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil` and
///   `civil_from_days`.
public struct CivilDate: Equatable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour = 0
    public var minute = 0
    public var second = 0
    public var nanosecond = 0

    public init(_ time: Timestamp) {
        let seconds = time.paneIndex(of: .seconds(1))
        let days = time.paneIndex(of: .days(1))
        nanosecond = Int(time.nanoseconds &- seconds &* 1_000_000_000)
        let inDay = Int(seconds - days * 86_400)
        (hour, minute, second) = (inDay / 3_600, inDay / 60 % 60, inDay % 60)

        (year, month, day) = Self.date(days: Int(days))
    }

    /// A day at its beginning.
    public init(daysSinceEpoch days: Int) { (year, month, day) = Self.date(days: days) }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    /// Days of a month.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from the epoch to a date.
    public static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Timestamp {
    /// Reads `2026-03-09`, `2026-03-09 08:45`, `2026-03-09T08:45:00.5Z` or `…+01:00`; no zone means
    /// UTC.
    ///
    /// nil: it is none of these, there is no such day, or it is beyond what a timestamp holds.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        guard let year = number(&rest, 4), take(&rest, "-"), let month = number(&rest, 2),
            take(&rest, "-"), let day = number(&rest, 2), (1...12).contains(month),
            (1...CivilDate.length(ofMonth: month, in: year)).contains(day)
        else { return nil }
        var time: Int64 = 0
        if !rest.isEmpty {
            guard take(&rest, "T") || take(&rest, " "), let read = timeOfDay(&rest) else {
                return nil
            }
            time = read
        }
        let (midnight, isBeyond) = Int64(CivilDate.days(year, month, day))
            .multipliedReportingOverflow(by: Interval.days(1).nanoseconds)
        let (sum, isOver) = midnight.addingReportingOverflow(time)
        guard rest.isEmpty, !isBeyond, !isOver else { return nil }
        self.init(nanoseconds: sum)
    }
}

/// Nanoseconds since midnight UTC of `08:45[:30[.5]][Z|+01:00]`.
private func timeOfDay(_ text: inout Substring) -> Int64? {
    guard let hour = number(&text, 2), take(&text, ":"), let minute = number(&text, 2),
        hour < 24, minute < 60
    else { return nil }
    var total = Interval.minutes(Int64(hour * 60 + minute)).nanoseconds
    if take(&text, ":") {
        guard let second = number(&text, 2), second < 61 else { return nil }
        total += Int64(second) * 1_000_000_000
        if take(&text, ".") {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard (1...9).contains(digits.count), let fraction = Int64(digits) else { return nil }
            total += (digits.count..<9).reduce(fraction) { value, _ in value * 10 }
            text = text.dropFirst(digits.count)
        }
    }
    if take(&text, "Z") || text.isEmpty { return total }
    let sign: Int64 = text.first == "-" ? 1 : -1
    guard take(&text, "+") || take(&text, "-"), let hours = number(&text, 2), take(&text, ":"),
        let minutes = number(&text, 2), hours < 24, minutes < 60
    else { return nil }
    return total + sign * Interval.minutes(Int64(hours * 60 + minutes)).nanoseconds
}

private func number(_ text: inout Substring, _ width: Int) -> Int? {
    let digits = text.prefix(width)
    guard digits.count == width, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
        return nil
    }
    text = text.dropFirst(width)
    return Int(digits)
}

private func take(_ text: inout Substring, _ character: Character) -> Bool {
    guard text.first == character else { return false }
    text.removeFirst()
    return true
}
