import Model
public import PluginKit
import Statistics

/// Asks five questions of each value, each with a memory of its own, and adds up how unlikely the
/// answers are: is it where the hour lets expect it, and was the one before; has the level moved
/// for longer than chance does; was it ever as high or low; is the noise what it was; does it
/// stand still.
///
/// No setting: what a question's answers usually are is learnt for each group (`UpperTail`), so
/// that heavy tails, integers and rough hours speak no louder than they should. The hour's own
/// answer counts in full, the others for half, and the sum is turned back into a probability as if
/// the questions knew nothing of one another.
///
/// - Learning: 100 values.
/// - Unit: values of any unit; a share, a score or a duration as it is. The scatter of an hour is
///   never taken for smaller than the standard error of the value, nor than that of a count.
/// - Complexity: O(1), 3 KB.
public struct Auto: Detector {
    public static let manifest = Manifest(
        "auto", "Picks and combines by what the values are like; the default, with no setting.")

    /// Values before it says anything.
    static let learning = 100

    private let pace: AutoMemory.Pace
    private let isCount: Bool

    public init(_ arguments: Arguments, for subject: Subject) {
        pace = AutoMemory.Pace(every: subject.every)
        isCount = subject.nature == .count
    }

    public var blank: AutoMemory { AutoMemory() }

    public func judge(_ observation: Observation, _ memory: inout AutoMemory) -> Finding {
        guard observation.value.isFinite else { return .learning }
        let value = max(-AutoMemory.largest, min(AutoMemory.largest, observation.value))
        let trust = max(0.02, min(1, observation.weight) * memory.trust)
        let season = memory.season.step(
            value, observation, floor: floor(observation), trust: trust, pace)
        let answers = memory.answers(to: value, at: observation.hour, season)
        guard let evidence = memory.weigh(answers, trust: trust) else { return .learning }
        var surprise = Surprise(
            evidence.total, isHigh: answers.isHigh(evidence.loudest), expected: season.expected,
            scale: season.scale, reason: evidence.loudest.word)
        if evidence.total <= 0 { surprise.reason = "" }
        return .judged(surprise)
    }

    /// What the scatter cannot be smaller than, as a mean distance.
    private func floor(_ observation: Observation) -> Double {
        if let error = observation.error, error.isFinite { return 0.8 * abs(error) }
        guard isCount, observation.value >= 0 else { return 0 }
        return 0.8 * min(observation.value, 1e18).squareRoot()
    }
}
