public import Model
public import PluginKit

extension Notification: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(kind.rawValue)
        for text in [incident, alert, kpi, title] { writer.write(text) }
        writer.write(group)
        writer.write(state)
        writer.write(previous)
        writer.write(severity.rawValue)
        writer.write(value)
        writer.write(limit)
        writer.write(unit)
        writer.write(Int64(samples))
        for text in [summary, detail, owner, runbook] { writer.write(text) }
        writer.write(labels)
        writer.write(reason)
        writer.write(openedAt)
        writer.write(at)
        writer.write(tongue)
        writer.write(UInt32(companions.count))
        for companion in companions { writer.write(companion) }
        writer.write(expected)
        writer.write(pattern)
        writer.write(UInt32(among))
        writer.write(assurance)
        writer.write(explanation)
        writer.write(quotes)
        for text in [by, comment] { writer.write(text) }
        writer.write(trail)
        writer.write(bulletin)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        guard let kind = Kind(rawValue: try reader.integer()) else {
            throw DamagedBytes("a kind of notification that there is not")
        }
        let (incident, alert) = (try reader.text(), try reader.text())
        let (kpi, title) = (try reader.text(), try reader.text())
        let group = try Labels(from: &reader)
        let (state, previous) = (try AlertState(from: &reader), try AlertState(from: &reader))
        guard let severity = Severity(rawValue: try reader.integer()) else {
            throw DamagedBytes("a severity that there is not")
        }
        let (value, limit) = (try reader.optional(Double.self), try reader.optional(Double.self))
        let unit = try Unit(from: &reader)
        let samples = Int(try reader.integer(Int64.self))
        let (summary, detail) = (try reader.text(), try reader.text())
        let (owner, runbook) = (try reader.text(), try reader.text())
        self.init(
            kind: kind, incident: incident, alert: alert, kpi: kpi, title: title, group: group,
            state: state, previous: previous, severity: severity, value: value, limit: limit,
            unit: unit, samples: samples, summary: summary, detail: detail, owner: owner,
            runbook: runbook, labels: try Labels(from: &reader), reason: try reader.text(),
            openedAt: try reader.timestamp(), at: try reader.timestamp(),
            tongue: reader.format < 3 ? .english : try reader.value())
        guard reader.format >= 3 else { return }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            var companion = try Companion(from: &reader)
            // Before format 5 all were of the same alert.
            if reader.format < 5 { (companion.alert, companion.unit) = (alert, unit) }
            companions.append(companion)
        }
        guard reader.format >= 4 else { return }
        (expected, pattern) = (try reader.optional(), try reader.text())
        among = Int(try reader.integer(UInt32.self))
        assurance = try reader.optional()
        guard reader.format >= 5 else { return }
        (explanation, quotes) = (try reader.optional(), try reader.values())
        guard reader.format >= 6 else { return }
        (by, comment) = (try reader.text(), try reader.text())
        (trail, bulletin) = (try reader.optional(), try reader.optional())
    }
}

extension Notification.Assurance: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(low)
        writer.write(high)
        writer.write(level)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(low: try reader.double(), high: try reader.double(), level: try reader.double())
    }
}

extension Notification.Companion: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(incident)
        writer.write(group)
        writer.write(state)
        writer.write(value)
        writer.write(summary)
        writer.write(alert)
        writer.write(unit)
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(
            incident: try reader.text(), alert: "", group: try Labels(from: &reader),
            state: try AlertState(from: &reader), value: try reader.optional(Double.self),
            unit: .number, summary: try reader.text())
        guard reader.format >= 5 else { return }
        (alert, unit) = (try reader.text(), try reader.value())
    }
}
