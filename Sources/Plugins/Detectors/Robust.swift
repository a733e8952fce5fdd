public import Model
public import PluginKit
import Statistics

/// Calls a value unlikely by its distance from the median, in median distances from it.
///
/// Both medians are tracked by steps up and down, so that how wild a value is plays no part: only
/// on which side it lies. Steps in one direction grow, and what has moved for good is caught up
/// with. Where more than half of the values are equal and the median distance is nothing, the mean
/// distance stands in.
///
/// - Unit: evidence is -log10 of the part of distances that were at least as large.
/// - Learning: silent for `learning` judgements.
/// - Complexity: O(1), under 300 bytes a group.
/// - Source: modified z after Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993;
///   steps after Robbins and Monro, 1951, growing as in Ma, Muthukrishnan and Sandler, "Frugal
///   Streaming for Estimating Quantiles", 2013.
public struct Robust: Detector {
    public static let manifest = Manifest(
        "robust", "Far from the median of the last judgements, in median distances.",
        parameters: [
            Parameter(
                "memory", 20...100_000, standard: 500, "How many judgements are remembered."),
            Parameter("learning", 5...10_000, standard: 50, "For how many it is silent first."),
        ])

    private let memory: Double
    private let learning: Float

    public init(_ arguments: Arguments, for subject: Subject) {
        memory = arguments["memory"]
        learning = Float(arguments["learning"])
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var centre = SteppedMedian()
        fileprivate var distance = SteppedMedian()
        fileprivate var scatter = Scatter()
        fileprivate var calibration = Calibration()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        let expected = memory.centre.value
        let residual = value - expected
        let scale = self.scale(memory, observation)
        let isReady = memory.scatter.seen >= learning
        let evidence =
            memory.scatter.seen > 0
            ? memory.calibration.evidence(
                of: residual / scale, weight: observation.weight) : 0
        learn(value, observation.weight, &memory)
        guard isReady else { return .learning }
        return .judged(
            Surprise(
                evidence, isHigh: residual > 0, expected: expected, scale: scale, reason: "level"))
    }

    /// 1.4826 median distances are a standard deviation where values are Gaussian.
    private func scale(_ memory: Memory, _ observation: Observation) -> Double {
        max(
            1.4826 * memory.distance.value, 0.5 * memory.scatter.scale, observation.error ?? 0,
            1e-9 * abs(memory.centre.value), 1e-30)
    }

    private func learn(_ value: Double, _ weight: Double, _ memory: inout Memory) {
        if memory.scatter.seen == 0 { memory.centre = SteppedMedian(value) }
        let residual = value - memory.centre.value
        memory.scatter.learn(residual, rate: 1 / self.memory, weight: weight)
        let gain = max(1 / self.memory, 1 / Double(memory.scatter.seen)) * weight
        let unit = max(memory.scatter.scale, 1e-30)
        if memory.scatter.seen < 5 {
            memory.distance = SteppedMedian(0.5 * memory.scatter.scale)
        } else {
            memory.distance.step(towards: abs(residual), by: gain * unit)
        }
        memory.centre.step(towards: value, by: gain * unit)
        memory.footing.stand(on: memory.centre.value)
        memory.footing.stand(on: memory.scatter.scale)
    }
}

/// A median tracked by steps: up when a value lies above it, down when below. Steps one way after
/// each other grow.
struct SteppedMedian: Sendable {
    private(set) var value = 0.0
    /// Steps one way in a row: above zero upwards, below downwards.
    private var run: Int8 = 0

    private static let longestRun: Int8 = 64

    init(_ value: Double = 0) { self.value = value }

    mutating func step(towards other: Double, by size: Double) {
        guard other != value else { return }
        let up = other > value
        run = up ? max(0, run) + 1 : min(0, run) - 1
        run = min(max(run, -Self.longestRun), Self.longestRun)
        let stride = size * (1 + Double(run) * Double(run) / 32)
        value = up ? min(other, value + stride) : max(other, value - stride)
    }
}

extension SteppedMedian: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(value)
        writer.write(run)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        value = try reader.level()
        run = try reader.integer()
        guard abs(Int(run)) <= Self.longestRun else { throw DamagedBytes("too long a run") }
    }
}

extension Robust.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(centre)
        writer.write(distance)
        writer.write(scatter)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        centre = try reader.value()
        distance = try reader.value()
        scatter = try reader.value()
        calibration = try reader.value()
    }
}
