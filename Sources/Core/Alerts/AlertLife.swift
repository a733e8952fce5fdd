import Model
import PluginKit

/// One group on one alert's ladder: its machine and the incident that it is in.
struct AlertLife: Equatable, Savable {
    var machine = AlertMachine()
    var incident: Incident? {
        get { kept?.incident }
        set { kept = newValue.map(Kept.init) }
    }
    private var kept: Kept?
    /// When its incidents of the last `Limits.flappingTime` opened.
    private(set) var openings: [Timestamp] = []

    /// The time from leaving `ok` to coming back.
    struct Incident: Equatable {
        /// From (alert, group, start): the same after a replay or a restart.
        var id: String
        var openedAt: Timestamp
        /// Messages about it so far, which number the next one.
        var told: Int32
        var toldAt: Timestamp
        /// Of the state that it is in, or was in before it ended.
        var severity: Severity
        /// What was kept back because another alert keeps this one quiet.
        var untold = Untold.nothing
        /// What moved the KPI when it opened, or last got worse.
        var explanation: Notification.Explanation?
        var quotes: [Notification.Quote] = []
        /// The worst severity that it had.
        var worst = Severity.info
        /// While it comes and goes: when it last did; nil: it does not.
        var unsteadyAt: Timestamp?

        enum Untold: UInt8 { case nothing, opening, change }
    }

    /// Behind one reference: a life is copied with each judgement, and most are in no incident.
    private final class Kept: Equatable, Sendable {
        let incident: Incident

        init(_ incident: Incident) { self.incident = incident }

        static func == (left: Kept, right: Kept) -> Bool { left.incident == right.incident }
    }

    init() {}

    /// Takes note that an incident opens; whether it has been too often.
    mutating func opens(at now: Timestamp) -> Bool {
        forgetOpenings(before: now - Limits.flappingTime)
        openings.append(now)
        return openings.count >= Limits.flappingOpenings
    }

    mutating func forgetOpenings(before start: Timestamp) {
        if let first = openings.first, first <= start { openings.removeAll { $0 <= start } }
    }

    static func incidentID(_ alert: String, _ group: Labels, _ start: Timestamp) -> String {
        var hash = StableHash(alert)
        for pair in group.pairs {
            hash.combine(pair.name)
            hash.combine(pair.value)
        }
        hash.combine(start.nanoseconds)
        return hash.text
    }

    func save(to writer: inout ByteWriter) {
        writer.write(machine)
        writer.write(incident)
        writer.write(openings)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        machine = try reader.value()
        incident = try reader.optional()
        if reader.format >= 6 { openings = try reader.values() }
    }
}

extension AlertLife.Incident: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(openedAt)
        writer.write(told)
        writer.write(toldAt)
        writer.write(severity.rawValue)
        writer.write(untold.rawValue)
        writer.write(explanation)
        writer.write(quotes)
        writer.write(worst.rawValue)
        writer.write(unsteadyAt)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        id = try reader.text()
        openedAt = try reader.timestamp()
        told = try reader.ordinal()
        toldAt = try reader.timestamp()
        guard let severity = Severity(rawValue: try reader.integer()) else {
            throw DamagedBytes("a severity that there is not")
        }
        self.severity = severity
        guard reader.format >= 3 else { return }
        guard let untold = Untold(rawValue: try reader.integer()) else {
            throw DamagedBytes("something untold that there is not")
        }
        self.untold = untold
        guard reader.format >= 5 else { return }
        (explanation, quotes) = (try reader.optional(), try reader.values())
        worst = severity
        guard reader.format >= 6 else { return }
        guard let worst = Severity(rawValue: try reader.integer()) else {
            throw DamagedBytes("a severity that there is not")
        }
        self.worst = worst
        unsteadyAt = try reader.optional()
    }
}
