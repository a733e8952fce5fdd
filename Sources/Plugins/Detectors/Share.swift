public import Model
public import PluginKit
import Statistics

/// Compares a share with the share that is usual at its hour of the week, by how many answers it
/// is made of: 2 of 3 say little, 200 of 300 much.
///
/// The tail is the exact one of the binomial distribution where shares scatter no more than chance
/// has it. What they scatter beyond that is learnt, and makes the answers count as fewer: as many
/// as a binomial share of the same variance would have. Where nobody says how many there were, all
/// is learnt of the scatter.
///
/// - Unit: evidence is -log10 of twice the smaller tail.
/// - Learning: silent for `learning`; on the first special day as well.
/// - Complexity: O(1), 2 KB a group.
/// - Source: Clopper and Pearson, Biometrika 26, 1934, for the tail; the design effect of Kish,
///   "Survey Sampling", 1965, for the number of answers that count.
public struct Share: Detector {
    public static let manifest = Manifest(
        "share", "Not the usual share, given how many answers there are.",
        parameters: Week.parameters)

    private let pace: Week.Pace
    private let rate: Double
    private let low, width: Double

    public init(_ arguments: Arguments, for subject: Subject) {
        pace = Week.Pace(arguments, for: subject)
        rate = min(0.1, max(1, subject.every.seconds) / (14 * 86_400))
        let bounds = subject.bounds ?? 0...1
        low = bounds.lowerBound
        width = bounds.upperBound > bounds.lowerBound ? bounds.upperBound - low : 1
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var week = Week()
        /// All answers so far, up to a bound.
        fileprivate var answers: Float = 0
        /// The variance beyond that of chance.
        fileprivate var excess: Float = 0
        fileprivate var seen: Float = 0
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = memory.footing.admit(observation.value) else { return .learning }
        let share = min(1, max(0, (value - low) / width))
        let samples = Double(min(max(0, observation.samples), 1 << 30))
        let usual = memory.week.usual(at: observation.hour, observation.time, pace)
        // Few answers scatter much, and are believed little.
        let trust = samples > 0 ? samples / (samples + 20) * 0.9 + 0.1 : 1
        memory.week.learn(
            share, at: observation.hour, observation.time,
            trust: observation.weight * trust, pace)
        memory.answers = min(memory.answers + Float(max(1, samples)), 1e6)
        guard let usual else { return .learning }
        let least = 1 / (Double(memory.answers) + 2)
        let expected = min(1 - least, max(least, usual.value))
        let chance = expected * (1 - expected)
        learnExcess(share - expected, samples, chance, observation.weight, &memory)
        let variance =
            samples > 0
            ? chance / samples + Double(max(0, memory.excess)) : usual.scale * usual.scale
        let counting = min(max(1, chance / max(variance, 1e-12)), samples > 0 ? samples : 1e9)
        return .judged(
            Surprise(
                Self.evidence(of: share, expected: expected, answers: counting),
                isHigh: share > expected, expected: low + expected * width,
                scale: variance.squareRoot() * width, reason: "share"))
    }

    private func learnExcess(
        _ residual: Double, _ samples: Double, _ chance: Double, _ weight: Double,
        _ memory: inout Memory
    ) {
        guard samples > 0 else { return }
        memory.seen = min(memory.seen + Float(weight), 65_536)
        let beyond = residual * residual - chance / samples
        let limit = max(9 * (chance / samples + Double(max(0, memory.excess))), 1e-9)
        let gain = max(rate, 1 / Double(max(10, memory.seen))) * weight
        memory.excess += Float(gain * (min(beyond, limit) - Double(memory.excess)))
    }

    static func evidence(of share: Double, expected p: Double, answers n: Double) -> Double {
        let isHigh = share > p
        guard n * min(p, 1 - p) < 400 else {
            let z = (share - p) / (p * (1 - p) / n).squareRoot()
            return Detectors.evidence(ofTail: normalAbove(abs(z)), gaussian: z)
        }
        let (hits, misses) = (share * n, (1 - share) * n)
        return Detectors.evidence(
            ofTail:
                isHigh ? betaBelow(p, hits, misses + 1) : betaBelow(1 - p, misses, hits + 1))
    }
}

extension Share.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(week)
        writer.write(answers)
        writer.write(excess)
        writer.write(seen)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        week = try reader.value()
        answers = try reader.size()
        excess = try reader.float()
        seen = try reader.size()
    }
}
