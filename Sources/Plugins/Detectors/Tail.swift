public import Model
public import PluginKit
import Statistics

/// Judges the distance from a moving mean by the tail of such distances beyond all that is usual.
///
/// Each side has a threshold that one value in twenty passes. By how much is kept of the last
/// twenty that did, and a generalised Pareto distribution fitted to them says how much rarer what
/// lies farther out is.
///
/// - Unit: evidence is -log10 of twice the tail probability.
/// - Learning: silent until each side has had ten such values, and for `learning` judgements.
/// - Complexity: O(1), and twenty values sorted once in twenty judgements; 300 bytes a group.
/// - Source: Siffer, Fouque, Termier and Largouët, "Anomaly Detection in Streams with Extreme Value
///   Theory" (DSPOT), KDD 2017; fitted by probability-weighted moments, Hosking and Wallis,
///   Technometrics 29(3), 1987.
public struct Tail: Detector {
    public static let manifest = Manifest(
        "tail", "Farther out than the tail of all values so far lets expect.",
        parameters: [
            Parameter("depth", 1...10_000, standard: 50, "Judgements in the moving mean."),
            Parameter("memory", 100...1_000_000, standard: 2_000, "Judgements in the threshold."),
            Parameter("learning", 50...100_000, standard: 300, "For how many it is silent first."),
        ])

    private let depth, memory: Double
    private let learning: Float

    public init(_ arguments: Arguments, for subject: Subject) {
        depth = arguments["depth"]
        memory = arguments["memory"]
        learning = Float(arguments["learning"])
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var mean = 0.0
        fileprivate var scatter = Scatter()
        fileprivate var above = ParetoTail()
        fileprivate var below = ParetoTail()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        if memory.scatter.seen == 0 { memory.mean = value }
        let (expected, weight) = (memory.mean, observation.weight)
        let residual = value - expected
        let scale = memory.scatter.scale(of: observation, near: expected)
        let isReady =
            memory.scatter.seen >= learning && memory.above.isReady && memory.below.isReady
        let side = residual > 0 ? memory.above : memory.below
        let evidence = side.evidence(of: max(0, abs(residual) - (observation.error ?? 0) / 2))
        learn(residual, weight, &memory)
        guard isReady else { return .learning }
        return .judged(
            Surprise(
                evidence, isHigh: residual > 0, expected: expected, scale: scale, reason: "range"))
    }

    private func learn(_ residual: Double, _ weight: Double, _ memory: inout Memory) {
        let gain = max(1 / self.memory, 1 / Double(memory.scatter.seen + 1)) * weight
        let unit = max(memory.scatter.scale, 1e-30)
        if memory.scatter.seen >= 5 {
            memory.above.learn(residual, gain, unit)
            memory.below.learn(-residual, gain, unit)
        }
        memory.scatter.learn(residual, rate: 1 / self.memory, weight: weight)
        let counted = memory.scatter.believed(residual, beyond: 4)
        memory.mean += max(1 / depth, 1 / Double(memory.scatter.seen)) * weight * counted
        memory.footing.stand(on: memory.mean)
        memory.footing.stand(on: memory.scatter.scale)
    }
}

extension Tail.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(mean)
        writer.write(scatter)
        writer.write(above)
        writer.write(below)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        mean = try reader.level()
        scatter = try reader.value()
        above = try reader.value()
        below = try reader.value()
    }
}
