import Calendars
import Fixtures
import Foundation
import Model
import Testing

/// Periods against Foundation's calendar.
@Suite struct PeriodTests {
    @Test(arguments: World.known)
    func periodsAreTheCalendars(_ name: String) throws {
        let zone = try zone(name)
        let calendar = World.calendar(name)
        var random = SplitMix64(seed: 9)
        for _ in 0..<300 {
            let time = Timestamp.zero + .seconds(Int64.random(in: 0..<World.end, using: &random))
            for (kind, theirs) in Self.kinds {
                let period = Period(kind, in: zone)
                let expected = try #require(calendar.dateInterval(of: theirs, for: time.date))
                #expect(period.start(containing: time) == Timestamp(expected.start), "\(time)")
                #expect(period.end(containing: time) == Timestamp(expected.end), "\(time)")
            }
        }
    }

    /// What Foundation calls them. It has no quarters that work, and its hours are those of UTC.
    private static let kinds: [(Period.Kind, Calendar.Component)] = [
        (.day, .day), (.week, .weekOfYear), (.month, .month), (.year, .year),
    ]

    /// Round every change of the clocks, they follow one another and hold what they say.
    @Test(arguments: World.known, Period.Kind.allCases)
    func theyFollowOneAnother(_ name: String, _ kind: Period.Kind) throws {
        let period = Period(kind, in: try zone(name))
        var time = try #require(Timestamp("2005-01-01"))
        while time < Timestamp.zero + .days(21_000) {
            let (start, end) = (period.start(containing: time), period.end(containing: time))
            #expect(start <= time && time < end)
            #expect(end - start <= period.longest + .hours(1))
            #expect(period.start(containing: end) == end, "\(end) begins the next")
            #expect(period.end(containing: end - .nanoseconds(1)) == end)
            #expect(period.end(containing: start) == end)
            time = kind == .hour ? time + .minutes(5_453) : end + .minutes(37)
        }
    }

    @Test(
        arguments: Table(
            """
            zone                | kind    | time                 | from             | to
            Europe/Paris        | day     | 2026-03-29 12:00 | 2026-03-28 23:00 | 2026-03-29 22:00
            Europe/Paris        | day     | 2026-10-25 12:00 | 2026-10-24 22:00 | 2026-10-25 23:00
            Europe/Paris        | hour    | 2026-10-25 01:30 | 2026-10-25 01:00 | 2026-10-25 02:00
            Europe/Paris        | week    | 2026-03-29 12:00 | 2026-03-22 23:00 | 2026-03-29 22:00
            Europe/Paris        | quarter | 2026-02-14 00:00 | 2025-12-31 23:00 | 2026-03-31 22:00
            Europe/Paris        | quarter | 2026-12-31 22:59 | 2026-09-30 22:00 | 2026-12-31 23:00
            Asia/Kathmandu      | hour    | 2026-01-01 00:20 | 2026-01-01 00:15 | 2026-01-01 01:15
            Australia/Lord_Howe | hour    | 2026-10-03 15:45 | 2026-10-03 15:30 | 2026-10-03 16:00
            Pacific/Apia        | day     | 2011-12-30 09:59 | 2011-12-29 10:00 | 2011-12-30 10:00
            Pacific/Apia        | day     | 2011-12-30 10:00 | 2011-12-30 10:00 | 2011-12-31 10:00
            America/St_Johns    | day     | 2006-10-29 03:00 | 2006-10-29 02:30 | 2006-10-30 03:30
            UTC                 | year    | 2028-02-29 00:00 | 2028-01-01 00:00 | 2029-01-01 00:00
            """
        ).rows)
    func periods(_ row: Table.Row) throws {
        let period = Period(
            try #require(Period.Kind(rawValue: row["kind"])), in: try zone(row["zone"]))
        let time = try #require(Timestamp(row["time"]))
        #expect(period.start(containing: time) == Timestamp(row["from"]))
        #expect(period.end(containing: time) == Timestamp(row["to"]))
        #expect(period.description == "\(row["kind"]) in \"\(row["zone"])\"")
    }

    @Test func theEndsOfTimeAreNoTrap() throws {
        for name in World.known {
            for kind in Period.Kind.allCases {
                let period = Period(kind, in: try zone(name))
                for edge in [Int64.min, .min + 1, .max - 1, .max] {
                    let time = Timestamp(nanoseconds: edge)
                    #expect(period.start(containing: time) <= time)
                    #expect(period.end(containing: time) >= time)
                }
            }
        }
    }

    @Test func aDayIsWrittenAndRead() {
        for number in stride(from: -100_000, through: 100_000, by: 37) {
            let day = Day(number: number)
            #expect(Day(day.description) == day)
            #expect(Day(year: day.year, month: day.month, day: day.dayOfMonth) == day)
            #expect(day.adding(days: 1).weekday.rawValue == (day.weekday.rawValue + 1) % 7)
        }
        #expect(Day("2026-11-26")?.weekday == .thursday)
        #expect(Weekday("thu") == .thursday)
        for text in ["", "2026-2-01", "2026-02-29", "2026-13-01", "2026-01-01x", "+026-01-01"] {
            #expect(Day(text) == nil)
        }
    }
}
