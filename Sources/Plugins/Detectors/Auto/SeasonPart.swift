import Model
import PluginKit

/// Where a value stands against what its hour lets expect.
///
/// A slow level, what the hour of the day adds, and, once an hour of the week has been met, what
/// that adds instead. What is far out is learnt from as if it were eight times the usual distance
/// away: one giant changes little, and many are believed.
struct SeasonPart: Sendable {
    /// Distances from expected in usual ones are cut here: what lies beyond is all the same.
    static let farthest = 30.0
    private static let believed = 8.0
    private static let daysOfLevel = 3.0
    private static let rateOfDay = 0.15
    private static let rateOfWeek = 0.25
    private static let rateOfScatter = 0.1
    private static let visitsOfNewHours = 2.0

    private var level = 0.0
    private var recent: Float = 0
    private var seen: UInt32 = 0
    private var day = HourMeans(24)
    private var week = HourMeans(WeekHour.count)
    private var scatter = HourMeans(24)

    struct Answer {
        var expected: Double
        var scale: Double
        /// From what is expected, in usual distances, signed.
        var distance: Double
        /// The same, averaged with those before it: two in a row count more than one.
        var recent: Double
    }

    mutating func step(
        _ value: Double, _ observation: Observation, floor: Double, trust: Double,
        _ pace: AutoMemory.Pace
    ) -> Answer {
        if seen == 0 { level = value }
        if seen < UInt32.max { seen += 1 }
        let hour = observation.hour
        let usual = usual(at: hour, nearest: value - level, pace)
        let residual = value - level - usual
        let least = max(floor, 1e-6 * abs(level))
        let scale = max(scatter.mean(at: hour, isSmooth: pace.isSmooth) ?? 0, least)
        let farthest = Self.farthest
        let distance = scale > 0 ? max(-farthest, min(farthest, residual / scale)) : 0
        recent += 0.5 * (Float(distance) - recent)
        let answer = Answer(
            expected: level + usual, scale: scale * 1.25, distance: distance,
            recent: Double(recent))
        learn(residual, answer.expected, scale, hour, trust, pace)
        return answer
    }

    /// What the hour adds to the level. A special day may go like its day of the week or like a
    /// Sunday: whichever is nearer to what came.
    private func usual(at hour: WeekHour, nearest value: Double, _ pace: AutoMemory.Pace) -> Double
    {
        let ofDay = day.mean(at: hour, isSmooth: pace.isSmooth) ?? 0
        let plain = blend(ofDay, hour, pace)
        guard hour.isSpecial else { return plain }
        let sunday = WeekHour(index: 144 + hour.hourOfDay, passed: hour.passed)
        let quiet = blend(ofDay, sunday, pace)
        return abs(value - quiet) < abs(value - plain) ? quiet : plain
    }

    /// From the hour of the day over to the hour of the week as visits to that one come in.
    private func blend(_ ofDay: Double, _ hour: WeekHour, _ pace: AutoMemory.Pace) -> Double {
        let visits = week.visits(at: hour)
        guard visits >= 1 else { return ofDay }
        let weight = min(1, visits / 2)
        let ofWeek = week.mean(at: hour, isSmooth: pace.isSmooth) ?? ofDay
        return weight * ofWeek + (1 - weight) * ofDay
    }

    private mutating func learn(
        _ residual: Double, _ expected: Double, _ scale: Double, _ hour: WeekHour,
        _ trust: Double, _ pace: AutoMemory.Pace
    ) {
        let limit = Self.believed * scale
        let believed =
            limit > 0 && seen > Auto.learning ? max(-limit, min(limit, residual)) : residual
        let ofLevel = max(1 / (Self.daysOfLevel * pace.perDay), 1 / Double(seen))
        level += min(1, ofLevel * trust) * believed
        let weight = trust / pace.perHour
        scatter.learn(abs(believed), at: hour, weight: weight, rate: Self.rateOfScatter, pace)
        let deviation = expected + believed - level
        day.learn(deviation, at: hour, weight: weight, rate: Self.rateOfDay, pace)
        guard !hour.isSpecial else { return }
        // The first Sundays are no anomaly, however little trust they find.
        let isNew = week.visits(at: hour) < Self.visitsOfNewHours
        week.learn(
            deviation, at: hour, weight: isNew ? 1 / pace.perHour : weight, rate: Self.rateOfWeek,
            pace)
    }
}

extension SeasonPart: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(level)
        writer.write(recent.bitPattern)
        writer.write(seen)
        for means in [day, week, scatter] { means.save(to: &writer) }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        level = try reader.level()
        recent = try reader.float()
        seen = try reader.integer()
        day = try HourMeans(from: &reader, count: 24)
        week = try HourMeans(from: &reader, count: WeekHour.count)
        scatter = try HourMeans(from: &reader, count: 24)
    }
}
