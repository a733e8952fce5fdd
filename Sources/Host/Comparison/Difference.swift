public import Model

/// What an edit of the rules changes, over one recording.
///
/// Incidents of the same alert and group are the same where their times overlap, one to one and the
/// earliest first: where one becomes two, the second is gained. An alert by another name is another
/// alert.
public struct Difference: Sendable {
    /// What became of one incident.
    public struct Change: Equatable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            case gained, lost, moved, severity, length
        }

        public var before: Hindsight.Incident?
        public var after: Hindsight.Incident?

        /// Nothing: it is as it was. What begins at another time and ends when it did has moved and
        /// has another length.
        public var kinds: [Kind] {
            guard let before else { return [.gained] }
            guard let after else { return [.lost] }
            var kinds: [Kind] = []
            if before.opened != after.opened { kinds.append(.moved) }
            if before.worst != after.worst { kinds.append(.severity) }
            if before.length != after.length { kinds.append(.length) }
            return kinds
        }

        public var alert: String { after?.alert ?? before?.alert ?? "" }
        public var group: Labels { after?.group ?? before?.group ?? Labels() }
        /// When it first mattered.
        public var at: Timestamp {
            [before?.opened, after?.opened].compactMap { $0 }.min() ?? .zero
        }
    }

    /// Of every incident of either side, by alert, group and time.
    public let changes: [Change]
    /// By hour of the day, in UTC.
    public let messages: [(hour: Int, before: Int, after: Int)]

    public init(_ before: Hindsight, _ after: Hindsight) {
        let old = Dictionary(grouping: before.incidents, by: Place.init)
        let new = Dictionary(grouping: after.incidents, by: Place.init)
        changes = Set(old.keys).union(new.keys).sorted().flatMap {
            Self.matched(old[$0] ?? [], new[$0] ?? [])
        }
        messages = (0..<24).map { ($0, before.messages[$0], after.messages[$0]) }
    }

    /// Both in the order of their times, and of one side none overlaps another.
    private static func matched(_ old: [Hindsight.Incident], _ new: [Hindsight.Incident])
        -> [Change]
    {
        var changes: [Change] = []
        var (i, j) = (0, 0)
        while i < old.count, j < new.count {
            if old[i].meets(new[j]) {
                changes.append(Change(before: old[i], after: new[j]))
                (i, j) = (i + 1, j + 1)
            } else if old[i].opened < new[j].opened {
                changes.append(Change(before: old[i]))
                i += 1
            } else {
                changes.append(Change(after: new[j]))
                j += 1
            }
        }
        changes += old[i...].map { Change(before: $0) }
        return changes + new[j...].map { Change(after: $0) }
    }
}

/// What incidents have to share to be compared.
private struct Place: Hashable, Comparable {
    let alert: String
    let group: Labels

    init(_ incident: Hindsight.Incident) { (alert, group) = (incident.alert, incident.group) }

    static func < (left: Place, right: Place) -> Bool {
        (left.alert, left.group.json.line) < (right.alert, right.group.json.line)
    }
}

extension Hindsight.Incident {
    /// Whether there is a moment at which both last. One that is over as it begins is that moment.
    fileprivate func meets(_ other: Hindsight.Incident) -> Bool {
        let start = max(opened, other.opened)
        let ends = [ended, other.ended].compactMap { $0 }
        guard let end = ends.min() else { return true }
        return start < end || (start == end && opened == other.opened)
    }
}
