import Model
import PluginKit

/// Incidents that a contact is told of as one: counted, and the first of them named.
struct Gathering: Equatable {
    private(set) var since: Timestamp
    private(set) var opened = 0
    private(set) var over = 0
    private(set) var acknowledged = 0
    private var alerts: [String: Count] = [:]
    /// As they were last told of, the first `Limits.incidentsInBulletin` that opened.
    private var named: [Notification.Companion] = []

    private struct Count: Equatable {
        var opened = 0
        var acknowledged = 0
    }

    init(since: Timestamp) { self.since = since }

    var isEmpty: Bool { opened == 0 && over == 0 }

    mutating func noteOpened(_ notification: Notification) {
        opened += 1
        // One event is over as it begins.
        if notification.kind == .occurred { over += 1 }
        alerts[notification.alert, default: Count()].opened += 1
        name(notification)
    }

    /// The first, but what is critical before what is not.
    private mutating func name(_ notification: Notification) {
        if named.count < Limits.incidentsInBulletin {
            named.append(.init(notification))
        } else if notification.severity == .critical,
            let place = named.lastIndex(where: { $0.state != .firing(.critical) })
        {
            named.remove(at: place)
            named.append(.init(notification))
        }
    }

    /// It got better or worse, or is over.
    mutating func noteChange(_ notification: Notification) {
        if notification.kind == .resolved { over += 1 }
        let place = named.firstIndex { $0.incident == notification.incident }
        if let place {
            named[place] = .init(notification)
        } else if notification.kind == .escalated {
            name(notification)
        } else if notification.kind == .resolved, named.count < Limits.incidentsInBulletin {
            named.append(.init(notification))
        }
    }

    mutating func noteAcknowledged(_ notification: Notification) {
        for alert in [notification.alert] + notification.companions.map(\.alert) {
            acknowledged += 1
            alerts[alert, default: Count()].acknowledged += 1
        }
    }

    /// What is said of it.
    ///
    /// - Parameter open: how many incidents are open at `now`.
    func bulletin(_ kind: Bulletin.Kind, until now: Timestamp, open: Int) -> Bulletin {
        var bulletin = Bulletin(kind, from: since, until: now)
        (bulletin.opened, bulletin.over) = (opened, over)
        (bulletin.acknowledged, bulletin.open) = (acknowledged, open)
        let opened = alerts.filter { $0.value.opened > 0 }
        let most = opened.sorted { ($1.value.opened, $0.key) < ($0.value.opened, $1.key) }
        bulletin.alerts = most.prefix(Limits.alertsInBulletin).map {
            Bulletin.Tally($0.key, $0.value.opened, acknowledged: $0.value.acknowledged)
        }
        return bulletin
    }

    /// Those that are named, what is open before what is over.
    var companions: [Notification.Companion] {
        named.filter { $0.state != .ok } + named.filter { $0.state == .ok }
    }
}

extension Gathering: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(since)
        for count in [opened, over, acknowledged] { writer.write(Int64(count)) }
        let tallies = alerts.sorted { $0.key < $1.key }
        writer.write(UInt32(tallies.count))
        for (alert, count) in tallies {
            writer.write(alert)
            for number in [count.opened, count.acknowledged] { writer.write(Int64(number)) }
        }
        writer.write(named)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        since = try reader.timestamp()
        (opened, over) = (try reader.tally(), try reader.tally())
        acknowledged = try reader.tally()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let alert = try reader.text()
            alerts[alert] = Count(
                opened: try reader.tally(), acknowledged: try reader.tally())
        }
        named = try reader.values()
    }
}

extension Gathering? {
    /// What was gathered so far; it begins if there is nothing.
    subscript(since now: Timestamp) -> Gathering {
        get { self ?? Gathering(since: now) }
        set { self = newValue }
    }
}
