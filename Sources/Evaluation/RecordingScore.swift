public import Model

/// What rules found of what is labelled in one recording, and what they said besides.
public struct RecordingScore: Sendable {
    public let name: String
    /// Of each `must`, in the order of the sheet.
    public let asked: [Asked]
    /// In the order in which they opened.
    public let mistakes: [Mistake]
    /// Openings in the span that is judged, right and wrong.
    public let episodes: Int
    /// Groups that alerts judged, by the KPI's name in the labels; in the order of names.
    public let groups: [(kpi: String, count: Int)]
    public let days: Double

    /// Something that had to be told.
    public struct Asked: Equatable, Sendable {
        public var label: IncidentLabel
        /// After the start; nil: it was missed.
        public var delay: Interval?
    }

    /// An opening that no label excuses.
    public struct Mistake: Equatable, Sendable {
        public var episode: Episode
        /// A label says that it must not be.
        public var isForbidden: Bool
    }

    /// - Parameters:
    ///   - episodes: all of the recording, under the names that the sheet has for their KPIs.
    ///   - judged: every group that an alert judged, under these names too.
    public init(
        _ name: String, _ sheet: LabelSheet, _ episodes: [Episode],
        judged: [(kpi: String, group: Labels)]
    ) {
        self.name = name
        asked = sheet.labels.filter { $0.expectation == .must }.map { label in
            let first = episodes.filter(label.isFulfilled).map(\.opened).min()
            return Asked(label: label, delay: first.map { $0 - label.start })
        }
        let live = episodes.filter { sheet.live.contains($0.opened) }
        self.episodes = live.count
        mistakes = live.filter { episode in !sheet.labels.contains { $0.excuses(episode) } }.map {
            episode in
            Mistake(
                episode: episode, isForbidden: sheet.labels.contains { $0.forbids(episode) })
        }
        var counts: [String: Int] = [:]
        for (kpi, _) in judged { counts[kpi, default: 0] += 1 }
        groups = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        days = sheet.days
    }

    public var found: Int { asked.count { $0.delay != nil } }
    public var forbidden: Int { mistakes.count(where: \.isForbidden) }
    /// A KPI's group for a day: what a false episode is measured by.
    public var ruleDays: Double { Double(groups.reduce(0) { $0 + $1.count }) * days }
}
