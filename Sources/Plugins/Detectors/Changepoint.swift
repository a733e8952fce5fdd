public import Model
public import PluginKit
import Statistics

/// Asks of each value whether the level has changed, and when: how probable each length of the
/// current run is, given all values so far.
///
/// A run has one level; a new one begins anywhere within `width` scales of the last. Single wild
/// values are put up with, for far from a level only the distance counts and not its square. Of all
/// lengths the eight most probable are kept.
///
/// - Unit: what counts is -log10 of the probability that no run began lately, where a run must have
///   three values to count and is old after 30; evidence is -log10 of the part of such numbers that
///   were at least as large, for a season or a wandering level changes all the time.
/// - Learning: silent for `learning` judgements.
/// - Complexity: O(1): eight runs a judgement, under 300 bytes a group.
/// - Source: Adams and MacKay, "Bayesian Online Changepoint Detection", 2007, with Huber's density
///   for the Gaussian one.
public struct Changepoint: Detector {
    public static let manifest = Manifest(
        "changepoint", "The level has changed, and not for one value only.",
        parameters: [
            Parameter("run", 20...1_000_000, standard: 1_000, "Judgements that a level lasts."),
            Parameter("width", 1...100, standard: 5, "How far a new level lies off, in scales."),
            Parameter("learning", 5...10_000, standard: 60, "For how many it is silent first."),
        ])

    static let runs = 8
    private static let youngest: Float = 3
    private static let oldest: Float = 30

    private let logHazard, logStay: Double
    private let firmness: Double
    private let learning: Float

    public init(_ arguments: Arguments, for subject: Subject) {
        logHazard = log(1 / arguments["run"])
        logStay = log1p(-1 / arguments["run"])
        firmness = 1 / (arguments["width"] * arguments["width"])
        learning = Float(arguments["learning"])
    }

    public struct Memory: Sendable, Grounded {
        var footing = Footing()
        fileprivate var runs: [Run] = []
        fileprivate var scatter = Scatter()
        /// The level before the last change.
        fileprivate var before = 0.0
        fileprivate var calibration = Calibration()
    }

    /// One length that the current run may have.
    struct Run: Sendable {
        var level: Double
        /// Of its probability; the most probable has 0.
        var log: Float
        var length: Float
    }

    public var blank: Memory { Memory() }

    public func judge(_ observation: Observation, _ memory: inout Memory) -> Finding {
        guard let value = admit(observation, &memory) else { return .learning }
        guard let best = memory.runs.max(by: { $0.log < $1.log }) else {
            memory.runs = [Run(level: value, log: 0, length: 1)]
            memory.before = value
            return .learning
        }
        let scale = memory.scatter.scale(of: observation, near: best.level)
        let isReady = memory.scatter.seen >= learning
        weigh(value, scale, best, &memory.runs)
        learn(value, best, observation.weight, &memory)
        var surprise = surprise(scale, memory)
        surprise.evidence = memory.calibration.evidence(
            of: surprise.evidence, weight: observation.weight)
        guard isReady else { return .learning }
        if let now = memory.runs.max(by: { $0.log < $1.log }), now.length > Self.oldest {
            memory.before = now.level
        }
        return .judged(surprise)
    }

    /// Each run goes on with the value, and a new one begins with it.
    private func weigh(_ value: Double, _ scale: Double, _ best: Run, _ runs: inout [Run]) {
        var most = -Double.infinity
        for index in runs.indices {
            let run = runs[index]
            let weight = firmness + Double(run.length)
            let log = Double(run.log) + logStay + likelihood(value - run.level, scale, weight)
            runs[index].log = Float(log)
            runs[index].level += tempered(value - run.level, beyond: 3 * scale) / (weight + 1)
            runs[index].length = min(run.length + 1, 1e6)
            most = max(most, log)
        }
        let log = logHazard + likelihood(value - best.level, scale, firmness)
        let level = (firmness * best.level + value) / (firmness + 1)
        most = max(most, log)
        runs.append(Run(level: level, log: Float(log), length: 1))
        for index in runs.indices { runs[index].log = max(-1e4, runs[index].log - Float(most)) }
        if runs.count > Self.runs, let least = runs.indices.min(by: { runs[$0].log < runs[$1].log })
        {
            runs.remove(at: least)
        }
    }

    /// The log density of a distance from a level that is known by some values.
    private func likelihood(_ distance: Double, _ scale: Double, _ weight: Double) -> Double {
        let width = 1 + 1 / weight
        let z = abs(distance) / (scale * width.squareRoot())
        return -0.5 * log(width) - (z < 2.5 ? 0.5 * z * z : 2.5 * z - 3.125)
    }

    private func learn(_ value: Double, _ best: Run, _ weight: Double, _ memory: inout Memory) {
        memory.scatter.learn(value - best.level, rate: 0.002, weight: weight)
        memory.footing.stand(on: best.level)
        memory.footing.stand(on: memory.scatter.scale)
    }

    private func surprise(_ scale: Double, _ memory: Memory) -> Surprise {
        var (recent, other, level, most) = (0.0, 0.0, memory.before, -Float.infinity)
        for run in memory.runs {
            let probability = run.log < -80 ? 0 : exp(Double(run.log))
            // Back where it was: the excursion is over, and no change.
            let isBack = abs(run.level - memory.before) < scale
            if isBack || run.length > Self.oldest {
                other += probability
            } else if run.length >= Self.youngest {
                recent += probability
                if run.log > most { (level, most) = (run.level, run.log) }
            }
        }
        let none = recent > 0 ? other / (recent + other) : 1
        return Surprise(
            -log10(min(1, max(none, 1e-30))), isHigh: level > memory.before,
            expected: memory.before, scale: scale, reason: "level")
    }
}

extension Changepoint.Memory: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(footing)
        writer.write(UInt8(runs.count))
        for run in runs {
            writer.write(run.level)
            writer.write(run.log)
            writer.write(run.length)
        }
        writer.write(scatter)
        writer.write(before)
        writer.write(calibration)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        footing = try reader.value()
        let count = Int(try reader.integer(UInt8.self))
        guard count <= Changepoint.runs else { throw DamagedBytes("more runs than are kept") }
        for _ in 0..<count {
            runs.append(
                Changepoint.Run(
                    level: try reader.level(), log: try reader.float(),
                    length: try reader.size()))
        }
        scatter = try reader.value()
        before = try reader.level()
        calibration = try reader.value()
    }
}
