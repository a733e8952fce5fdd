public import Model
import PluginKit
import Statistics

/// What `auto` remembers of a group.
public struct AutoMemory: Savable, Sendable {
    /// Of a value; what is beyond is taken for it.
    static let largest = 1e30

    var season = SeasonPart()
    private var shift = ShiftPart()
    private var range = RangePart()
    private var motion = MotionPart()
    private var seen: UInt32 = 0
    private var tails = [UpperTail](repeating: UpperTail(), count: Question.allCases.count)

    /// Whether the value before was out of the ordinary: then the next one hardly counts as what is
    /// usual.
    private var isLoud = false

    init() {}

    private static let loud = 2.5
    private static let trustInWhatFollows = 0.1

    /// How much the next value is to be learnt.
    var trust: Double { isLoud ? Self.trustInWhatFollows : 1 }

    /// How fast it learns, for all groups of a rule.
    struct Pace: Sendable {
        /// Judgements in an hour, at least one.
        let perHour: Double
        let perDay: Double
        /// Whether values within an hour differ by where in it they stand.
        let isSmooth: Bool

        init(every: Interval) {
            let seconds = max(1, every.seconds)
            perHour = max(1, 3_600 / seconds)
            perDay = max(1, 86_400 / seconds)
            isSmooth = seconds < 3_600
        }
    }

    enum Question: Int, CaseIterable {
        case season, recent, level, range, noise, stillness

        /// How much the answer counts.
        var weight: Double { self == .season ? 1 : 0.5 }

        var word: String {
            switch self {
            case .season: "season"
            case .recent: "jump"
            case .level: "level"
            case .range: "range"
            case .noise: "noise"
            case .stillness: "standstill"
            }
        }
    }

    struct Answers {
        /// By question.
        var magnitudes: (Double, Double, Double, Double, Double, Double)
        var distance: Double
        var drift: Double

        func isHigh(_ question: Question) -> Bool {
            question == .level ? drift > 0 : distance > 0
        }
    }

    mutating func answers(to value: Double, at hour: WeekHour, _ season: SeasonPart.Answer)
        -> Answers
    {
        let drift = shift.step(value, at: hour, seen: Int(seen))
        let beyond = range.step(value, scatter: shift.scatter, seen: Int(seen))
        let (noise, stillness) = motion.step(value, seen: Int(seen))
        return Answers(
            magnitudes: (
                abs(season.distance), abs(season.recent), abs(drift), beyond, noise, stillness
            ),
            distance: season.distance, drift: drift)
    }

    /// What the answers are worth together, and which is worth most; nil: not yet.
    mutating func weigh(_ answers: Answers, trust: Double) -> (total: Double, loudest: Question)? {
        var (sum, most, loudest) = (0.0, -1.0, Question.season)
        withUnsafeBytes(of: answers.magnitudes) { bytes in
            let magnitudes = bytes.bindMemory(to: Double.self)
            for question in Question.allCases {
                let evidence =
                    question.weight
                    * tails[question.rawValue].evidence(
                        of: magnitudes[question.rawValue], weight: trust)
                sum += evidence
                if evidence > most { (most, loudest) = (evidence, question) }
            }
        }
        if seen < UInt32.max { seen += 1 }
        let total = Self.evidence(ofSum: sum)
        isLoud = seen > Auto.learning && total > Self.loud
        return seen > Auto.learning ? (total, loudest) : nil
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(seen)
        writer.write(isLoud)
        writer.write(season)
        writer.write(shift)
        writer.write(range)
        writer.write(motion)
        for tail in tails { writer.write(tail) }
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        seen = try reader.integer()
        isLoud = try reader.bool()
        season = try reader.value()
        shift = try reader.value()
        range = try reader.value()
        motion = try reader.value()
        for index in tails.indices { tails[index] = try reader.value() }
    }
}
