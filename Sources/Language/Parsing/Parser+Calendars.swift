import Model

extension Parser {
    /// calendar = "calendar" NAME "{" { zone | open | closed | holidays } "}"
    mutating func parseCalendar() throws(Stop) {
        var calendar = CalendarDeclaration(name: try parseName("the name of the calendar"))
        calendar.isDamaged = !parseBlock(.calendar) { (parser, word) throws(Stop) in
            switch word {
            case "zone": calendar.zone = try parser.parseText()
            case "open": calendar.open += try parser.parseOpenings()
            case "closed": calendar.closed += try parser.parseClosings()
            default: calendar.holidays += try parser.parseTexts()
            }
        }
        declarations.calendars.append(calendar)
    }

    /// open = "open" opening { "," opening }
    private mutating func parseOpenings() throws(Stop) -> [CalendarDeclaration.Opening] {
        var openings: [CalendarDeclaration.Opening] = []
        repeat { openings.append(try parseOpening(after: openings.last)) } while take(.comma) != nil
        return openings
    }

    /// opening = [ days | dates ] CLOCK ".." CLOCK [ TEXT ]; without days, those of the
    /// one before
    private mutating func parseOpening(after last: CalendarDeclaration.Opening?) throws(Stop)
        -> CalendarDeclaration.Opening
    {
        let first = token.range
        let days: CalendarDeclaration.Opening.Days
        switch (token.kind, last) {
        case (.clock, let last?): days = last.days
        case (.date, _): days = .dates(try parseDates())
        default: days = .weekdays(try parseWeekdays())
        }
        let from = try parseClock()
        try need(.dots, "`..`", help: "write `08:00..20:00`")
        let to = try parseClock()
        let label = parseTextIfAny()
        return CalendarDeclaration.Opening(
            days: days, from: from, to: to, label: label, range: first.through(previous.range))
    }

    /// closed = "closed" DATE [ ".." DATE ] [ TEXT ] { "," DATE [ ".." DATE ] [ TEXT ] }
    private mutating func parseClosings() throws(Stop) -> [CalendarDeclaration.Closing] {
        var closings: [CalendarDeclaration.Closing] = []
        repeat {
            let first = token.range
            let days = try parseDates()
            let label = parseTextIfAny()
            closings.append(
                CalendarDeclaration.Closing(
                    days: days, label: label, range: first.through(previous.range)))
        } while take(.comma) != nil
        return closings
    }

    private mutating func parseDates() throws(Stop) -> ClosedRange<Int> {
        let first = try parseDate()
        guard take(.dots) != nil else { return first...first }
        let range = token.range
        let last = try parseDate()
        guard first <= last else {
            report(
                .unexpected, "the last day is before the first", at: range, "before the first",
                help: "change the two days over")
            throw Stop()
        }
        return first...last
    }

    mutating func parseDate() throws(Stop) -> Int {
        guard case .date(let day) = token.kind else {
            throw expected("a day such as `2026-04-06`")
        }
        advance()
        return day
    }

    mutating func parseClock() throws(Stop) -> Int {
        guard case .clock(let minutes) = token.kind else {
            throw expected("a time of day such as `08:00`", help: clockHelp)
        }
        advance()
        return minutes
    }

    /// `8h` and `8` of other habits.
    private var clockHelp: String? {
        let hours: Double
        switch token.kind {
        case .duration(let interval): hours = interval.seconds / 3_600
        case .number(let number): hours = number
        default: return nil
        }
        guard hours >= 0, hours <= 24, hours == hours.rounded() else { return nil }
        return "write `\(hours < 10 ? "0" : "")\(Int(hours)):00`"
    }

    /// days = DAY [ ".." DAY ] { DAY [ ".." DAY ] }
    private mutating func parseWeekdays() throws(Stop) -> [Int] {
        var days: [Int] = []
        repeat {
            let first = try parseWeekday()
            let last = take(.dots) == nil ? first : try parseWeekday()
            // Over the end of the week, as in `sat..mon`.
            let count = (last - first + 7) % 7
            days += (0...count).map { (first + $0) % 7 }
        } while at(.name)
        return days
    }

    private mutating func parseWeekday() throws(Stop) -> Int {
        let what = "a day of the week such as `mon`, or a date"
        guard at(.name) else { throw expected(what) }
        let word = spelling(of: token)
        guard let day = Weekdays.names.firstIndex(of: word) else {
            let meant = Weekdays.meant(by: word)
            throw expected(what, help: meant.map { "write `\($0)`" } ?? Weekdays.help)
        }
        advance()
        return day
    }
}

/// The days of the week, and what people call them elsewhere.
enum Weekdays {
    static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    static let help = "the days are \(list(names))"

    private static let french = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]

    /// `Monday`, `MON`, `lundi`.
    static func meant(by word: String) -> String? {
        let stem = String(word.lowercased().prefix(3))
        if names.contains(stem) { return stem }
        return french.firstIndex(of: stem).map { names[$0] }
    }
}
