import Calendars
import Model

/// A span as people call it: by its first and last day, on the clocks of a zone.
struct DigestDays {
    private let span: ReportSpan
    private let zone: Zone
    private let tongue: Tongue

    init(_ span: ReportSpan, in zone: Zone, tongue: Tongue) {
        self.span = span
        self.zone = zone
        self.tongue = tongue
    }

    /// `Monday 9 to Sunday 15 March 2026`, with the months and years that are needed.
    var text: String {
        let first = zone.local(span.start).day
        let last = zone.local(span.end - .nanoseconds(1)).day
        let begin =
            name(first)
            + (first.month == last.month && first.year == last.year ? "" : " " + month(first))
            + (first.year == last.year ? "" : " \(first.year)")
        let end = "\(name(last)) \(month(last)) \(last.year)"
        if first == last { return tongue == .french ? "le \(end)" : end }
        return tongue == .french ? "du \(begin) au \(end)" : "\(begin) to \(end)"
    }

    /// `Monday 9 at 09:20`.
    func moment(_ time: Timestamp) -> String {
        let local = zone.local(time)
        let minutes = local.time.nanoseconds / Interval.minutes(1).nanoseconds
        let clock = "\(two(minutes / 60)):\(two(minutes % 60))"
        let day = name(local.day) + (isWithin(time) ? "" : " " + month(local.day))
        return tongue == .french ? "\(day) à \(clock)" : "\(day) at \(clock)"
    }

    private func isWithin(_ time: Timestamp) -> Bool { time >= span.start && time < span.end }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func name(_ day: Day) -> String {
        let names = tongue == .french ? Self.frenchDays : Self.englishDays
        let number = tongue == .french && day.dayOfMonth == 1 ? "1er" : "\(day.dayOfMonth)"
        return "\(names[day.weekday.rawValue]) \(number)"
    }

    private func month(_ day: Day) -> String {
        (tongue == .french ? Self.frenchMonths : Self.englishMonths)[day.month - 1]
    }

    private static let englishDays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let frenchDays = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    private static let frenchMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ]
}
