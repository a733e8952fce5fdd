import Detectors
import Functions
import Model
import Plans
import PluginKit
import Redactors

@testable import Core

/// A support floor to judge: a stream of contacts, KPIs on it, and an engine that hears what a test
/// tells it.
struct Floor: ~Copyable {
    var engine: Engine
    var transitions: [Transition] = []
    var sent: [Delivery] = []
    var receipts: [Receipt] = []
    var answers: [OrderAnswer] = []

    static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [],
        redactors: builtinRedactors)
    static let start = Timestamp("2026-03-09T08:00:00Z")!

    init(
        _ plan: Plan, book: ContactBook = ContactBook(), at start: Timestamp = Floor.start,
        with registry: Registry = Floor.registry
    ) {
        let rules = RuleSet(files: [.init(path: "floor.vigie", text: "")], book: book)
        engine = Engine { Program(plan, from: $0, with: registry) }
        hear(.rules(rules))
        hear(.tick(start))
    }

    mutating func hear(_ event: Event) {
        for effect in engine.apply(event) {
            switch effect {
            case .transition(let transition): transitions.append(transition)
            case .send(let delivery): sent.append(delivery)
            case .receipt(_, let receipt): receipts.append(receipt)
            case .answer(_, let answer): answers.append(answer)
            case .say: break
            }
        }
    }

    /// Lines with `@SECONDS` for a time after the start; they arrive at `arrival`, or at the time
    /// of the last of them.
    mutating func feed(_ text: String, at arrival: Int? = nil) {
        var last = 0
        let lines = text.split(separator: "\n").map { line -> String in
            guard let mark = line.lastIndex(of: "@"),
                let seconds = Int(line[line.index(after: mark)...])
            else { return String(line) }
            last = max(last, seconds)
            return line[..<mark] + "\(Floor.time(seconds).nanoseconds)"
        }
        let batch = Batch(
            Array(lines.joined(separator: "\n").utf8), arrival: Floor.time(arrival ?? last))
        hear(.lines(batch, ticket: 1))
    }

    mutating func tick(_ seconds: Int) { hear(.tick(Floor.time(seconds))) }

    static func time(_ seconds: Int) -> Timestamp { start + .seconds(Int64(seconds)) }

    /// `60 slow chat ok->warning`.
    var story: [String] {
        transitions.map {
            let seconds = ($0.time - Floor.start).nanoseconds / 1_000_000_000
            let group = $0.group.pairs.map(\.value).joined(separator: "/")
            return "\(seconds) \($0.alert) \(group) \($0.from.name)->\($0.to.name)"
        }
    }

    func saved() -> [UInt8] {
        var writer = ByteWriter()
        engine.frozen().save(to: &writer)
        return writer.bytes
    }
}

extension StreamPlan {
    static let contact = StreamPlan(
        "contact", tags: [TagPlan("channel"), TagPlan("event", values: ["", "answered", "gone"])],
        fields: [
            FieldPlan("wait", .duration), FieldPlan("id", .text, isShown: true),
            FieldPlan("first", .bool),
            FieldPlan("mark", .score(0, 10)), FieldPlan("ms", .duration, scale: 0.001),
        ], id: "id", late: .minutes(10))
}

extension AggregatePlan {
    static func of(
        _ function: String, _ operand: OperandPlan = .event, where filter: Predicate = .always,
        _ arguments: [(String, Double)] = []
    ) -> AggregatePlan {
        let parameters =
            builtinFunctions.first { $0.name == function }!.description.manifest.parameters
        return AggregatePlan(
            stream: "contact", filter: filter, function: function,
            arguments: try! Arguments(arguments, for: parameters), operand: operand)
    }
}

extension KPIPlan {
    static func wait(
        _ function: String = "mean", over: Interval = .minutes(5), every: Interval = .minutes(1),
        needs: Int = 0
    ) -> KPIPlan {
        KPIPlan(
            "wait_time", title: "Waiting time", aggregates: [.of(function, .field("wait"))],
            value: .aggregate(0), unit: .duration, by: ["channel"], over: over, every: every,
            needs: needs)
    }
}

extension KPIPlan {
    /// Of every kind of store: running, stacked, with and without heap.
    static let shares = KPIPlan(
        "shares",
        aggregates: [
            .of("share", .condition(.number("first", .equal, 1))),
            .of("quantile", .field("wait"), where: .always, [("level", 0.9)]),
            .of("distinct", .field("id")),
            .of("sum", .field("wait")),
        ],
        value: .arithmetic(
            .arithmetic(.aggregate(0), .add, .aggregate(1)), .add,
            .arithmetic(.aggregate(2), .add, .aggregate(3))), unit: .number, by: ["channel"],
        over: .minutes(10), every: .minutes(1))
}

extension AlertPlan {
    static func slow(
        above limit: Double = 180, lasting: Interval = .zero, recover: HeldCondition? = nil,
        noData: NoData = .keep, notify: [String] = []
    ) -> AlertPlan {
        AlertPlan(
            "slow", on: "wait_time",
            ladder: [
                Rung(
                    .warning,
                    when: HeldCondition(
                        .compare(.value, .greater, .number(limit)), lasting: lasting))
            ], recover: recover, noData: noData,
            message: MessagePlan(
                notify: notify,
                summary: TextTemplate([
                    .slot(.kpiTitle), .text(" on "), .slot(.tag("channel")), .text(" is "),
                    .slot(.value), .text(", the limit is "), .slot(.limit),
                ]), owner: "floor"))
    }
}
