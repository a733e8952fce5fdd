import Functions
import Model
import PluginKit
import Testing

/// How near the sketch's quantiles come to those of the sorted samples.
@Suite struct QuantileTests {
    private static let shapes = [
        "even", "tailed", "lognormal", "heavy", "both signs", "steps", "tiny",
    ]
    private static let levels = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

    private func draws(_ shape: String, _ count: Int) -> [Double] {
        var random = SplitMix64(seed: 48)
        func even() -> Double { Double.random(in: 1e-9..<1, using: &random) }
        func bell() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + even() } }
        return (0..<count).map { _ in
            switch shape {
            case "even": even() * 100
            case "tailed": 1 / even().squareRoot().squareRoot() - 1
            case "lognormal": doubled(bell() * 3)
            case "heavy": 1 / (even() * even())
            case "both signs": bell() * 50
            case "steps": Double(Int(even() * 6)) * 1_000
            default: doubled(-30 + bell())
            }
        }
    }

    /// 2 to the power of `exponent`, near enough.
    private func doubled(_ exponent: Double) -> Double {
        let whole = exponent.rounded(.down)
        return Double(sign: .plus, exponent: Int(whole), significand: 1 + exponent - whole)
    }

    private func exact(_ sorted: [Double], _ level: Double) -> (value: Double, scale: Double) {
        let rank = level * Double(sorted.count - 1)
        let low = sorted[Int(rank)]
        let high = sorted[min(Int(rank) + 1, sorted.count - 1)]
        return (low + (rank - rank.rounded(.down)) * (high - low), max(abs(low), abs(high)))
    }

    @Test(arguments: shapes, [1, 2, 3, 10, 101, 20_000])
    func errorIsWithinWhatIsSaid(_ shape: String, count: Int) throws {
        let values = draws(shape, count)
        let sorted = values.sorted()
        for level in Self.levels {
            let arguments = try Arguments(
                [("level", level)], for: Quantile.description.manifest.parameters)
            let answer = try #require(fold(Quantile.self, samples(values), arguments).value)
            let (truth, scale) = exact(sorted, level)
            let bound = (truth == 0 || sorted[0] < 0 ? scale : abs(truth)) / 128
            #expect(abs(answer - truth) <= bound * (1 + 1e-9), "\(level): \(answer), not \(truth)")
        }
    }

    @Test func wholeMarksAreExact() throws {
        for mark in -128...128 {
            let arguments = try Arguments(
                [("level", 0.5)], for: Quantile.description.manifest.parameters)
            #expect(fold(Quantile.self, [Sample(Double(mark))], arguments).value == Double(mark))
        }
    }

    /// What is too small counts as zero, what is too large as the largest; nothing traps.
    @Test func extremesAreCounted() throws {
        let arguments = try Arguments(
            [("level", 1)], for: Quantile.description.manifest.parameters)
        let ends: [(Double, Double)] = [
            (0, 0), (-0.0, 0), (1e-13, 0), (.leastNonzeroMagnitude, 0), (-1e-300, 0),
            (1e300, 0x1p60), (.infinity, 0x1p60), (-.infinity, -0x1p60),
            (0x1p-40, 0x1p-40), (-0x1p-40, -0x1p-40), (0x1p60, 0x1p60),
        ]
        for (number, reading) in ends {
            let fold = fold(Quantile.self, [Sample(number)], arguments)
            #expect(fold.value == reading, "\(number)")
            #expect(fold.samples == 1)
        }
    }

    /// The promise of the doc comment: no more than 64 buckets for each doubling.
    @Test func memoryIsBounded() throws {
        let arguments = try Arguments(
            [("level", 0.5)], for: Quantile.description.manifest.parameters)
        let waits = draws("even", 20_000).map { 1 + $0 * 35.99 }
        #expect(bytes(fold(Quantile.self, samples(waits), arguments)).count <= 8 * (64 * 12 + 2))
    }
}
