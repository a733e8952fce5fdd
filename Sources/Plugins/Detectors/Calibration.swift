import Model
import PluginKit
import Statistics

/// What a distance in scales is worth as evidence: the one place where detectors turn the one into
/// the other.
///
/// Real values have longer tails than any formula, and each series its own: how rare a distance is,
/// is learnt of those before it. Farther out than anything came two tails are averaged as
/// logarithms. One is Pareto's, which is the most careful. The other is Weibull's, through the
/// distances that one in ten and one in a hundred passes: it takes what is close to Gaussian for
/// what it is, where ten scales are no accident.
///
/// - Complexity: O(1), 150 bytes.
struct Calibration: Sendable {
    private var tail = UpperTail(expecting: 30)
    private var tenth = SteppedQuantile()
    private var hundredth = SteppedQuantile()
    private var seen: UInt16 = 0

    /// Before so many the hundredth is not known.
    private static let enough: UInt16 = 200
    /// Less is no distance at all.
    private static let nothing = 1e-3

    /// -log10 of the part of distances that are at least as large.
    mutating func evidence(of distance: Double, weight: Double) -> Double {
        let size = min(abs(distance), 1e12)
        let learnt = tail.evidence(of: size, weight: weight)
        let weibull = weibull(size)
        tenth.step(towards: size, share: 0.9, rate: 0.005 * weight)
        hundredth.step(towards: size, share: 0.99, rate: 0.02 * weight)
        if seen < Self.enough { seen += 1 }
        guard size > Self.nothing else { return 0 }
        // However light the tail seems: not out of all proportion to what came.
        let evidence = weibull.map { (learnt + min($0, 3 * learnt)) / 2 } ?? learnt
        return min(mostEvidence, max(0, evidence))
    }

    /// nil: it lies within what comes once in a hundred times.
    private func weibull(_ size: Double) -> Double? {
        let tenth = Double(max(tenth.value, 0.5))
        let hundredth = Double(max(hundredth.value, 0.5))
        guard seen >= Self.enough, size > hundredth else { return nil }
        // log(100) is twice log(10).
        let shape = 0.693_147 / log(max(hundredth / tenth, 1.05))
        return 2 * pow(size / hundredth, min(1.6, max(0.4, shape)))
    }
}

/// A quantile tracked by steps that are parts of itself.
struct SteppedQuantile: Sendable {
    fileprivate(set) var value: Float = 1

    private static let range: ClosedRange<Float> = 1e-3...1e3

    /// - Parameter share: of values that lie below it.
    mutating func step(towards other: Double, share: Double, rate: Double) {
        let step = rate * (other > Double(value) ? share : share - 1)
        value = min(Self.range.upperBound, max(Self.range.lowerBound, value * Float(1 + step)))
    }
}

extension Calibration: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(tail)
        writer.write(tenth.value)
        writer.write(hundredth.value)
        writer.write(seen)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        tail = try reader.value()
        tenth.value = try reader.size()
        hundredth.value = try reader.size()
        seen = try reader.integer()
    }
}
