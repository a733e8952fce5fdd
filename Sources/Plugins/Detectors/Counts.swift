public import Model
public import PluginKit
import Statistics

/// Compares a count with the count that is usual at its hour of the week, as an over-dispersed
/// Poisson number.
///
/// The usual is learnt of square roots, whose scatter does not depend on how many there are. How
/// much more than Poisson the counts scatter is learnt with it, and the tail is that of the
/// negative binomial distribution with this mean and variance.
///
/// - Unit: evidence is -log10 of twice the smaller tail.
/// - Learning: silent for `learning`; on the first special day as well.
/// - Complexity: O(1), 2 KB a group.
/// - Source: Anscombe, "The transformation of Poisson, binomial and negative-binomial data",
///   Biometrika 35, 1948; the over-dispersed model after Farrington, Andrews, Beale and Catchpole,
///   Journal of the Royal Statistical Society A 159(3), 1996.
public struct Counts: Detector {
    public static let manifest = Manifest(
        "counts", "More or fewer than such a count is at this hour, by chance.",
        parameters: Week.parameters)

    private let pace: Week.Pace

    public init(_ arguments: Arguments, for subject: Subject) {
        pace = Week.Pace(arguments, for: subject)
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var week = Week()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        let count = max(0, value)
        let root = (count + 0.375).squareRoot()
        let usual = memory.week.usual(at: observation.hour, observation.time, pace)
        memory.week.learn(
            root, at: observation.hour, observation.time, trust: observation.weight, pace)
        memory.footing.stand(on: memory.week.size * memory.week.size)
        guard let usual else { return .learning }
        // Half is the scatter of the root of a Poisson number: dispersion is the square beside it.
        let dispersion = max(1, 4 * usual.scale * usual.scale)
        let mean = max(0.05, usual.value * usual.value - 0.375 + usual.scale * usual.scale)
        return .judged(
            Surprise(
                Self.evidence(of: count, mean: mean, dispersion: dispersion),
                isHigh: count > mean, expected: mean,
                scale: (dispersion * mean).squareRoot(), reason: "volume"))
    }

    /// Beyond these the negative binomial number is a Gaussian one after the square root.
    private static let many = 500.0

    static func evidence(of count: Double, mean: Double, dispersion: Double) -> Double {
        let isHigh = count > mean
        guard mean < many, count < 4 * many else {
            let z = 2 * (count.squareRoot() - mean.squareRoot()) / dispersion.squareRoot()
            return Detectors.evidence(ofTail: normalAbove(abs(z)), gaussian: z)
        }
        let whole = count.rounded()
        guard dispersion > 1.001 else {
            return Detectors.evidence(
                ofTail:
                    isHigh ? gammaBelow(mean, max(whole, 0.5)) : gammaAbove(mean, whole + 1))
        }
        let size = mean / (dispersion - 1)
        return Detectors.evidence(
            ofTail:
                isHigh
                ? betaBelow(1 - 1 / dispersion, max(whole, 0.5), size)
                : betaBelow(1 / dispersion, size, whole + 1))
    }
}

extension Counts.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(week)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        week = try reader.value()
    }
}
