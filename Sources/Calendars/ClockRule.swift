import Model

/// When clocks are put on and back, year for year: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// - Source: POSIX.1, "TZ", with the longer hours of RFC 8536, section 3.3.1.
struct ClockRule: Equatable {
    /// One change of the clocks: on which day, and when on the clock as it was before.
    struct Turn: Equatable {
        enum Place: Equatable {
            /// 1 to 365; 29 February is never counted.
            case ofCommonYear(Int)
            /// 0 to 365.
            case ofYear(Int)
            /// Of a month the nth Sunday, where 5 is the last; Sunday is 0.
            case ofMonth(Int, week: Int, weekday: Int)
        }

        var place: Place
        /// After midnight, in seconds; may be beyond the day.
        var time: Int64
    }

    struct Summer: Equatable {
        var offset: Int64
        var begins: Turn
        var ends: Turn
    }

    let text: String
    /// Ahead of UTC, in seconds, as all offsets here.
    var standard: Int64
    /// nil: the clocks stay as they are.
    var summer: Summer?

    /// What the rule makes of all years of a `Timestamp`, after a time.
    func changes(after time: Int64) -> [ZoneTable.Change] {
        guard let summer else { return [] }
        var changes: [ZoneTable.Change] = []
        for year in max(1676, Self.year(of: time) - 1)...2263 {
            let begin = ZoneTable.Change(
                at: summer.begins.seconds(in: year) - standard, offset: summer.offset)
            let end = ZoneTable.Change(
                at: summer.ends.seconds(in: year) - summer.offset, offset: standard)
            for change in begin.at <= end.at ? [begin, end] : [end, begin] {
                // Where summer ends as the next begins it does not end.
                while let last = changes.last, last.at >= change.at { changes.removeLast() }
                changes.append(change)
            }
        }
        return changes.filter { $0.at > time }
    }

    private static func year(of seconds: Int64) -> Int {
        CivilDate(daysSinceEpoch: Int(max(seconds, ZoneTable.earliest) / 86_400)).year
    }
}

extension ClockRule.Turn {
    /// Since the epoch, by the clock on the wall.
    func seconds(in year: Int) -> Int64 { Int64(days(in: year)) * 86_400 + time }

    private func days(in year: Int) -> Int {
        switch place {
        case .ofYear(let number): return CivilDate.days(year, 1, 1) + number
        case .ofCommonYear(let number):
            let isLeap = CivilDate.length(ofMonth: 2, in: year) == 29
            return CivilDate.days(year, 1, 1) + number - (isLeap && number >= 60 ? 0 : 1)
        case .ofMonth(let month, let week, let weekday):
            let first = Day(number: CivilDate.days(year, month, 1))
            // `Weekday` counts from Monday, the rule from Sunday.
            let toFirst = (weekday - first.weekday.rawValue + 6) % 7
            var date = toFirst + (week - 1) * 7
            while date >= CivilDate.length(ofMonth: month, in: year) { date -= 7 }
            return first.number + date
        }
    }
}
