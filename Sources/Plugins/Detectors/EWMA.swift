public import Model
public import PluginKit
import Statistics

/// A control chart: tells a level that has moved a little and stays there from mere noise.
///
/// Each value is taken as its distance from the long mean, in scales, and `weight` of it goes into
/// a running mean of such distances. Of noise that stays small; of a shift it grows within a few
/// judgements.
///
/// - Unit: evidence is -log10 of the part of chart values that were at least as large.
/// - Learning: silent for `learning` judgements.
/// - Complexity: O(1), under 300 bytes a group.
/// - Source: Roberts, "Control chart tests based on geometric moving averages", Technometrics 1(3),
///   1959. The variance of the chart is measured and not computed, for values that come one after
///   the other are alike.
public struct EWMA: Detector {
    public static let manifest = Manifest(
        "ewma", "A moving mean strays from the long mean: small shifts that last.",
        parameters: [
            Parameter(
                "weight", 0.01...1, standard: 0.2, "The part that a new value has in the chart."),
            Parameter("memory", 20...100_000, standard: 1_000, "Judgements in the long mean."),
            Parameter("learning", 5...10_000, standard: 50, "For how many it is silent first."),
        ])

    private let weight, memory: Double
    private let learning: Float

    public init(_ arguments: Arguments, for subject: Subject) {
        weight = arguments["weight"]
        memory = arguments["memory"]
        learning = Float(arguments["learning"])
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var mean = 0.0
        fileprivate var scatter = Scatter()
        fileprivate var chart: Float = 0
        fileprivate var chartScatter = Scatter()
        fileprivate var calibration = Calibration()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        if memory.scatter.seen == 0 { memory.mean = value }
        let expected = memory.mean
        let scale = memory.scatter.scale(of: observation, near: expected)
        let isReady = memory.scatter.seen >= learning
        let distance = tempered((value - expected) / scale, beyond: 4)
        memory.chart += Float(weight * (distance - Double(memory.chart)))
        let chart = Double(memory.chart)
        // That of independent values, if what was measured is less.
        let width = max(memory.chartScatter.scale, (weight / (2 - weight)).squareRoot())
        let evidence = memory.calibration.evidence(of: chart / width, weight: observation.weight)
        memory.chartScatter.learn(
            chart, rate: 1 / self.memory, weight: observation.weight)
        learn(value, observation.weight, &memory)
        guard isReady else { return .learning }
        return .judged(
            Surprise(
                evidence, isHigh: chart > 0, expected: expected, scale: scale, reason: "level"))
    }

    private func learn(_ value: Double, _ weight: Double, _ memory: inout Memory) {
        let residual = value - memory.mean
        memory.scatter.learn(residual, rate: 1 / self.memory, weight: weight)
        let gain = max(1 / self.memory, 1 / Double(memory.scatter.seen)) * weight
        let counted = memory.scatter.believed(residual, beyond: 3)
        memory.mean += gain * counted
        memory.footing.stand(on: memory.mean)
        memory.footing.stand(on: memory.scatter.scale)
    }
}

extension EWMA.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(mean)
        writer.write(scatter)
        writer.write(chart)
        writer.write(chartScatter)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        mean = try reader.level()
        scatter = try reader.value()
        chart = try reader.float()
        chartScatter = try reader.value()
        calibration = try reader.value()
    }
}
