import Model
import PluginKit

/// What is usual at each hour of the week: a level, what each hour of the day adds to it, and what
/// each hour of the week adds to that.
///
/// What an hour of the week has not learnt yet is nothing: the hour of the day stands, and before
/// that the level. So history is used from the first day on. Special days have hours of the day of
/// their own, and share the level only.
///
/// - Complexity: O(1), 1.6 KB.
struct Week: Sendable {
    private var level = 0.0
    private(set) var seen: Float = 0
    private var began = Timestamp.zero
    private var day = Profile(24)
    private var week = Profile(WeekHour.count)
    private var special = Profile(24)
    private var scatter = Scatter()
    private var scatters = Array(repeating: Scatter(), count: 24)

    /// What a rule may set of it.
    static let parameters = [
        Parameter("weeks", 1...26, standard: 4, "How many weeks an hour remembers."),
        Parameter(
            "learning", 3_600...(90 * 86_400), as: .duration, standard: 2 * 86_400,
            "For how long it is silent first."),
    ]

    /// How fast it learns; of a detector, once for all groups.
    struct Pace: Sendable {
        fileprivate let perHour: Double
        fileprivate let isSmooth: Bool
        fileprivate let levelRate: Double
        fileprivate let dayRate: Double
        fileprivate let weekRate: Double
        fileprivate let learning: Interval

        /// - Parameter arguments: for `Week.parameters`.
        init(_ arguments: Arguments, for subject: Subject) {
            let perDay = 86_400 / max(1, subject.every.seconds)
            perHour = max(1, perDay / 24)
            isSmooth = perHour > 1
            levelRate = min(1, 1 / max(7, 7 * perDay))
            dayRate = 1 / (14 * perHour)
            weekRate = 1 / (max(1, arguments["weeks"]) * perHour)
            learning = .seconds(Int64(arguments["learning"]))
        }
    }

    struct Usual {
        var value: Double
        /// The standard deviation about it, wider where little is known.
        var scale: Double
    }

    /// nil: that is not known yet.
    func usual(at hour: WeekHour, _ time: Timestamp, _ pace: Pace) -> Usual? {
        guard seen >= 20, time - began >= pace.learning else { return nil }
        let places = Places(hour, self, pace)
        if hour.isSpecial {
            guard special.seen(at: places.day) >= pace.perHour else { return nil }
        }
        let visits = hour.isSpecial ? 1 : week.seen(at: places.week) / pace.perHour
        return Usual(
            value: value(places), scale: scale(hour) * (1 + 1 / (0.33 + visits)).squareRoot())
    }

    private func scale(_ hour: WeekHour) -> Double {
        let own = scatters[hour.hourOfDay]
        return own.seen >= 20 ? max(own.scale, scatter.scale / 20) : max(own.scale, scatter.scale)
    }

    /// - Parameter trust: 1, and less for what is hardly to be learnt.
    mutating func learn(
        _ value: Double, at hour: WeekHour, _ time: Timestamp, trust: Double, _ pace: Pace
    ) {
        if seen == 0 || time < began { began = time }
        if seen == 0 { level = value }
        seen = min(seen + Float(trust), 1e6)
        let places = Places(hour, self, pace)
        let residual = value - self.value(places)
        // The first day goes to and fro with the hours and says nothing of how values scatter.
        if day.seen(at: places.day) >= pace.perHour || hour.isSpecial {
            scatter.learn(residual, rate: pace.dayRate / 12, weight: trust)
            scatters[hour.hourOfDay].learn(residual, rate: pace.dayRate, weight: trust)
        }
        let limit = 3 * scale(hour)
        let counted =
            scatter.seen < 20 || limit == 0 ? residual : tempered(residual, beyond: limit)
        take(counted, places, isSpecial: hour.isSpecial, trust, pace)
    }

    /// Shares a residual out among what it may be due to.
    private mutating func take(
        _ residual: Double, _ places: Places, isSpecial: Bool, _ trust: Double, _ pace: Pace
    ) {
        let daySeen = isSpecial ? special.seen(at: places.day) : day.seen(at: places.day)
        var gains = (
            level: max(pace.levelRate, 1 / Double(seen)),
            day: max(pace.dayRate, 1 / (2 + daySeen)),
            week: max(pace.weekRate, 1 / (4 + week.seen(at: places.week)))
        )
        if isSpecial { gains = (0, max(pace.weekRate, gains.day), 0) }
        let sum = gains.level + gains.day + gains.week
        let trust = trust * min(1, 0.9 / sum)
        level += residual * gains.level * trust
        if isSpecial {
            special.learn(residual, at: places.day, gain: gains.day * trust)
        } else {
            day.learn(residual, at: places.day, gain: gains.day * trust)
            week.learn(residual, at: places.week, gain: gains.week * trust)
        }
    }

    private struct Places {
        let day: Profile.Place
        let week: Profile.Place
        let isSpecial: Bool

        init(_ hour: WeekHour, _ usual: Week, _ pace: Pace) {
            day = usual.day.place(
                ofTurn: (Double(hour.hourOfDay) + hour.passed) / 24, isSmooth: pace.isSmooth)
            week = usual.week.place(
                ofTurn: (Double(hour.index) + hour.passed) / Double(WeekHour.count),
                isSmooth: pace.isSmooth)
            isSpecial = hour.isSpecial
        }
    }

    private func value(_ places: Places) -> Double {
        if places.isSpecial { return level + special.deviation(at: places.day) }
        return level + day.deviation(at: places.day) + week.deviation(at: places.week)
    }

    /// The largest size in it, as far as a footing needs it.
    var size: Double { max(abs(level), scatter.scale) }
}

extension Week: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(level)
        writer.write(seen)
        writer.write(began)
        writer.write(day)
        writer.write(week)
        writer.write(special)
        writer.write(scatter)
        for scatter in scatters { writer.write(scatter) }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        level = try reader.level()
        seen = try reader.size()
        began = try reader.timestamp()
        day = try reader.value()
        week = try reader.value()
        special = try reader.value()
        scatter = try reader.value()
        for index in scatters.indices { scatters[index] = try reader.value() }
    }
}
