import Fixtures
import Functions
import Model
import PluginKit
import Statistics
import Testing

/// Counts of events that come in bursts are less sure than of those that come one by one.
@Suite struct BurstTests {
    /// An hour in which bursts of `size` begin by chance.
    private func hour(_ bursts: Double, of size: Int, _ random: inout SplitMix64) -> [Sample] {
        var (samples, time): ([Sample], Double) = ([], 0)
        while true {
            time -= log(Double.random(in: 1e-12..<1, using: &random)) * 3600 / bursts
            guard time < 3600 else { return samples }
            let at = Timestamp.zero + .milliseconds(Int64(time * 1000))
            samples += (0..<size).map { Sample(0, at: at + .milliseconds(Int64(200 * $0))) }
        }
    }

    /// Of what is expected in an hour: how often each holds it.
    private func coverage(_ bursts: Double, of size: Int) throws -> (plain: Double, seen: Double) {
        var random = SplitMix64(seed: 31)
        let arguments = try someArguments(kind("count"))
        let runs = 600
        var (plain, seen) = (0, 0)
        for _ in 0..<runs {
            let all = hour(bursts, of: size, &random)
            let truth = bursts * Double(size)
            let count = fold(Count.self, all, arguments).interval(level: 0.95)
            let measure = fold(CountMeasure.self, all, arguments).interval(level: 0.95)
            plain += count?.contains(truth) == true ? 1 : 0
            seen += measure?.contains(truth) == true ? 1 : 0
        }
        return (Double(plain) / Double(runs), Double(seen) / Double(runs))
    }

    @Test func burstsAreSeen() throws {
        let five = try coverage(120, of: 5)
        #expect(five.plain < 0.75)
        #expect(five.seen >= 0.92)
    }

    @Test func eventsOneByOneAreAsSureAsPoissons() throws {
        let single = try coverage(300, of: 1)
        #expect(single.seen >= 0.935)
        var random = SplitMix64(seed: 32)
        let all = hour(300, of: 1, &random)
        let arguments = try someArguments(kind("count"))
        func width(_ range: ClosedRange<Double>?) -> Double {
            range.map { $0.upperBound - $0.lowerBound } ?? .nan
        }
        let plain = width(fold(Count.self, all, arguments).interval(level: 0.95))
        let seen = width(fold(CountMeasure.self, all, arguments).interval(level: 0.95))
        #expect(seen <= plain * 1.6)
    }

    /// By day ten times as many as by night, evenly.
    @Test func theSwingOfADayIsNoBurst() throws {
        var random = SplitMix64(seed: 33)
        var measure = CountMeasure(try someArguments(kind("count")))
        var (count, hours) = (0, 0)
        for hour in 0..<24 {
            let swing = 110 - 90 * abs(Double(hour) - 12) / 12
            let events = Int(swing + Double.random(in: -10...10, using: &random))
            for event in 0..<events {
                let time = Int64(hour * 3600 + event * 3600 / max(events, 1))
                measure.add(Sample(0, at: .zero + .seconds(time)))
            }
            (count, hours) = (count + events, hours + 1)
        }
        let range = try #require(measure.interval(level: 0.95))
        let plain = try #require(countInterval(Double(count), reaching: 1.96))
        #expect(
            range.upperBound - range.lowerBound < 2 * (plain.upperBound - plain.lowerBound))
    }
}
