import Fixtures
import Foundation
import Model
import Testing

/// Times and lengths of time, and how they are written.
@Suite struct TimeTests {
    @Test(
        arguments: Table(
            """
            text                            | seconds      | nanoseconds | written
            1970-01-01                      | 0            | 0           | 1970-01-01T00:00:00Z
            1969-12-31T23:59:59.999999999Z  | -1 | 999999999 | 1969-12-31T23:59:59.999999999Z
            2026-03-09 08:45                | 1773045900   | 0           | 2026-03-09T08:45:00Z
            2026-03-09T08:45:00.5Z          | 1773045900   | 500000000   | 2026-03-09T08:45:00.5Z
            2026-03-09T09:45:00+01:00       | 1773045900   | 0           | 2026-03-09T08:45:00Z
            2026-03-09T00:15:00-08:30       | 1773045900   | 0           | 2026-03-09T08:45:00Z
            2000-02-29                      | 951782400    | 0           | 2000-02-29T00:00:00Z
            2024-02-29T23:59:60Z            | 1709251200   | 0           | 2024-03-01T00:00:00Z
            1900-03-01                      | -2203891200  | 0           | 1900-03-01T00:00:00Z
            1700-01-01                      | -8520336000  | 0           | 1700-01-01T00:00:00Z
            2262-04-11T23:47:16Z            | 9223372036   | 0           | 2262-04-11T23:47:16Z
            """
        ).rows)
    func readsAndWrites(_ row: Table.Row) throws {
        let time = try #require(Timestamp(row["text"]))
        #expect(
            time.nanoseconds == Int64(row["seconds"])! * 1_000_000_000 + Int64(row["nanoseconds"])!)
        #expect(time.description == row["written"])
    }

    @Test(arguments: [
        "", "2026", "2026-3-9", "2026-13-01", "2026-00-10", "2026-02-30", "2023-02-29",
        "1900-02-29", "2026-04-31", "2026-03-09T", "2026-03-09T24:00", "2026-03-09T10:60",
        "2026-03-09T10:00:61", "2026-03-09T10:00:00.Z", "2026-03-09T10:00:00.1234567890Z",
        "2026-03-09T10:00+1:00", "2026-03-09T10:00+24:00", "2026-03-09Z", "9999-12-31",
        "0001-01-01", "2262-04-12", "٢٠٢٦-03-09", "2026-03-09T10:00:00Zx",
    ])
    func isNoTime(text: String) { #expect(Timestamp(text) == nil) }

    @Test func randomTimesComeBack() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let time = Timestamp(
                nanoseconds: Int64.random(in: .min / 2 ... .max / 2, using: &random))
            #expect(Timestamp(time.description) == time)
        }
        for edge in [Int64.min, .min + 1, .max] {
            _ = Timestamp(nanoseconds: edge).description
            _ = Timestamp(nanoseconds: edge).aligned(to: .hours(1))
        }
    }

    /// Against Foundation's calendar, a day apart over six centuries.
    @Test func everyDayIsTheCalendars() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        for day in stride(from: -98_000, through: 106_000, by: 97) {
            let date = CivilDate(.zero + .days(Int64(day)))
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            #expect((date.year, date.month, date.day) == (parts.year!, parts.month!, parts.day!))
            #expect(CivilDate.days(date.year, date.month, date.day) == day)
        }
    }

    @Test func sumsSaturate() {
        let last = Timestamp(nanoseconds: .max)
        #expect(last + .seconds(1) == last)
        #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
        #expect((last - .distantPast).nanoseconds == .max)
        #expect((Timestamp.distantPast - last).nanoseconds == .min)
    }

    @Test func panesRoundDownAlsoBeforeTheEpoch() {
        #expect(Timestamp(nanoseconds: -1).paneIndex(of: .seconds(1)) == -1)
        #expect(Timestamp(nanoseconds: -1_000_000_000).paneIndex(of: .seconds(1)) == -1)
        #expect(Timestamp(nanoseconds: 0).paneIndex(of: .seconds(1)) == 0)
        #expect(Timestamp(nanoseconds: -1).aligned(to: .seconds(1)).nanoseconds == -1_000_000_000)
    }

    @Test(
        arguments: Table(
            """
            nanoseconds       | written
            0                 | 0s
            1                 | 1ns
            1500              | 1us500ns
            250000000         | 250ms
            5400000000000     | 1h30m
            -60000000000      | -1m
            694861001000000   | 1w1d1h1m1s1ms
            """
        ).rows)
    func lengths(_ row: Table.Row) {
        #expect(Interval(nanoseconds: Int64(row["nanoseconds"])!).description == row["written"])
    }

    @Test func theShortestLengthIsWritten() {
        #expect(Interval(nanoseconds: .min).description.hasPrefix("-"))
    }
}
