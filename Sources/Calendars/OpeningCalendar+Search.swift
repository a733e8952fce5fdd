public import Model

extension OpeningCalendar {
    /// How long it is open between two times.
    ///
    /// - Complexity: O(unusual days in between), each a few binary searches; the weeks that are
    ///   like any other are counted together.
    public func openTime(from start: Timestamp, to end: Timestamp) -> Interval {
        guard start < end else { return .zero }
        let end = min(end, start + Interval(nanoseconds: .max))  // what an interval holds
        let last = zone.local(end).day.adding(days: 1)
        var day = zone.local(start).day
        var sum = Interval.zero
        while day <= last {
            for open in open(on: day) {
                let (from, to) = (max(open.lowerBound, start), min(open.upperBound, end))
                if from < to { sum = sum + (to - from) }
            }
            day = day.adding(days: 1)
            let weeks = usualWeeks(from: day, before: last.adding(days: -1))
            sum = sum + usual * Int64(weeks)
            day = day.adding(days: weeks * 7)
        }
        return sum
    }

    /// How many whole weeks that are like any other begin with `day` and are over before `end`.
    private func usualWeeks(from day: Day, before end: Day) -> Int {
        guard end.number - day.number >= 7 else { return 0 }
        let unusual = min(nextUnusual(from: day) ?? end, end)
        return max(0, (unusual.number - day.number) / 7)
    }

    /// When it next opens; nil: not in three years.
    public func nextOpening(after time: Timestamp) -> Timestamp? {
        nextTurn(after: time) { opens, _ in opens }
    }

    /// When it next closes; nil: not in three years, or it is never open.
    public func nextClosing(after time: Timestamp) -> Timestamp? {
        nextTurn(after: time) { _, closes in closes }
    }

    /// Goes through the openings from the day before on, and puts together those that touch.
    private func nextTurn(
        after time: Timestamp, _ turn: (_ opens: Timestamp?, _ closes: Timestamp?) -> Timestamp?
    ) -> Timestamp? {
        let today = zone.local(time).day
        var closes: Timestamp?
        for day in -1...Limits.calendarReach {
            for open in open(on: today.adding(days: day)) {
                if let found = turn(nil, closes == open.lowerBound ? nil : closes), found > time {
                    return found
                }
                let isNew = closes != open.lowerBound
                closes = open.upperBound
                if isNew, let found = turn(open.lowerBound, nil), found > time { return found }
            }
        }
        guard let found = turn(nil, closes), found > time, hasAnEnd(found, today) else {
            return nil
        }
        return found
    }

    /// Whether the last closing that was seen is one, and not only the end of the search.
    private func hasAnEnd(_ closes: Timestamp, _ today: Day) -> Bool {
        closes < zone.timestamp(reaching: LocalTime(today.adding(days: Limits.calendarReach)))
    }
}
