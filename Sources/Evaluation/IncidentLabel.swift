public import Model

/// What those who know a recording say of one KPI in it: an alert must come, may come, or must not.
public struct IncidentLabel: Equatable, Sendable {
    /// Of what happened; one incident has many labels.
    public var incident: String
    public var kpi: String
    public var segment: Segment
    public var expectation: Expectation
    public var start: Timestamp
    public var end: Timestamp
    /// How soon after the start it must be told; of `must` alone.
    public var limit: Interval
    /// How long after the end the windows of a KPI still hold what happened.
    public var tail: Interval

    public enum Expectation: String, Sendable { case must, may, quiet }

    /// Of which groups something is said.
    public enum Segment: Equatable, Sendable {
        case any
        /// The KPI without groups.
        case whole
        case tags(Labels)
    }

    public init(
        _ incident: String, _ expectation: Expectation, _ kpi: String, _ segment: Segment,
        from start: Timestamp, to end: Timestamp, limit: Interval = .zero, tail: Interval = .zero
    ) {
        self.incident = incident
        self.kpi = kpi
        self.segment = segment
        self.expectation = expectation
        self.start = start
        self.end = end
        self.limit = limit
        self.tail = tail
    }

    /// Whether an episode is what it asks for, and in time.
    func isFulfilled(by episode: Episode) -> Bool {
        expectation == .must && isAbout(episode) && episode.opened >= start
            && episode.opened <= start + limit
    }

    /// Whether an episode is no mistake because of it: the group holds some of what happened.
    func excuses(_ episode: Episode) -> Bool {
        expectation != .quiet && episode.kpi == kpi && segment.touches(episode.group)
            && episode.opened >= start && episode.opened <= end + tail
    }

    /// Whether it says that an episode must not be.
    func forbids(_ episode: Episode) -> Bool {
        expectation == .quiet && isAbout(episode) && episode.opened >= start
            && episode.opened <= end
    }

    private func isAbout(_ episode: Episode) -> Bool {
        episode.kpi == kpi && segment.holds(episode.group)
    }
}

extension IncidentLabel.Segment {
    /// Whether all of the group lies in it: the group has all its tags, and may have more.
    func holds(_ group: Labels) -> Bool {
        switch self {
        case .any: true
        case .whole: group.isEmpty
        case .tags(let tags): tags.pairs.allSatisfy { group[$0.name] == $0.value }
        }
    }

    /// Whether some of the group may lie in it: no tag that both have parts them.
    func touches(_ group: Labels) -> Bool {
        guard case .tags(let tags) = self else { return holds(group) }
        return tags.pairs.allSatisfy { pair in group[pair.name].map { $0 == pair.value } ?? true }
    }
}

extension IncidentLabel.Segment: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "any group"
        case .whole: "all in one"
        case .tags(let tags): tags.description
        }
    }
}

/// The opening of one incident, as it is judged: under the KPI's name in the labels.
public struct Episode: Equatable, Sendable {
    public var alert: String
    public var kpi: String
    public var group: Labels
    public var opened: Timestamp

    public init(_ alert: String, on kpi: String, _ group: Labels, at opened: Timestamp) {
        self.alert = alert
        self.kpi = kpi
        self.group = group
        self.opened = opened
    }
}
