import Fixtures
import Functions
import Model
import PluginKit
import Testing

/// Functions that ask from which series a sample came.
@Suite struct SeriesFunctionTests {
    /// `series:value` for each second; `-` is no sample.
    private func samples(_ text: String) -> [Sample] {
        text.split(separator: " ").enumerated().compactMap { second, word in
            let parts = word.split(separator: ":")
            guard parts.count == 2, let value = Double(parts[1]) else { return nil }
            let time = Timestamp.zero + .seconds(Int64(second))
            return Sample(value, at: time, series: UInt32(parts[0])!)
        }
    }

    private func value(_ name: String, _ samples: some Sequence<Sample>) throws -> Double? {
        func read<F: KPIFunction>(_: F.Type, _ arguments: Arguments) -> Double? {
            fold(F.self, samples, arguments).value
        }
        return read(kind(name).type, try someArguments(kind(name)))
    }

    @Test(
        arguments: Table(
            """
            samples                     | sum | mean | min | max | increase
            1:5                         | 5   | 5    | 5   | 5   |
            1:5 1:3                     | 3   | 3    | 3   | 3   | 3
            1:5 2:7 1:6                 | 13  | 6.5  | 6   | 7   | 1
            2:7 1:5 1:9 2:8             | 17  | 8.5  | 8   | 9   | 5
            1:10 1:14 1:2 1:5           | 5   | 5    | 5   | 5   | 9
            1:10 2:100 1:1 2:140 1:4    | 144 | 72   | 4   | 140 | 44
            3:0 3:0 3:0                 | 0   | 0    | 0   | 0   | 0
            """
        ).rows)
    func readings(_ row: Table.Row) throws {
        var random = SplitMix64(seed: 21)
        let samples = samples(row["samples"])
        for order in [samples, samples.shuffled(using: &random), samples.reversed()] {
            for name in ["sum", "mean", "min", "max"] {
                #expect(try value("\(name)_of_latest", order) == Double(row[name]))
            }
            #expect(try value("increase", order) == Double(row["increase"]))
        }
    }

    /// Of two samples of one series at one time the greater counts, in any order.
    @Test func aTieIsTheGreater() throws {
        let pair = [Sample(4, series: 1), Sample(9, series: 1)]
        #expect(try value("sum_of_latest", pair) == 9)
        #expect(try value("sum_of_latest", pair.reversed()) == 9)
    }

    /// Counters of many samples, cut into panes anywhere and set back now and then: to the last bit
    /// what a list of all of them gives, and no more remembered than its turns.
    @Test func longCountersAreExactHoweverTheyAreCut() throws {
        var random = SplitMix64(seed: 22)
        for _ in 0..<60 {
            let all = counter(&random)
            let expected = zip(all, all.dropFirst()).reduce(0.0) { sum, pair in
                sum + (pair.1 < pair.0 ? pair.1 : pair.1 - pair.0)
            }
            let samples = all.enumerated().map {
                Sample($1, at: .zero + .seconds(Int64($0)), series: 7)
            }
            var parts: [Increase] = []
            var rest = samples[...]
            while !rest.isEmpty {
                let part = rest.prefix(.random(in: 1...90, using: &random))
                parts.append(fold(Increase.self, part, try someArguments(kind("increase"))))
                rest = rest.dropFirst(part.count)
            }
            while parts.count > 1 {
                let place = Int.random(in: 1..<parts.count, using: &random)
                parts[place - 1].merge(parts.remove(at: place))
            }
            let whole = parts[0]
            #expect(whole.value == expected)
            #expect(whole.samples == all.count)
            let turns = zip(all, all.dropFirst()).count { $1 < $0 }
            #expect(bytes(whole).count <= 12 + 20 * max(32, 2 * turns + 2 + 32))
        }
    }

    private func counter(_ random: inout SplitMix64) -> [Double] {
        var value = 0.0
        return (0..<500).map { _ in
            value =
                Int.random(in: 0..<80, using: &random) == 0
                ? 0 : value + Double(Int.random(in: 0...9, using: &random))
            return value
        }
    }

    /// Panes that report the same series keep one list of them.
    @Test func aMergeOfTheSameSeriesIsTheNewer() throws {
        let arguments = try someArguments(kind("sum_of_latest"))
        let old = fold(SumOfLatest.self, samples("1:5 2:7 3:9"), arguments)
        let new = fold(SumOfLatest.self, samples("- - - 1:6 2:8 3:10"), arguments)
        var (forth, back) = (old, new)
        forth.merge(new)
        back.merge(old)
        #expect(forth.value == 24)
        #expect(bytes(forth) == bytes(back))
    }
}
