import Model
import PluginKit

/// An alert of somebody else, from when it first came until it is over.
struct ReceivedIncident: Equatable, Savable {
    /// By what it is known when it is sent again.
    var key: String
    /// When it is over unless it is.
    var endsAt: Timestamp
    /// Messages about it so far.
    var told: Int32 = 0
    /// Whether it was kept back, since somebody asked for quiet.
    var isUntold = false

    init(_ key: String, endsAt: Timestamp) {
        self.key = key
        self.endsAt = endsAt
    }

    func save(to writer: inout ByteWriter) {
        writer.write(key)
        writer.write(endsAt)
        writer.write(told)
        writer.write(isUntold)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        key = try reader.text()
        endsAt = try reader.timestamp()
        told = try reader.ordinal()
        isUntold = try reader.bool()
    }
}

extension ReceivedAlert {
    /// The label that names it, and those that say what there is to say of it elsewhere.
    private static let spoken = ["alertname", "severity", "owner"]

    private var pairsInOrder: [Labels.Pair] {
        labels.pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    }

    /// By what it is known again: its labels, in the order of their names.
    var key: String {
        pairsInOrder.filter { !$0.value.isEmpty }
            .map { "\($0.name.utf8.count):\($0.name)\($0.value.utf8.count):\($0.value)" }
            .joined()
    }

    /// The same however often it is sent, and in whichever order its labels stand; with its start,
    /// as it may come back.
    func incident(since start: Timestamp) -> String {
        var hash = StableHash("received")
        for pair in pairsInOrder {
            hash.combine(pair.name)
            hash.combine(pair.value)
        }
        hash.combine(start.nanoseconds)
        return hash.text
    }

    /// `critical`, `page` and `error` are the worst; `info` and `none` the least; else a warning.
    var severity: Severity {
        switch labels["severity"]?.lowercased() {
        case "critical", "page", "error", "emergency", "fatal": .critical
        case "info", "none", "notice", "debug": .info
        default: .warning
        }
    }

    func notification(_ incident: String, openedAt: Timestamp, at now: Timestamp, in tongue: Tongue)
        -> Notification
    {
        let name = labels["alertname"] ?? ""
        let group = pairsInOrder.filter { !Self.spoken.contains($0.name) && !$0.value.isEmpty }
        return Notification(
            kind: .opened, incident: incident, alert: name, kpi: "", title: name,
            group: Labels(group), state: .firing(severity),
            previous: .ok, severity: severity, value: nil, limit: nil, unit: .number, samples: 0,
            summary: annotations["summary"] ?? annotations["title"] ?? annotations["message"] ?? "",
            detail: annotations["description"] ?? "", owner: labels["owner"] ?? "",
            runbook: annotations["runbook_url"] ?? annotations["runbook"] ?? "",
            openedAt: openedAt, at: now, tongue: tongue)
    }
}
