import Detectors
import Model
import PluginKit
import Statistics
import Testing

let detectorNames = builtinDetectors.map(\.name)

func detector(_ name: String) -> DetectorKind { builtinDetectors.first { $0.name == name }! }

/// How a detector is watched in these tests: one group, judged every so often, from a Monday on.
struct Watching {
    var every = Interval.minutes(15)
    var nature = Subject.Nature.amount
    var bounds: ClosedRange<Double>?

    static let start = Timestamp.zero + .days(20_003)

    var perDay: Int { Int(86_400 / every.seconds) }

    var subject: Subject { Subject(nature, every: every, over: every, bounds: bounds) }

    func memories(_ name: String) throws -> any DetectorMemories {
        let kind = detector(name)
        return kind.makeMemories(try Arguments(for: kind.manifest.parameters), subject)
    }

    func time(_ index: Int) -> Timestamp { Self.start + every * Int64(index) }

    /// - Parameter others: what the siblings have.
    func observation(
        _ value: Double, _ index: Int, samples: Int = 200, others: Double = 100,
        at time: Timestamp? = nil, weight: Double = 1
    ) -> Observation {
        let time = time ?? self.time(index)
        return Observation(
            time: time, value: value, samples: samples, hour: Self.hour(time),
            siblings: Siblings(median: others, spread: 5, count: 9), weight: weight)
    }

    static func hour(_ time: Timestamp) -> WeekHour {
        let (hour, first) = (time.paneIndex(of: .hours(1)), start.paneIndex(of: .hours(1)))
        let index = Int(((hour - first) % 168 + 168) % 168)
        let passed = Double((time - time.aligned(to: .hours(1))).nanoseconds) / 3.6e12
        return WeekHour(index: index, passed: passed)
    }
}

/// Quiet series of some shape, drawn from a seed.
struct Drawing {
    private var random: SplitMix64

    init(_ seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func uniform() -> Double { Double.random(in: 1e-9..<1, using: &random) }
    mutating func gaussian() -> Double { normalQuantile(above: uniform()) }

    /// By the tail of the gamma distribution, upwards from zero.
    mutating func poisson(_ mean: Double) -> Double {
        var (count, left) = (0.0, uniform())
        var term = exp(-mean)
        while left > term, count < 10 * mean + 50 {
            left -= term
            count += 1
            term *= mean / count
        }
        return count
    }

    mutating func binomial(_ share: Double, of samples: Int) -> Double {
        Double((0..<samples).count { _ in uniform() < share }) / Double(samples)
    }

    /// What nobody measures.
    mutating func wild() -> Double {
        let all: [Double] = [
            .nan, .infinity, -.infinity, 1e300, -1e300, 0, -0.0, 4e-320, 1e-300, 1e18, -7,
            .greatestFiniteMagnitude,
        ]
        return all.randomElement(using: &random)!
    }

    mutating func index(below count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
}

/// The sine of a part of a turn, near enough for a season: two parabolas.
func wave(_ turn: Double) -> Double {
    let part = turn - turn.rounded(.down)
    let half = part < 0.5 ? part * 2 : part * 2 - 1
    return (part < 0.5 ? 4 : -4) * half * (1 - half)
}
