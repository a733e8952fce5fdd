public import Model
public import PluginKit
import Statistics

/// Compares a group with the other groups of the KPI: what strikes all of them strikes none.
///
/// Each group has its usual distance from the median of the others, which is learnt; what counts is
/// how far it has left that, in its own usual scatter or in the scatter of the others, whichever is
/// larger.
///
/// - Unit: evidence is -log10 of the part of distances that were at least as large.
/// - Learning: silent for `learning` judgements, and while there are fewer than three others.
/// - Complexity: O(1), under 300 bytes a group; the median of the others is made once for all.
/// - Source: peer group analysis, Bolton and Hand, "Unsupervised profiling methods for fraud
///   detection", 2001.
public struct Peers: Detector {
    public static let manifest = Manifest(
        "peers", "A group strays from the other groups of its KPI.",
        parameters: [
            Parameter("memory", 20...100_000, standard: 1_000, "Judgements that are remembered."),
            Parameter("learning", 5...10_000, standard: 50, "For how many it is silent first."),
        ])

    public static let asksSiblings = true
    private static let fewest = 3

    private let memory: Double
    private let learning: Float

    public init(_ arguments: Arguments, for subject: Subject) {
        memory = arguments["memory"]
        learning = Float(arguments["learning"])
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var offset = 0.0
        fileprivate var scatter = Scatter()
        fileprivate var calibration = Calibration()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory), let others = observation.siblings,
            others.count >= Self.fewest, let median = memory.footing.admit(others.median),
            let spread = memory.footing.admit(others.spread)
        else { return .learning }
        let distance = value - median
        if memory.scatter.seen == 0 { memory.offset = distance }
        let residual = distance - memory.offset
        let scale = max(
            memory.scatter.scale(of: observation, near: median), abs(spread) / 4)
        let isReady = memory.scatter.seen >= learning
        let evidence = memory.calibration.evidence(
            of: residual / scale, weight: observation.weight)
        let expected = median + memory.offset
        learn(residual, observation.weight, &memory)
        guard isReady else { return .learning }
        return .judged(
            Surprise(
                evidence, isHigh: residual > 0, expected: expected, scale: scale, reason: "peers"))
    }

    private func learn(_ residual: Double, _ weight: Double, _ memory: inout Memory) {
        memory.scatter.learn(residual, rate: 1 / self.memory, weight: weight)
        let gain = max(1 / self.memory, 1 / Double(memory.scatter.seen)) * weight
        let counted = memory.scatter.believed(residual, beyond: 3)
        memory.offset += gain * counted
        memory.footing.stand(on: memory.offset)
        memory.footing.stand(on: memory.scatter.scale)
    }
}

extension Peers.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(offset)
        writer.write(scatter)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        offset = try reader.level()
        scatter = try reader.value()
        calibration = try reader.value()
    }
}
