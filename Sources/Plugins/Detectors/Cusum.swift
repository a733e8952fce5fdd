public import Model
public import PluginKit
import Statistics

/// Adds up small distances day by day: finds a drift that no single day shows.
///
/// A day's value is the mean of its judgements. It is standardised by the mean and scatter of such
/// days, each weekday with its own mean once three of it are known. What exceeds `slack` scales is
/// added up, in each direction by itself, and never below nothing.
///
///     sum ◀── max(0, sum + distance − slack)        above `limit` it speaks, above twice it stays
///
/// - Unit: evidence is log10 of the judgements in which such a sum is reached once by chance.
/// - Learning: silent for `learning` days; what is said of a day is said on the next.
/// - Complexity: O(1), under 300 bytes a group.
/// - Source: Page, "Continuous inspection schemes", Biometrika 41, 1954; run lengths after
///   Siegmund, "Sequential Analysis", 1985.
public struct Cusum: Detector {
    public static let manifest = Manifest(
        "cusum", "A drift: daily means that stray a little, day after day.",
        parameters: [
            Parameter("slack", 0.05...3, standard: 0.5, "What a day may stray, in scales."),
            Parameter("limit", 1...50, standard: 6, "The sum from which on it speaks, in scales."),
            Parameter("memory", 14...730, standard: 90, "Days that are remembered."),
            Parameter("learning", 7...365, standard: 14, "Days for which it is silent first."),
        ])

    private let slack, limit, memory, learning: Double
    private let perDay: Double

    public init(_ arguments: Arguments, for subject: Subject) {
        slack = arguments["slack"]
        limit = arguments["limit"]
        memory = arguments["memory"]
        learning = arguments["learning"]
        perDay = max(1, 86_400 / max(1, subject.every.seconds))
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var today = Today()
        fileprivate var mean = 0.0
        fileprivate var scatter = Scatter()
        fileprivate var weekdays = Profile(7)
        fileprivate var up: Float = 0
        fileprivate var down: Float = 0
        /// Judgements of a usual day.
        fileprivate var usualCount: Float = 0
    }

    /// The day that goes on.
    struct Today: Sendable {
        var weekday: UInt8 = 0
        var began = Timestamp.zero
        var sum = 0.0
        var count: Float = 0
        /// It was not heard from its beginning on.
        var isFirst = true
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        let weekday = UInt8(min(6, max(0, observation.hour.index / 24)))
        let isNewDay =
            weekday != memory.today.weekday || observation.time - memory.today.began >= .days(1)
            || observation.time < memory.today.began
        if isNewDay || memory.today.count == 0 {
            if memory.today.count > 0 { close(memory.today, &memory) }
            let isFirst = memory.today.count == 0 && perDay > 1
            memory.today = Today(weekday: weekday, began: observation.time, isFirst: isFirst)
        }
        // Within a day all count tempered by what the days are.
        let counted =
            memory.scatter.seen < 3
            ? value
            : memory.mean
                + tempered(value - memory.mean, beyond: 30 * max(memory.scatter.scale, 1e-30))
        memory.today.sum += counted * observation.weight
        memory.today.count += Float(observation.weight)
        guard Double(memory.scatter.seen) >= learning else { return .learning }
        return .judged(surprise(memory))
    }

    private func surprise(_ memory: Memory) -> Surprise {
        let sum = Double(max(memory.up, memory.down))
        let expected = memory.mean + deviation(memory.today.weekday, memory)
        return Surprise(
            sum < limit ? 0 : min(mostEvidence, log10(runLength(until: sum) * perDay)),
            isHigh: memory.up > memory.down, expected: expected, scale: scale(memory),
            reason: "drift")
    }

    /// Days until one of two sums gets there by chance.
    private func runLength(until sum: Double) -> Double {
        let height = 2 * slack * (sum + 1.166)
        return (exp(min(height, 600)) - height - 1) / (4 * slack * slack)
    }

    private func close(_ day: Today, _ memory: inout Memory) {
        let isWhole = !day.isFirst && day.count >= memory.usualCount / 4
        if !day.isFirst {
            memory.usualCount += (day.count - memory.usualCount) / 7
        }
        guard isWhole else { return }
        let value = day.sum / Double(day.count)
        if memory.scatter.seen == 0 { memory.mean = value }
        let residual = value - memory.mean - deviation(day.weekday, memory)
        if Double(memory.scatter.seen) >= learning {
            let distance = tempered(residual / scale(memory), beyond: 3)
            memory.up = step(memory.up, distance)
            memory.down = step(memory.down, -distance)
        }
        learn(residual, day.weekday, &memory)
    }

    private func step(_ sum: Float, _ distance: Double) -> Float {
        Float(min(2 * limit, max(0, Double(sum) + distance - slack)))
    }

    private func learn(_ residual: Double, _ weekday: UInt8, _ memory: inout Memory) {
        memory.scatter.learn(residual, rate: 1 / self.memory, weight: 1)
        let gain = max(1 / self.memory, 1 / Double(memory.scatter.seen))
        let counted =
            memory.scatter.seen < 4
            ? residual : tempered(residual, beyond: 3 * memory.scatter.scale)
        memory.mean += gain * counted
        let place = place(of: weekday, memory)
        let own = max(7 / self.memory, 1 / (2 + memory.weekdays.seen(at: place)))
        memory.weekdays.learn(counted * (1 - gain), at: place, gain: own)
        memory.footing.stand(on: memory.mean)
        memory.footing.stand(on: memory.scatter.scale)
    }

    private func place(of weekday: UInt8, _ memory: Memory) -> Profile.Place {
        memory.weekdays.place(ofTurn: Double(weekday) / 7, isSmooth: false)
    }

    private func deviation(_ weekday: UInt8, _ memory: Memory) -> Double {
        let place = place(of: weekday, memory)
        return memory.weekdays.seen(at: place) < 3 ? 0 : memory.weekdays.deviation(at: place)
    }

    private func scale(_ memory: Memory) -> Double {
        max(memory.scatter.scale, 1e-6 * abs(memory.mean), 1e-30)
    }
}

extension Cusum.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(today.weekday)
        writer.write(today.began)
        writer.write(today.sum)
        writer.write(today.count)
        writer.write(today.isFirst)
        writer.write(mean)
        writer.write(scatter)
        writer.write(weekdays)
        writer.write(up)
        writer.write(down)
        writer.write(usualCount)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        today.weekday = try reader.integer()
        today.began = try reader.timestamp()
        today.sum = try reader.level()
        today.count = try reader.size()
        today.isFirst = try reader.bool()
        mean = try reader.level()
        scatter = try reader.value()
        weekdays = try reader.value()
        up = try reader.size()
        down = try reader.size()
        usualCount = try reader.size()
    }
}
