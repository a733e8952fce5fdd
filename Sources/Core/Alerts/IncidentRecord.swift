public import Model
public import PluginKit

/// An incident as people look at it, while it lasts and when it is over.
public struct IncidentRecord: Equatable, Sendable {
    /// As it was when it opened, or last got worse.
    public var notification: Notification
    /// The state that it is in now.
    public var state: AlertState
    /// nil: it lasts.
    public var endedAt: Timestamp?
    /// Why it ended; empty while it lasts.
    public var reason: String
    /// What happened to it, the first step and the newest: see `Limits.movesPerIncident`.
    public var moves: [IncidentMove] = []
    /// Who has it in hand; nil: nobody.
    public var acknowledged: Acknowledged?
    /// The rule that raised it, as it was; nil: an alert of somebody else.
    public var rule: RuleText?
    /// Where somebody else's alert came from.
    public var generatorURL = ""

    /// Who has an incident in hand, and since when.
    public struct Acknowledged: Equatable, Sendable {
        public var by: String
        public var comment: String
        public var at: Timestamp

        public init(by: String, comment: String, at: Timestamp) {
            self.by = by
            self.comment = comment
            self.at = at
        }
    }

    public init(_ notification: Notification) {
        self.notification = notification
        state = notification.state
        reason = ""
    }

    /// From when it opened until it ended; until now where it lasts.
    public func length(at now: Timestamp) -> Interval {
        (endedAt ?? now) - notification.openedAt
    }
}

extension [IncidentRecord] {
    /// Keeps the record of an incident in step with what is told of it, the newest incident last.
    mutating func note(_ notification: Notification) {
        guard let place = lastIndex(where: { $0.notification.incident == notification.incident })
        else {
            if notification.kind == .resolved { return }
            append(IncidentRecord(notification))
            if count > Limits.incidentsKept { removeFirst(count - Limits.incidentsKept) }
            return
        }
        self[place].state = notification.state
        switch notification.kind {
        case .opened, .escalated: self[place].notification = notification
        case .resolved:
            (self[place].endedAt, self[place].reason) = (notification.at, notification.reason)
        case .eased, .repeated, .occurred, .acknowledged, .flapping, .unacknowledged, .announced:
            break
        }
    }
}

extension IncidentRecord: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(notification)
        writer.write(state)
        writer.write(endedAt)
        writer.write(reason)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        notification = try reader.value()
        state = try reader.value()
        endedAt = try reader.optional()
        reason = try reader.text()
    }
}
