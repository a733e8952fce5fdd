extension OpeningCalendar {
    /// Whether a day is not like the same day of other weeks: it is closed by name, or has hours of
    /// its own.
    public func isSpecial(_ day: Day) -> Bool {
        exceptions[day] != nil || closed.contains { $0.contains(day) }
    }
}
