import Model
import Plans
import PluginKit

/// The incidents that people may ask for: all that are open, and the newest of those that are over.
///
/// Ordered by when they opened; each is found by its id in O(1).
struct IncidentBook: Equatable {
    private var records: [String: IncidentRecord] = [:]
    /// The ids of all, the oldest first; `nil` where one was forgotten.
    private var order: [String] = []
    private var ended: [String] = []
    /// How often something changed, since the start: by it others know whether what they have made
    /// of it still holds.
    private(set) var edition = 0

    subscript(id: String) -> IncidentRecord? {
        get { records[id] }
        _modify {
            edition += 1
            yield &records[id]
        }
    }

    var all: [IncidentRecord] { order.compactMap { records[$0] } }
    var open: [IncidentRecord] { order.lazy.compactMap { records[$0] }.filter(\.isOpen) }

    /// Takes note of what becomes of an incident; one that is not known begins by it.
    mutating func note(_ notification: Notification, _ move: IncidentMove?, _ rule: RuleText?) {
        let id = notification.incident
        edition += 1
        if records[id] == nil {
            if notification.kind == .resolved { return }
            var record = IncidentRecord(notification)
            record.rule = rule
            records[id] = record
            order.append(id)
        }
        records[id]?.note(notification)
        if let move { records[id]?.add(move) }
        switch (notification.kind, ended.lastIndex(of: id)) {
        case (.resolved, nil): end(id)
        case (.resolved, _): break
        // It comes and goes.
        case (_, let place?):
            ended.remove(at: place)
            records[id]?.endedAt = nil
            records[id]?.reason = ""
        case (_, nil): break
        }
    }

    private mutating func end(_ id: String) {
        ended.append(id)
        guard ended.count > Limits.incidentsKept else { return }
        records[ended.removeFirst()] = nil
        // In one go, so that it costs each of them little.
        if order.count > 2 * records.count { order.removeAll { records[$0] == nil } }
    }
}

extension IncidentBook: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(all)
        writer.write(ended)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        for record in try reader.values(IncidentRecord.self) {
            let id = record.notification.incident
            guard records.updateValue(record, forKey: id) == nil else {
                throw DamagedBytes("an incident twice")
            }
            order.append(id)
        }
        let over = order.filter { records[$0]?.isOpen == false }
        ended = reader.format < 6 ? over : try reader.values()
        guard ended.count <= Limits.incidentsKept, Set(ended) == Set(over),
            ended.count == over.count
        else { throw DamagedBytes("incidents that are over, and are not") }
    }
}
