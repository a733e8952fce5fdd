public import Model
public import Plans
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
    /// As bad as it is now, or was before it ended.
    public var severity: Severity
    public var updatedAt: Timestamp
    /// The silences that keep it quiet, by their ids, and the incidents that do.
    public var silencedBy: [String] = []
    public var inhibitedBy: [String] = []
    public var isFlapping = false
    /// Links by which it was acknowledged: each counts once.
    var links: [String] = []

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
        severity = notification.severity
        updatedAt = notification.at
        reason = ""
    }

    public var isOpen: Bool { endedAt == nil }

    /// From when it opened until it ended; until now where it lasts.
    public func length(at now: Timestamp) -> Interval {
        (endedAt ?? now) - notification.openedAt
    }
}

extension IncidentRecord {
    /// Keeps it in step with what became of it.
    mutating func note(_ notification: Notification) {
        state = notification.state
        severity = notification.severity
        updatedAt = notification.at
        switch notification.kind {
        case .opened: self.notification = notification
        case .escalated:
            self.notification = notification
            // Whoever had it in hand may not know that it is worse.
            acknowledged = nil
        case .resolved: (endedAt, reason) = (notification.at, notification.reason)
        case .eased, .repeated, .occurred, .acknowledged, .flapping, .unacknowledged, .announced:
            break
        }
    }

    /// Adds a step. The first are kept, and of the others the newest.
    mutating func add(_ move: IncidentMove) {
        moves.append(move)
        if moves.count > Limits.movesPerIncident { moves.remove(at: Limits.movesPerIncident / 2) }
        updatedAt = max(updatedAt, move.at)
    }
}

extension IncidentRecord: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(notification)
        writer.write(state)
        writer.write(endedAt)
        writer.write(reason)
        writer.write(severity.rawValue)
        writer.write(updatedAt)
        writer.write(moves)
        writer.write(acknowledged)
        writer.write(rule)
        writer.write(generatorURL)
        writer.write(links)
        writer.write(silencedBy)
        writer.write(inhibitedBy)
        writer.write(isFlapping)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(try reader.value())
        state = try reader.value()
        endedAt = try reader.optional()
        reason = try reader.text()
        guard reader.format >= 6 else { return }
        guard let severity = Severity(rawValue: try reader.integer()) else {
            throw DamagedBytes("a severity that there is not")
        }
        self.severity = severity
        updatedAt = try reader.timestamp()
        moves = try reader.values()
        (acknowledged, rule) = (try reader.optional(), try reader.optional())
        generatorURL = try reader.text()
        links = try reader.values(String.self)
        (silencedBy, inhibitedBy) = (try reader.values(String.self), try reader.values(String.self))
        isFlapping = try reader.bool()
    }
}

extension IncidentRecord.Acknowledged: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(by)
        writer.write(comment)
        writer.write(at)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(by: try reader.text(), comment: try reader.text(), at: try reader.timestamp())
    }
}

extension RuleText: Savable {
    public func save(to writer: inout ByteWriter) {
        for text in [path, self.text, version] { writer.write(text) }
        writer.write(Int64(line))
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        let (path, text) = (try reader.text(), try reader.text())
        let version = try reader.text()
        self.init(path: path, line: try reader.tally(), text: text, version: version)
    }
}
