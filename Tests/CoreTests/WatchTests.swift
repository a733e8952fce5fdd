import Functions
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Alerts on each event: judged as it comes, told at once, and once.
@Suite struct WatchTests {
    @Test func anEventIsToldAsItComes() {
        var floor = Floor(Self.plan(), book: Self.book)
        floor.feed("contact,channel=chat wait=100,id=\"a\" @10")
        floor.feed("contact,channel=chat wait=700,id=\"b\" @11\ncontact wait=300,id=\"c\" @12")
        #expect(
            floor.story == [
                "11 long chat ok->critical", "11 long chat critical->ok",
                "12 long  ok->warning", "12 long  warning->ok",
            ])
        #expect(floor.sent.map(\.notification.kind) == [.occurred, .occurred])
        #expect(floor.sent[0].notification.summary == "11m40s on chat, b")
        #expect(floor.sent[0].notification.limit == 600)
    }

    @Test func theSameEventAgainIsToldOnceAndUnderOneIncident() {
        var first = Floor(Self.plan(), book: Self.book)
        var second = Floor(Self.plan())
        let line = "contact,channel=chat wait=700,id=\"b\" @11"
        first.feed(line)
        first.feed(line)
        second.feed("contact,channel=phone wait=700,id=\"x\" @9")
        second.feed(line)
        #expect(first.sent.count == 1)
        #expect(first.transitions[0].incident == second.transitions[2].incident)
        #expect(first.transitions[0].incident != second.transitions[0].incident)
    }

    /// By the clock of arrivals: an event that comes late is no news of an hour ago.
    @Test(arguments: [("wait=700,ms=1", 3), ("wait=700,ms=2", 3), ("wait=700", 4)])
    func oncePerValueWithinATime(fields: String, told: Int) {
        var floor = Floor(Self.plan(once: .init(per: "ms", within: .minutes(5))))
        for second in [10, 20, 309, 310, 311, 610] {
            floor.feed("contact,channel=chat \(fields),id=\"\(second)\" @\(second)")
        }
        let all = fields.contains("ms") ? told : 6
        #expect(floor.transitions.count == 2 * all)
    }

    @Test func aFloodIsCountedAndSaid() {
        var floor = Floor(Self.plan(), book: Self.book)
        let lines = (0..<1_500).map { "contact,channel=chat wait=700,id=\"\($0)\" @10" }
        floor.feed(lines.joined(separator: "\n"))
        #expect(floor.transitions.count == 2 * Limits.occurrencesPerSecond)
        let counts = floor.engine.status().occurrences.map(\.value)
        #expect(counts == [1_000, 0, 500])
        floor.feed("contact,channel=chat wait=700,id=\"later\" @11")
        #expect(floor.transitions.count == 2 * Limits.occurrencesPerSecond + 2)
    }

    @Test func whatWasToldIsRemembered() throws {
        let plan = Self.plan(once: .init(per: "channel", within: .days(1)))
        var floor = Floor(plan)
        floor.feed("contact,channel=chat wait=700,id=\"a\" @10")
        var reader = ByteReader(floor.saved())
        floor.engine = try Engine(from: &reader, format: Engine.format) {
            Program(plan, from: $0, with: Floor.registry)
        }
        floor.feed("contact,channel=chat wait=700,id=\"b\" @11")
        #expect(floor.transitions.count == 2)
        floor.feed("contact,channel=phone wait=700,id=\"c\" @12")
        #expect(floor.transitions.count == 4)
    }

    private static let book = ContactBook(
        contacts: [ContactPlan("room", type: "webhook", rate: .init(burst: 99, interval: .zero))],
        routes: [])

    private static func plan(once: WatchPlan.Once? = nil) -> Plan {
        Plan(
            streams: [.contact],
            watches: [
                WatchPlan(
                    "long", on: "contact",
                    ladder: [
                        .init(.warning, when: .number("wait", .greater, 200)),
                        .init(.critical, when: .number("wait", .greater, 600)),
                    ], once: once,
                    message: MessagePlan(
                        notify: ["room"],
                        summary: TextTemplate([
                            .slot(.field("wait")), .text(" on "), .slot(.tag("channel")),
                            .text(", "), .slot(.field("id")),
                        ])))
            ])
    }
}
