import Model

/// How good a set of rules is over several recordings.
public struct PackScore: Sendable {
    public private(set) var recordings: [RecordingScore] = []

    public init() {}

    public mutating func add(_ recording: RecordingScore) { recordings.append(recording) }

    public var total: Sum { recordings.reduce(into: Sum()) { $0.add($1) { _ in true } } }

    /// By the names that the labels have for them, in their order.
    public var kpis: [(kpi: String, sum: Sum)] {
        let names = recordings.flatMap { recording in
            recording.groups.map(\.kpi) + recording.asked.map(\.label.kpi)
        }
        return Set(names).sorted().map { name in
            (name, recordings.reduce(into: Sum()) { sum, one in sum.add(one) { $0 == name } })
        }
    }

    /// What is counted.
    public struct Sum: Equatable, Sendable {
        public internal(set) var asked = 0
        public internal(set) var found = 0
        /// The longest, as a part of what was allowed.
        public internal(set) var latest = 0.0
        public internal(set) var mistakes = 0
        public internal(set) var forbidden = 0
        public internal(set) var ruleDays = 0.0

        public init() {}

        public var mistakesPerThousand: Double {
            ruleDays > 0 ? Double(mistakes) * 1_000 / ruleDays : 0
        }

        fileprivate mutating func add(
            _ recording: RecordingScore, where isCounted: (String) -> Bool
        ) {
            for one in recording.asked where isCounted(one.label.kpi) {
                asked += 1
                guard let delay = one.delay else { continue }
                found += 1
                latest = max(latest, delay.seconds / max(one.label.limit.seconds, 1))
            }
            let wrong = recording.mistakes.filter { isCounted($0.episode.kpi) }
            mistakes += wrong.count
            forbidden += wrong.count(where: \.isForbidden)
            let groups = recording.groups.filter { isCounted($0.kpi) }
            ruleDays += Double(groups.reduce(0) { $0 + $1.count }) * recording.days
        }
    }

    /// Whether all was found, nothing forbidden was said, and no more false than is put up with.
    public func isGood(atMost perThousand: Double) -> Bool {
        let sum = total
        return sum.found == sum.asked && sum.forbidden == 0
            && sum.mistakesPerThousand <= perThousand
    }
}
