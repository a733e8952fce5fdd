import Calendars
import Fixtures
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// What is normal for an hour of the week.
@Suite struct NormTests {
    /// A Monday.
    static let monday = Timestamp("2026-03-02T00:00:00Z")!

    /// Teaches some weeks of values, one for each quarter of an hour.
    private func taught(
        weeks: Int, keeping kept: Int = 4, from start: Timestamp = Self.monday,
        _ season: Season = .utc, _ value: (WeekHour, Timestamp) -> Double?
    ) -> Norm {
        var norm = Norm(weeks: kept)
        for quarter in 1...(weeks * 7 * 96) {
            let end = start + .minutes(15) * Int64(quarter)
            let hour = season.hour(until: end)
            if let value = value(hour, end) { norm.learn(value, at: hour, end) }
        }
        return norm
    }

    private func centre(_ norm: Norm, _ text: String, _ season: Season = .utc) -> Double? {
        norm.expected(at: season.hour(until: Timestamp(text)! + .minutes(30)))?.centre
    }

    @Test func eachHourOfTheWeekHasItsOwn() {
        let norm = taught(weeks: 3) { hour, _ in Double(hour.index) }
        #expect(centre(norm, "2026-03-23T09:00:00Z") == 9)
        #expect(centre(norm, "2026-03-29T23:00:00Z") == 167)
    }

    @Test func oneStrangeWeekChangesNothing() {
        let second = Self.monday + .days(7)
        let norm = taught(weeks: 4) { _, time in
            time > second && time <= second + .days(7) ? 900 : 10
        }
        #expect(centre(norm, "2026-03-30T09:00:00Z") == 10)
    }

    @Test func itForgetsWhatIsOlderThanItsWeeks() {
        let fifth = Self.monday + .days(28)
        let norm = taught(weeks: 8) { _, time in time > fifth ? 20 : 10 }
        #expect(centre(norm, "2026-04-27T09:00:00Z") == 20)
    }

    @Test func beforeThatTheHourOfDayStandsInAndBeforeThatAllHours() {
        var norm = Norm(weeks: 4)
        var known: [String] = []
        for quarter in 1...(8 * 96) {
            let end = Self.monday + .minutes(15) * Int64(quarter)
            let hour = Season.utc.hour(until: end)
            norm.learn(Double(hour.hourOfDay), at: hour, end)
            let noon = Season.utc.hour(until: Timestamp("2026-03-02T12:30:00Z")!)
            let said = norm.expected(at: noon).map { "\($0.centre)" } ?? "learning"
            if known.last != said { known.append(said) }
        }
        // Nothing for a day; the median of all hours; then that of two noons.
        #expect(known.first == "learning")
        #expect(known.contains("11.5"))
        #expect(known.last == "12.0")
    }

    @Test func aDayOfTheClockChangeIsLikeAnyOther() throws {
        let paris = Season(zone: try zone("Europe/Paris"))
        // From a Monday in Paris to the Sunday after the clocks were put on, and so on.
        let start = Timestamp("2026-03-08T23:00:00Z")!
        let norm = taught(weeks: 5, from: start, paris) { hour, _ in Double(hour.index) }
        // 09:00 in Paris is 08:00 UTC in winter and 07:00 in summer.
        #expect(centre(norm, "2026-03-23T08:00:00Z", paris) == 9)
        #expect(centre(norm, "2026-03-30T07:00:00Z", paris) == 9)
    }

    @Test func holidaysAreKeptApart() {
        let holiday = Day("2026-03-11")!
        let calendar = OpeningCalendar(
            name: "hours", zone: .utc, week: [:],
            closures: [OpeningCalendar.Closure(holiday...holiday)])
        let season = Season(calendar)
        let norm = taught(weeks: 2, season) { hour, _ in hour.isSpecial ? 1 : 50 }
        #expect(centre(norm, "2026-03-18T09:00:00Z", season) == 50)
        #expect(
            centre(norm, "2026-03-11T09:00:00Z", season) == 50, "of one holiday too little is known"
        )
        let more = taught(
            weeks: 2,
            Season(
                OpeningCalendar(
                    name: "hours", zone: .utc, week: [:],
                    closures: [OpeningCalendar.Closure(Day("2026-03-09")!...Day("2026-03-11")!)]))
        ) { hour, _ in hour.isSpecial ? 1 : 50 }
        #expect(centre(more, "2026-03-11T09:00:00Z", season) == 1)
    }

    @Test func itSaysHowFarValuesLie() throws {
        var random = SplitMix64(seed: 1)
        let norm = taught(weeks: 6) { _, _ in 100 + 10 * random.gaussian() }
        let noon = Season.utc.hour(until: Timestamp("2026-04-15T12:30:00Z")!)
        let expected = try #require(norm.expected(at: noon))
        #expect(abs(expected.centre - 100) < 8)
        #expect(abs(try #require(expected.scale) - 10) < 3)
        #expect(try #require(expected.error) < 8)
    }

    @Test func wildValuesAreNotLearnt() {
        let norm = taught(weeks: 3) { _, time in
            [.nan, .infinity, 1e300, -1e300][
                Int(time.nanoseconds / Interval.minutes(15).nanoseconds) % 4]
        }
        #expect(norm == Norm(weeks: 4))
    }

    @Test func aForecastHasTheSeasonAndTheTrend() throws {
        let norm = taught(weeks: 6) { hour, time in
            Double(hour.hourOfDay) * 10 + (time - Self.monday).seconds / 86_400
        }
        // Three days after the last of six weeks, at noon: 120 of the season, 45 of the trend.
        let hour = Season.utc.hour(until: Timestamp("2026-04-15T12:30:00Z")!)
        let ahead = Drift.Ahead(hours: 72)
        let forecast = try #require(norm.forecast(ahead, at: hour))
        #expect(abs(forecast.centre - 165) < 4)
    }

    /// What is kept of the hour that goes on is what the means would say if they were asked anew,
    /// as those are that come from a checkpoint.
    @Test(arguments: 0..<6) func whatIsKeptOfAnHourIsWhatWouldBeFound(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        var norm = Norm(weeks: 1 + seed % 3)
        var end = Self.monday
        for _ in 0..<2_000 {
            end = end + .minutes(Int64.random(in: 1...150, using: &random))
            let hour = Season.utc.hour(until: end)
            if Bool.random(using: &random) {
                norm.learn(
                    random.gaussian(), at: hour, end, isOrdinary: Bool.random(using: &random))
            }
            var writer = ByteWriter()
            writer.write(norm)
            var reader = ByteReader(writer.bytes)
            let loaded = try Norm(from: &reader)
            #expect(norm.expectedNow(hour) == loaded.expected(at: hour))
        }
        #expect(norm.expectedNow(Season.utc.hour(until: end)) != nil, "something was learnt")
    }

    @Test func itIsSavedWhole() throws {
        var random = SplitMix64(seed: 2)
        let norm = taught(weeks: 3) { _, _ in random.gaussian() }
        var writer = ByteWriter()
        writer.write(norm)
        var reader = ByteReader(writer.bytes)
        #expect(try Norm(from: &reader) == norm)
        #expect(writer.bytes.count < 8_192)
    }
}
