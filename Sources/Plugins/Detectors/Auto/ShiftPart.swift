import Model
import PluginKit

/// Whether values have been on one side of what a short memory expects for longer than chance has
/// it.
///
/// A level over a hundred values and hours of the day that follow within ten; the signed distances
/// from both, averaged over a hundred values.
struct ShiftPart: Sendable {
    private static let rateOfLevel = 0.01
    private static let rateOfHour = 0.1
    private static let rateOfScatter = 0.002
    private static let rateOfDrift = 0.01
    /// A distance beyond so many usual ones is learnt from as if it were no farther.
    private static let believed = 100.0

    private var level = 0.0
    private(set) var scatter = 0.0
    private var drift = 0.0
    private var hours = HourMeans(24)

    mutating func step(_ value: Double, at hour: WeekHour, seen: Int) -> Double {
        if seen == 0 { level = value }
        let count = Double(seen + 1)
        let usual = hours.mean(at: hour, isSmooth: true) ?? 0
        let residual = value - level - usual
        let scale = max(scatter, 1e-9 * abs(level))
        let farthest = SeasonPart.farthest
        let distance = scale > 0 ? max(-farthest, min(farthest, residual / scale)) : 0
        drift += Self.rateOfDrift * (distance - drift)
        let limit = Self.believed * scale
        let believed =
            limit > 0 && seen > Auto.learning ? max(-limit, min(limit, residual)) : residual
        let deviation = believed + usual
        hours.learn(deviation, at: hour, rate: Self.rateOfHour)
        level += max(Self.rateOfLevel, 1 / count) * deviation
        scatter += max(Self.rateOfScatter, 1 / count) * (abs(believed) - scatter)
        return drift
    }
}

extension ShiftPart: Savable {
    func save(to writer: inout ByteWriter) {
        for number in [level, scatter, drift] { writer.write(number) }
        hours.save(to: &writer)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        level = try reader.level()
        scatter = try reader.level()
        drift = try reader.level()
        hours = try HourMeans(from: &reader, count: 24)
        guard scatter >= 0 else { throw DamagedBytes("a scatter below zero") }
    }
}
