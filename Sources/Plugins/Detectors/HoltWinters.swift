public import Model
public import PluginKit
import Statistics

/// Forecasts each value from a level, a damped trend and one season or two, and judges the error.
///
/// A season of a day or a week goes by the clock on the wall; others by time alone. A season is
/// kept in at most 288 buckets (five minutes of a day), between whose middles one goes in a
/// straight line. Errors count tempered, so that one wild value leaves no trace in what is
/// expected.
///
///     additive:        value = level + season + second season
///     multiplicative:  value = level · (1 + season) · (1 + second season)
///
/// - Unit: evidence is -log10 of the part of errors that were at least as large.
/// - Learning: silent for two seasons.
/// - Complexity: O(1); at most 2.9 KB a group.
/// - Source: Winters, Management Science 6(3), 1960; damped trend after Gardner and McKenzie,
///   Management Science 31(10), 1985; second season after Taylor, Journal of the Operational
///   Research Society 54, 2003; robust updates after Gelper, Fried and Croux, Journal of
///   Forecasting 29(3), 2010.
public struct HoltWinters: Detector {
    public static let manifest = Manifest(
        "holt_winters", "Not what level, trend and season forecast.",
        parameters: [
            Parameter(
                "season", 600...(28 * 86_400), as: .duration, standard: 86_400,
                "After how long the same comes again."),
            Parameter(
                "second", 0...(28 * 86_400), as: .duration, standard: 7 * 86_400,
                "A longer season on top of it; `0s`: none."),
            Parameter(
                "form", 0...1, as: .word(["additive", "multiplicative"]), standard: 0,
                "Whether the season adds to the level or multiplies it."),
            Parameter("level", 0.001...1, standard: 0.02, "The part of an error that is level."),
            Parameter("trend", 0...1, standard: 0.000_2, "The part of an error that is trend."),
            Parameter(
                "seasonal", 0.01...1, standard: 0.25,
                "The part of an error that is season, each time it comes."),
            Parameter("damping", 0...1, standard: 0.98, "What of a trend is left a step later."),
        ])

    private static let mostBuckets = 288
    private static let mostOfSecond = 168

    private let season, second: Cycle
    private let isMultiplicative: Bool
    private let level, trend, seasonal, damping: Double
    private let every: Double

    public init(_ arguments: Arguments, for subject: Subject) {
        every = max(1, subject.every.seconds)
        season = Cycle(arguments["season"], every, most: Self.mostBuckets)
        let longer = arguments["second"] > arguments["season"] ? arguments["second"] : 0
        second = Cycle(longer, every, most: Self.mostOfSecond)
        isMultiplicative = arguments["form"] == 1
        level = arguments["level"]
        trend = arguments["trend"]
        seasonal = arguments["seasonal"]
        damping = arguments["damping"]
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var level = 0.0
        fileprivate var trend: Float = 0
        fileprivate var season: Profile
        fileprivate var second: Profile
        fileprivate var scatter = Scatter()
        fileprivate var began = Timestamp.zero
        fileprivate var last = Timestamp.zero
        fileprivate var calibration = Calibration()
    }

    public var blank: Memory {
        Memory(season: Profile(season.buckets), second: Profile(second.buckets))
    }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        let (time, weight) = (observation.time, observation.weight)
        if memory.scatter.seen == 0 || time < memory.last { begin(value, time, &memory) }
        let sight = look(memory, observation)
        let residual = value - sight.expected
        let scale = max(
            memory.scatter.scale, observation.error ?? 0, 1e-6 * abs(sight.expected), 1e-30)
        let isReady =
            (time - memory.began).seconds >= 2 * season.length && memory.scatter.seen >= 20
        let evidence = memory.calibration.evidence(of: residual / scale, weight: weight)
        learn(residual, sight, weight, &memory)
        memory.last = time
        guard isReady else { return .learning }
        return .judged(
            Surprise(
                evidence, isHigh: residual > 0, expected: sight.expected, scale: scale,
                reason: "season"))
    }

    /// Where time has gone back, what is known stays, and only its age does not count.
    private func begin(_ value: Double, _ time: Timestamp, _ memory: inout Memory) {
        if memory.scatter.seen == 0 { memory.level = value }
        if memory.scatter.seen == 0 || time < memory.began { memory.began = time }
        memory.last = time - .seconds(Int64(every))
    }

    /// What is expected, and of which parts.
    private struct Sight {
        var base: Double
        var trend: Double
        var season: Profile.Place
        var second: Profile.Place
        /// What the seasons add, or by what they multiply.
        var parts: (season: Double, second: Double)
        var expected: Double
    }

    private func look(_ memory: Memory, _ observation: Observation) -> Sight {
        let first = season.place(observation, in: memory.season)
        let other = second.place(observation, in: memory.second)
        let parts = (memory.season.deviation(at: first), memory.second.deviation(at: other))
        let steps = ((observation.time - memory.last).seconds / every).rounded()
        let (gone, left) = ahead(Double(memory.trend), by: steps)
        let base = memory.level + gone
        let expected =
            isMultiplicative
            ? base * Self.factor(parts.0) * Self.factor(parts.1) : base + parts.0 + parts.1
        return Sight(
            base: base, trend: left, season: first, second: other, parts: parts,
            expected: expected)
    }

    /// How far a damped trend goes in some steps, and what is left of it.
    private func ahead(_ trend: Double, by steps: Double) -> (gone: Double, left: Double) {
        if steps <= 1 { return (damping * trend, damping * trend) }
        let left = pow(damping, min(steps, 10_000))
        let gone =
            damping < 1 ? trend * damping * (1 - left) / (1 - damping) : trend * min(steps, 10)
        return (gone, trend * left)
    }

    private static func factor(_ part: Double) -> Double { min(50, max(0.02, 1 + part)) }

    private func learn(
        _ residual: Double, _ sight: Sight, _ weight: Double, _ memory: inout Memory
    ) {
        let limit = 3 * memory.scatter.scale
        let counted =
            memory.scatter.seen < 20 || limit == 0 ? residual : tempered(residual, beyond: limit)
        memory.scatter.learn(residual, rate: min(0.02, season.rate), weight: weight)
        let gain = max(level, 1 / Double(max(1, memory.scatter.seen)))
        var (ofLevel, ofSeason, ofSecond) = (counted, counted, counted)
        if isMultiplicative {
            let factors = (Self.factor(sight.parts.season), Self.factor(sight.parts.second))
            let base = abs(sight.base) < 1e-30 ? 1e-30 : sight.base
            ofLevel = counted / (factors.0 * factors.1)
            ofSeason = min(5, max(-5, counted / (base * factors.1)))
            ofSecond = min(5, max(-5, counted / (base * factors.0)))
        }
        memory.level = sight.base + gain * weight * ofLevel
        memory.trend = Float(sight.trend + trend * weight * ofLevel)
        season.learn(ofSeason, &memory.season, at: sight.season, seasonal, weight, share: 1)
        second.learn(ofSecond, &memory.second, at: sight.second, seasonal, weight, share: 0.5)
        memory.footing.stand(on: memory.level)
        memory.footing.stand(on: memory.scatter.scale)
    }

    /// A season as time goes round in it.
    private struct Cycle: Sendable {
        let length: Double
        let buckets: Int
        /// Judgements in a bucket each time it comes.
        let perBucket: Double
        /// One part of all judgements of two seasons.
        let rate: Double
        private let kind: Kind

        private enum Kind { case none, day, week, other }

        init(_ length: Double, _ every: Double, most: Int) {
            self.length = length
            buckets = length == 0 ? 0 : max(1, min(most, Int((length / every).rounded())))
            perBucket = buckets == 0 ? 1 : max(1, length / every / Double(buckets))
            rate = length == 0 ? 1 : min(1, every / (2 * length))
            kind =
                length == 0 ? .none : length == 86_400 ? .day : length == 604_800 ? .week : .other
        }

        func place(_ observation: Observation, in profile: Profile) -> Profile.Place {
            let hour = observation.hour
            let turn: Double
            switch kind {
            case .none: return Profile.Place(first: 0, second: 0, part: 0)
            case .day: turn = (Double(hour.hourOfDay) + hour.passed) / 24
            case .week: turn = (Double(hour.index) + hour.passed) / 168
            case .other:
                let turns = Double(observation.time.nanoseconds) / 1e9 / length
                turn = turns - turns.rounded(.down)
            }
            return profile.place(ofTurn: turn, isSmooth: perBucket > 1)
        }

        func learn(
            _ part: Double, _ profile: inout Profile, at place: Profile.Place, _ rate: Double,
            _ weight: Double, share: Double
        ) {
            guard kind != .none else { return }
            let gain = max(rate / perBucket, 1 / (2 + profile.seen(at: place))) * share
            profile.learn(part, at: place, gain: gain * weight)
        }
    }
}

extension HoltWinters.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(level)
        writer.write(trend)
        writer.write(season)
        writer.write(second)
        writer.write(scatter)
        writer.write(began)
        writer.write(last)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        level = try reader.level()
        trend = try reader.float()
        season = try reader.value()
        second = try reader.value()
        scatter = try reader.value()
        began = try reader.timestamp()
        last = try reader.timestamp()
        calibration = try reader.value()
    }
}
