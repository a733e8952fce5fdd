public import Model
public import PluginKit
import Statistics

/// Compares a value with what is usual at its hour of the week, by the clock on the wall.
///
/// While history is short the hour of the day stands in, and before that nothing is said. Special
/// days are compared with special days. The scale is that of the hour of the day, and never below
/// the standard error of the value: what few samples scatter by chance is no anomaly.
///
/// - Unit: evidence is -log10 of the part of distances that were at least as large.
/// - Learning: silent for `learning`; on the first special day as well.
/// - Complexity: O(1), 2 KB a group.
/// - Source: level and season as Winters, Management Science 6(3), 1960, has them; robust updates
///   after Gelper, Fried and Croux, "Robust forecasting with exponential and Holt-Winters
///   smoothing", Journal of Forecasting 29(3), 2010.
public struct Seasonal: Detector {
    public static let manifest = Manifest(
        "seasonal", "Not what is usual at this hour of the week.",
        parameters: Week.parameters)

    private let pace: Week.Pace

    public init(_ arguments: Arguments, for subject: Subject) {
        pace = Week.Pace(arguments, for: subject)
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var week = Week()
        fileprivate var calibration = Calibration()
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        let (hour, weight) = (observation.hour, observation.weight)
        let usual = memory.week.usual(at: hour, observation.time, pace)
        memory.week.learn(value, at: hour, observation.time, trust: weight, pace)
        memory.footing.stand(on: memory.week.size)
        guard let usual else { return .learning }
        let scale = max(
            usual.scale, observation.error ?? 0, 1e-6 * abs(usual.value), 1e-30)
        let residual = value - usual.value
        return .judged(
            Surprise(
                memory.calibration.evidence(of: residual / scale, weight: weight),
                isHigh: residual > 0, expected: usual.value, scale: scale, reason: "season"))
    }
}

extension Seasonal.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(week)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        week = try reader.value()
        calibration = try reader.value()
    }
}
