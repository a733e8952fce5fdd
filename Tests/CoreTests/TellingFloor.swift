import Calendars
import Model
import Plans
import PluginKit

@testable import Core

/// A floor on which somebody is told: what went to whom, as lines, with every message delivered at
/// once, and the state saved and read back after each event.
struct TellingFloor: ~Copyable {
    var floor: Floor
    private(set) var told: [String] = []
    /// What a storm's messages said of whether it goes on, and by what it is known.
    private(set) var storms: [(incident: String, state: AlertState)] = []
    /// Of all messages that were told.
    private(set) var values: [Double?] = []
    /// Contacts that do not take what they are sent.
    var refusing: Set<String> = []
    private let link: Linker

    /// - Parameter contacts: `room` is told of everything.
    init(
        _ alerts: [AlertPlan] = [.wait()], contacts: [ContactPlan] = [.named("room")],
        calendars: [OpeningCalendar] = [], at start: Timestamp = Floor.start
    ) {
        let plan = Plan(
            streams: [.contact], kpis: [.wait(over: .minutes(1))], alerts: alerts,
            calendars: calendars)
        let book = ContactBook(
            contacts: contacts, routes: [RoutePlan(match: Labels(), notify: ["room"])])
        link = { Program(plan, from: $0, with: Floor.registry) }
        floor = Floor(plan, book: book, at: start)
    }

    mutating func hear(_ event: Event) {
        floor.hear(event)
        while !floor.sent.isEmpty {
            let delivery = floor.sent.removeFirst()
            told.append(delivery.brief)
            let notification = delivery.notification
            values.append(notification.value)
            if notification.bulletin?.kind == .storm {
                storms.append((notification.incident, notification.state))
            }
            let outcome: Outcome =
                refusing.contains(delivery.contact) ? .refused(reason: "no") : .delivered
            floor.hear(
                .reply(DeliveryReply(delivery: delivery.id, outcome: outcome, at: clock)))
        }
    }

    var clock: Timestamp { floor.engine.clock }

    /// Waits of so many seconds on each channel, in the minute before `minute` ends, and its end.
    mutating func minute(_ minute: Int, _ waits: [String: Int]) {
        let lines = waits.sorted { $0.key < $1.key }.map { channel, wait in
            "contact,channel=\(channel),event=answered wait=\(wait),id=\"\(channel)\(minute)\" "
                + "@\(minute * 60 - 1)"
        }
        if !lines.isEmpty { floor.feed(lines.joined(separator: "\n")) }
        tick(minute)
    }

    mutating func tick(_ minute: Int) { hear(.tick(Floor.time(minute * 60))) }

    mutating func order(_ order: Order) -> OrderAnswer? {
        let known = floor.answers.count
        hear(.order(order, at: clock, ticket: 7))
        return floor.answers.count > known ? floor.answers.last : nil
    }

    /// Those since the last time.
    mutating func news() -> [String] {
        defer { told = [] }
        return told
    }

    /// Whether a restart changes nothing.
    func isSavedWhole() throws -> Bool {
        let saved = floor.saved()
        var reader = ByteReader(saved)
        let again = try Engine(from: &reader, format: Engine.format, linking: link)
        var writer = ByteWriter()
        again.frozen().save(to: &writer)
        return reader.remaining == 0 && writer.bytes == saved
    }

    var incidents: [EngineStatus.Incident] { floor.engine.status().incidents }

    /// `room chat told -`, with the minute after the start where it is known.
    var upcoming: [String] {
        floor.engine.status().upcoming.map { next in
            let minute = next.at.map { "\(($0 - Floor.start).nanoseconds / 60_000_000_000)" }
            let group = next.group.pairs.map(\.value).joined(separator: "/")
            return "\(next.contact) \(group) \(next.why) \(minute ?? "-")"
        }
    }
}

extension Delivery {
    /// `room opened chat critical`; of a bulletin `room storm 70 opened, 3 over, 67 open`.
    fileprivate var brief: String {
        if let bulletin = notification.bulletin {
            return "\(contact) \(bulletin.kind.name): \(bulletin.opened) opened, "
                + "\(bulletin.over) over, \(bulletin.open) open"
        }
        let group = notification.group.pairs.map(\.value).joined(separator: "/")
        let by = notification.by.isEmpty ? "" : " by \(notification.by)"
        return "\(contact) \(notification.kind.name) \(group) \(notification.state.name)\(by)"
    }
}

extension ContactPlan {
    static func named(_ name: String, _ change: (inout ContactPlan) -> Void = { _ in })
        -> ContactPlan
    {
        var plan = ContactPlan(
            name, type: "webhook", rate: DeliveryRate(burst: 10_000, interval: .milliseconds(1)))
        change(&plan)
        return plan
    }
}

extension AlertPlan {
    /// Warns beyond three minutes, and is critical beyond ten.
    static func wait(repeatEvery: Interval? = nil) -> AlertPlan {
        func rung(_ severity: Severity, _ limit: Double) -> Rung {
            Rung(severity, when: HeldCondition(.compare(.value, .greater, .number(limit))))
        }
        return AlertPlan(
            "wait", on: "wait_time", ladder: [rung(.warning, 180), rung(.critical, 600)],
            noData: .keep, repeatEvery: repeatEvery)
    }
}
