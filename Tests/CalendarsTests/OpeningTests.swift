import Calendars
import Fixtures
import Foundation
import Model
import Testing

/// Opening hours against a clerk who watches the clock on the wall, minute by minute.
@Suite struct OpeningTests {
    typealias Opening = OpeningCalendar.Opening

    /// 08:00..12:00 and 14:00..19:30 from Monday to Friday, a night shift on Friday and Saturday
    /// that overlaps Sunday morning, a lunch hour on Sunday in which clocks change in no zone.
    static func desk(_ zone: Zone) -> OpeningCalendar {
        let weekday = [opening(8, 12), Opening(from: .hours(14), to: .minutes(19 * 60 + 30))]
        return OpeningCalendar(
            name: "desk", zone: zone,
            week: [
                .monday: weekday, .tuesday: weekday, .wednesday: weekday, .thursday: weekday,
                .friday: weekday + [opening(22, 6)], .saturday: [opening(22, 2)],
                .sunday: [Opening(from: .minutes(90), to: .minutes(150)), opening(12, 13)],
            ],
            closures: [
                .init(day("2026-04-06")...day("2026-04-06"), label: "Easter Monday"),
                .init(day("2026-10-24")...day("2026-10-26")),
                .init(day("2011-12-29")...day("2011-12-29")),
            ],
            exceptions: [
                day("2026-04-06"): [opening(10, 11)], day("2026-11-01"): [opening(0, 24)],
                day("2026-03-28"): [opening(20, 3)],
            ])
    }

    static func opening(_ from: Int64, _ to: Int64) -> Opening {
        Opening(from: .hours(from), to: .hours(to))
    }

    static func day(_ text: String) -> Day { Day(text)! }

    /// Twelve days round each change of the clocks.
    @Test(
        arguments: Table(
            """
            zone                | from
            Europe/Paris        | 2026-03-24
            Europe/Paris        | 2026-10-20
            America/New_York    | 2026-03-03
            America/New_York    | 2026-10-27
            Australia/Lord_Howe | 2026-03-31
            Australia/Lord_Howe | 2026-09-29
            Asia/Kathmandu      | 1985-12-27
            Africa/Casablanca   | 2026-02-11
            Africa/Casablanca   | 2026-03-17
            Pacific/Apia        | 2011-12-24
            America/St_Johns    | 2006-10-24
            America/Sao_Paulo   | 2018-10-30
            """
        ).rows)
    func openTimeIsWhatAClerkCounts(_ row: Table.Row) throws {
        let calendar = Self.desk(try zone(row["zone"]))
        let start = try #require(Timestamp(row["from"]))
        let minutes = Clerk(calendar).watch(from: start, minutes: 12 * 1_440)
        #expect(minutes.contains(true) && minutes.contains(false))
        var random = SplitMix64(seed: 11)
        var counts = [0]
        for isOpen in minutes { counts.append(counts[counts.count - 1] + (isOpen ? 1 : 0)) }
        for (minute, isOpen) in minutes.enumerated() {
            #expect(calendar.isOpen(at: start + .minutes(Int64(minute))) == isOpen, "\(minute)")
        }
        for _ in 0..<400 {
            let from = Int.random(in: 0...minutes.count, using: &random)
            let to = Int.random(in: from...minutes.count, using: &random)
            let time = calendar.openTime(
                from: start + .minutes(Int64(from)), to: start + .minutes(Int64(to)))
            #expect(time == .minutes(Int64(counts[to] - counts[from])), "\(from) to \(to)")
        }
        expectTurns(of: calendar, minutes, from: start)
    }

    /// Every opening and closing is found from the one before.
    private func expectTurns(of calendar: OpeningCalendar, _ minutes: [Bool], from start: Timestamp)
    {
        let turns = minutes.indices.dropFirst().filter { minutes[$0] != minutes[$0 - 1] }
        var (opening, closing) = (start, start)
        for turn in turns {
            let time = start + .minutes(Int64(turn))
            if minutes[turn] {
                opening = calendar.nextOpening(after: opening) ?? .zero
                #expect(opening == time)
            } else {
                closing = calendar.nextClosing(after: closing) ?? .zero
                #expect(closing == time)
            }
        }
    }

    /// Years at once are what their days come to.
    @Test(arguments: World.known)
    func longTimesAreTheSumOfTheirDays(_ name: String) throws {
        let calendar = Self.desk(try zone(name))
        var time = try #require(Timestamp("2025-12-31T07:13:00Z"))
        let start = time
        var sum = Interval.zero
        for _ in 0..<900 {
            let next = time + .minutes(1_777)
            sum = sum + calendar.openTime(from: time, to: next)
            time = next
        }
        #expect(calendar.openTime(from: start, to: time) == sum)
    }

    @Test func whatNeverOpensOrNeverCloses() {
        let never = OpeningCalendar(name: "never", zone: .utc, week: [:])
        let always = OpeningCalendar(
            name: "always", zone: .utc,
            week: Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { ($0, [Self.opening(0, 24)]) }))
        let time = Timestamp.zero + .days(20_000) + .hours(5)
        #expect(never.nextOpening(after: time) == nil)
        #expect(never.nextClosing(after: time) == nil)
        #expect(never.openTime(from: .zero, to: time) == .zero)
        #expect(always.nextOpening(after: time) == nil)
        #expect(always.nextClosing(after: time) == nil)
        #expect(always.openTime(from: .zero, to: time) == .days(20_000) + .hours(5))
        #expect(always.openTime(from: time, to: .zero) == .zero)
        #expect(
            always.openTime(from: .distantPast, to: Timestamp(nanoseconds: .max)) > .days(100_000))
    }

    /// A day that is closed says why, unless it has hours of its own.
    @Test func aClosedDayHasALabel() {
        let desk = Self.desk(.utc)
        #expect(desk.label(on: Self.day("2026-10-25")) == "")
        #expect(desk.label(on: Self.day("2026-10-27")) == nil)
        #expect(desk.label(on: Self.day("2026-04-06")) == nil)
    }
}

/// Opens what is to be opened when the clock shows it for the first time, and knows the plan by
/// heart.
private struct Clerk {
    let calendar: OpeningCalendar
    let clock: Calendar

    init(_ calendar: OpeningCalendar) {
        self.calendar = calendar
        clock = World.calendar(calendar.zone.name)
    }

    /// Whether it is open, minute by minute; begins two days before, to know the latest shown.
    func watch(from start: Timestamp, minutes: Int) -> [Bool] {
        var latest = Shown(day: Day(number: 0), minute: 0)
        return (-2_880..<minutes).map { minute in
            latest = max(latest, shown(at: start + .minutes(Int64(minute))))
            return isOpen(latest)
        }.suffix(minutes)
    }

    private struct Shown: Comparable {
        var day: Day
        var minute: Int
        static func < (left: Shown, right: Shown) -> Bool {
            (left.day, left.minute) < (right.day, right.minute)
        }
    }

    private func shown(at time: Timestamp) -> Shown {
        let parts = clock.dateComponents([.year, .month, .day, .hour, .minute], from: time.date)
        return Shown(
            day: Day(year: parts.year!, month: parts.month!, day: parts.day!)!,
            minute: parts.hour! * 60 + parts.minute!)
    }

    private func isOpen(_ shown: Shown) -> Bool {
        covers(shown.day, shown.minute) || covers(shown.day.adding(days: -1), shown.minute + 1_440)
    }

    private func covers(_ day: Day, _ minute: Int) -> Bool {
        let isClosed = calendar.closures.contains { $0.days.contains(day) }
        let openings =
            calendar.exceptions[day]
            ?? (isClosed ? [] : calendar.week[day.weekday.rawValue])
        return openings.contains {
            $0.from <= .minutes(Int64(minute)) && .minutes(Int64(minute)) < $0.to
        }
    }
}
