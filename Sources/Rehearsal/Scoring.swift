public import Language
public import Model
public import Plans
import PluginKit

/// Scores the values of a series one after the other, as a rule with `is anomalous` would judge
/// them. What it says of a value depends on that value and those before it.
///
/// How far values lie apart is learnt of the first of them: the detector begins to judge with the
/// twentieth, by the middle one of the steps so far, and the first ones are what it learns first.
public struct Scoring: Sendable {
    private let asked: AskedDetector
    private let alarms: FalseAlarms
    /// What came before the step was known.
    private var early: [(time: Timestamp, value: Double)] = []
    private var judging: Judging?

    /// Values after which the step is known.
    public static let earlyValues = 20

    public struct Score: Equatable, Sendable {
        /// -log10 of the tail probability; 0 while the detector learns.
        public var evidence: Double
        /// Whether a rule would open an incident here.
        public var isAlert: Bool

        public static let none = Score(evidence: 0, isAlert: false)
    }

    public init(_ asked: AskedDetector, alarms: FalseAlarms = .standard) {
        self.asked = asked
        self.alarms = alarms
    }

    /// - Parameter value: nil: it is missing, and nothing is learnt of it.
    public mutating func next(_ value: Double?, at time: Timestamp) -> Score {
        guard let value else { return .none }
        if judging != nil { return judging?.next(value, at: time) ?? .none }
        early.append((time, value))
        guard early.count >= Self.earlyValues else { return .none }
        var judging = Judging(asked, alarms, every: step)
        for (time, value) in early { _ = judging.next(value, at: time) }
        self.judging = judging
        early = []
        return .none
    }

    private var step: Interval {
        let steps = zip(early.dropFirst(), early).map { $0.time - $1.time }.filter { $0 > .zero }
            .sorted()
        return steps.isEmpty ? .minutes(1) : steps[steps.count / 2]
    }

    /// What a rule has of a group.
    private struct Judging: Sendable {
        private var memories: any DetectorMemories
        private let trigger: Trigger
        private var memory = Trigger.Memory()
        private var openedAt: Timestamp?

        init(_ asked: AskedDetector, _ alarms: FalseAlarms, every: Interval) {
            memories = asked.kind.makeMemories(
                asked.arguments, Subject(.amount, every: every, over: every))
            trigger = Trigger(alarms.count, per: alarms.per, every: every, over: every)
        }

        mutating func next(_ value: Double, at time: Timestamp) -> Score {
            let isUnlearnt = openedAt.map { time - $0 <= Limits.longestUnlearning } ?? false
            let finding = memories.judge(
                Observation(
                    time: time, value: value, hour: Season.utc.hour(until: time),
                    weight: trigger.weight(whileAlerting: isUnlearnt, memory)),
                row: 0)
            let judgement = trigger.step(finding, of: value, at: time, &memory)
            let wasOpen = openedAt != nil
            let isOpen = judgement.isAnomalous
            openedAt = isOpen ? openedAt ?? time : nil
            return Score(
                evidence: finding.surprise?.evidence ?? 0, isAlert: isOpen && !wasOpen)
        }
    }
}

/// A series as `vigie score` prints it.
public struct ScoreListing: Sendable {
    public static let header = "timestamp,value,anomaly_score,alert"

    public static func line(_ row: SeriesReader.Row, _ score: Scoring.Score) -> String {
        let fields = [
            CourseListing.field(row.timestamp), CourseListing.field(row.written),
            fixed(score.evidence), score.isAlert ? "1" : "0",
        ]
        return fields.joined(separator: ",")
    }

    /// To four decimals.
    private static func fixed(_ number: Double) -> String {
        let whole = Int64((max(0, min(number, 1e9)) * 10_000).rounded())
        let decimals = String(whole % 10_000)
        return "\(whole / 10_000)." + String(repeating: "0", count: 4 - decimals.count) + decimals
    }
}
