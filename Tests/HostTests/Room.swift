import Core
import Detectors
import Functions
import Host
import Model
import Plans
import PluginKit
import Simulation

/// A world by hand: events in a list, a disk in memory, effects written down.
struct Room: World {
    var disk = MemoryDisk()
    var clock = Room.start
    var events: [Event] = []
    /// A tick where the crank asks for one, as the daemon gives it.
    var ticksByItself = false
    private(set) var effects: [Effect] = []
    private(set) var remarks: [HostRemark] = []
    private(set) var turnedAway: [UInt64] = []
    /// The state at the end of the last run.
    var bytes: [UInt8] = []

    static let start = Timestamp("2026-03-09T08:00:00Z")!
    static func time(_ seconds: Int) -> Timestamp { start + .seconds(Int64(seconds)) }

    mutating func next(due: Timestamp?) -> Event? {
        guard let event = events.first else { return nil }
        if ticksByItself, let due, let at = event.time, due < at {
            clock = max(clock, due)
            return .tick(clock)
        }
        events.removeFirst()
        clock = max(clock, event.time ?? clock)
        return event
    }
    func now() -> Timestamp { clock }
    mutating func carry(_ effect: Effect) { if !disk.isDead { effects.append(effect) } }
    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        turnedAway.append(ticket ?? 0)
    }
    mutating func say(_ remark: HostRemark) { remarks.append(remark) }

    var damage: [(file: String, lostBytes: Int)] {
        remarks.compactMap {
            if case .damaged(let file, _, let lost) = $0 { (file, lost) } else { nil }
        }
    }
    /// Tickets whose lines were taken.
    var acknowledged: [UInt64] {
        effects.compactMap { if case .receipt(let ticket, _) = $0 { ticket } else { nil } }
    }
    var sent: [Delivery] {
        effects.compactMap { if case .send(let delivery) = $0 { delivery } else { nil } }
    }
    mutating func forget() { (effects, remarks, turnedAway) = ([], [], []) }
}

extension Event {
    var time: Timestamp? {
        switch self {
        case .lines(let batch, _): batch.arrival
        case .tick(let now), .restarted(let now): now
        case .reply(let reply): reply.at
        case .order(_, let now, _): now
        case .rules: nil
        }
    }
}

enum Story {
    static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])
    static let rules = RuleSet(
        files: [.init(path: "a.vigie", text: "é\0\n")],
        book: ContactBook(
            contacts: [
                ContactPlan("room", type: "slack", rate: .init(burst: 2, interval: .seconds(1)))
            ], routes: [RoutePlan(match: Labels([.init("severity", "info")]), notify: ["room"])]))
    static let link: Linker = { Program(plan, from: $0, with: registry) }

    private static let plan = Plan(
        streams: [
            StreamPlan(
                "contact", tags: [TagPlan("channel")],
                fields: [FieldPlan("wait", .duration), FieldPlan("id", .text)], id: "id",
                late: .minutes(10))
        ],
        kpis: [
            KPIPlan(
                "calls",
                aggregates: [aggregate("count", .event), aggregate("max", .field("wait"))],
                value: .aggregate(0), unit: .count, by: ["channel"], over: .minutes(3),
                every: .minutes(1))
        ],
        alerts: [
            AlertPlan(
                "busy", on: "calls",
                ladder: [
                    Rung(
                        .warning,
                        when: HeldCondition(.compare(.value, .greater, .number(2))))
                ], message: MessagePlan(notify: ["room"]))
        ])

    private static func aggregate(_ function: String, _ operand: OperandPlan) -> AggregatePlan {
        AggregatePlan(
            stream: "contact", function: function, arguments: try! Arguments(for: []),
            operand: operand)
    }

    static func lines(_ ticket: Int, at seconds: Int) -> Event {
        let text =
            "contact,channel=c\(ticket % 2) wait=\(ticket),id=\"\(ticket)\" "
            + "\(Room.time(seconds).nanoseconds)\n"
        return .lines(
            Batch(Array(text.utf8), arrival: Room.time(seconds), source: .http),
            ticket: UInt64(ticket))
    }

    /// Rules, then a quarter of an hour of lines, ticks and an answer.
    static let events: [Event] =
        [.rules(rules)]
        + (1...40).flatMap { step -> [Event] in
            [lines(step, at: step * 20), .tick(Room.time(step * 20 + 5))]
        }
}

func saved(_ engine: borrowing Engine) -> [UInt8] {
    var writer = ByteWriter()
    engine.frozen().save(to: &writer)
    return writer.bytes
}
