import Model

/// One entry of a file of holidays.
struct HolidayEntry {
    /// Where it begins.
    let line: Int
    var title = ""
    var start: LocalTime?
    /// Though perhaps not so that it could be read.
    var saysStart = false
    /// Not included. nil: a day, or as long as `duration` says.
    var end: LocalTime?
    var duration: Interval?
    var recurrence: Recurrence?
    /// On which of its days it does not come again.
    var missing: Set<Day> = []
    /// On which it comes beside those.
    var further: [Day] = []
    var isCancelled = false

    init(line: Int) { self.line = line }

    /// In days.
    var length: Int {
        guard let start else { return 0 }
        let end = end ?? duration.map { LocalTime(start.day, start.time + $0) }
        guard let end, end > start else { return 1 }
        // An end at midnight is the end of the day before.
        return end.day.number - start.day.number + (end.time > .zero ? 1 : 0)
    }

    /// - Parameter most: of its days, and of the times that it comes, the missed ones too.
    func days(atMost most: Int) -> [Day] {
        guard let start else { return [] }
        let starts = (recurrence?.days(from: start.day, atMost: most) ?? [start.day]) + further
        let (length, missing) = (length, missing)
        return starts.prefix(most).lazy.filter { !missing.contains($0) }
            .flatMap { start in (0..<length).lazy.map { start.adding(days: $0) } }
            .prefix(most).map { $0 }
    }
}
