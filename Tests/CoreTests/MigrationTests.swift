import Functions
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// From one set of rules to the next.
@Suite struct MigrationTests {
    static let room = ContactBook(contacts: [contact("room")])
    static func contact(_ name: String) -> ContactPlan {
        ContactPlan(name, type: "slack", rate: .init(burst: 10, interval: .milliseconds(1)))
    }

    @Test func theSameRulesAgainChangeNothing() {
        var floor = Shift(
            Plan(streams: [.contact], kpis: [.wait(), .shares], alerts: [.slow(notify: ["room"])]),
            book: Self.room)
        floor.work()
        var full = KPIPlan.wait()
        full.groupLimit = 1
        full.name = "narrow"
        floor.adopt(Plan(streams: [.contact], kpis: [.wait(), .shares, full], alerts: [.slow()]))
        floor.work()
        let before = floor.saved()
        floor.adopt(floor.plan)
        #expect(floor.saved() == before)
    }

    /// Two engines, of which one is told new rules in mid-window that leave the KPI as it was.
    @Test func anUnchangedKPIKeepsItsWindows() {
        let wait = KPIPlan.wait("stddev")
        let other = KPIPlan(
            "most", aggregates: [.of("max", .field("wait"))], value: .aggregate(0),
            unit: .duration, by: ["channel"], over: .minutes(5), every: .minutes(1))
        let before = Plan(streams: [.contact], kpis: [.shares, wait])
        let after = Plan(streams: [.contact], kpis: [other, wait], alerts: [.slow()])
        var straight = Shift(after, book: Self.room)
        var changed = Shift(before, book: Self.room)
        for step in 1...40 {
            for line in Shift.lines(step) {
                straight.feed(line, at: step * 21)
                changed.feed(line, at: step * 21)
            }
            straight.tick(step * 21)
            changed.tick(step * 21)
            if step == 20 { changed.adopt(after) }
            guard step > 23 else { continue }
            for row in 0..<3 {
                #expect(changed.engine.state[1, row] == straight.engine.state[1, row])
            }
        }
        // Its panel gained a store in mid-window: that one knows only what came since.
        #expect(changed.engine.state[0, 0] != nil)
    }

    @Test func aStoreThatComesBackIsEmpty() {
        let plan = Plan(streams: [.contact], kpis: [.wait()])
        var floor = Shift(plan, book: Self.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        floor.adopt(Plan(streams: [.contact], kpis: [.wait("max")]))
        floor.tick(120)
        #expect(floor.engine.state[0, 0]?.value == nil)
        floor.feed("contact,channel=chat wait=30 @130")
        floor.tick(180)
        #expect(floor.engine.state[0, 0]?.value == 30)
        floor.adopt(plan)
        floor.tick(240)
        #expect(floor.engine.state[0, 0]?.value == nil)
    }

    @Test func aKPIThatChangesItsTitleKeepsItsWindows() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait()]), book: Self.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        var renamed = KPIPlan.wait()
        renamed.title = "Time in the queue"
        floor.adopt(Plan(streams: [.contact], kpis: [renamed]))
        floor.tick(120)
        #expect(floor.engine.state[0, 0]?.value == 600)
    }

    @Test func anAlertKeepsItsIncidentByName() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow()]))
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        floor.adopt(
            Plan(streams: [.contact], kpis: [.shares, .wait()], alerts: [.slow(above: 100)]))
        #expect(floor.transitions.count == 1)
        floor.feed(
            (0..<40).map { "contact,channel=chat wait=0 @\(90 + $0 % 9)" }.joined(separator: "\n"))
        floor.tick(120)
        #expect(floor.story == ["60 slow chat ok->warning", "120 slow chat warning->ok"])
        #expect(floor.transitions[0].incident == floor.transitions[1].incident)
    }

    @Test func aNewLimitHoldsAtTheNextPaneEndThoughNothingComes() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow(above: 900)]))
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        #expect(floor.story.isEmpty)
        floor.adopt(Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow(above: 500)]))
        floor.tick(120)
        #expect(floor.story == ["120 slow chat ok->warning"])
    }

    @Test func aRemovedAlertResolvesAndTellsWhomItTold() {
        var floor = Shift(
            Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow(notify: ["room"])]),
            book: Self.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        floor.settleAll(at: 61)
        floor.adopt(Plan(streams: [.contact], kpis: [.wait()]))
        #expect(floor.transitions.last?.reason == "rule removed")
        #expect(floor.story.last == "60 slow chat warning->ok")
        floor.tick(62)
        #expect(floor.sent.map(\.notification.kind) == [.opened, .resolved])
        #expect(floor.sent[1].notification.severity == .warning)
        #expect(floor.sent[0].id != floor.sent[1].id)
    }

    @Test func anotherGroupingResolves() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow()]))
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        var whole = KPIPlan.wait()
        whole.by = []
        floor.adopt(Plan(streams: [.contact], kpis: [whole], alerts: [.slow()]))
        #expect(floor.transitions.last?.reason == "rule removed")
        #expect(floor.engine.status().incidents.isEmpty)
    }

    @Test func idsAreRememberedThoughTheStreamGainsAField() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait("count")]))
        floor.feed("contact,channel=chat wait=1,id=\"a\" @10")
        var wider = StreamPlan.contact
        wider.fields.append(FieldPlan("agent", .text))
        floor.adopt(Plan(streams: [wider], kpis: [.wait("count")]))
        floor.feed("contact,channel=chat wait=1,id=\"a\" @10", at: 20)
        floor.tick(60)
        #expect(floor.engine.state[0, 0]?.value == nil)
    }

    @Test func rulesThatDoNotCheckChangeNothing() {
        var floor = Shift(Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow()]))
        floor.work()
        let before = floor.saved()
        floor.refuse()
        #expect(floor.saved() == before)
    }
}

/// A floor whose rules change.
struct Shift: ~Copyable {
    private var floor: Floor
    private let plans: Plans
    private(set) var plan: Plan
    private let book: ContactBook

    /// The plans by number, as the rules name them. A class: the linker and the test share it.
    private final class Plans: @unchecked Sendable { var all: [Plan] = [] }

    init(_ plan: Plan, book: ContactBook = ContactBook()) {
        let plans = Plans()
        self.plans = plans
        self.plan = plan
        self.book = book
        floor = Floor(plan, book: book)
        floor.engine = Engine { rules in
            guard let number = Int(rules.files[0].text) else { return nil }
            return Program(plans.all[number], from: rules, with: Floor.registry)
        }
        adopt(plan)
        floor.tick(0)
    }

    mutating func adopt(_ plan: Plan) {
        if plan != plans.all.last { plans.all.append(plan) }
        self.plan = plan
        tell("\(plans.all.count - 1)")
    }

    mutating func refuse() { tell("not a number") }

    private mutating func tell(_ text: String) {
        floor.hear(.rules(RuleSet(files: [.init(path: "floor.vigie", text: text)], book: book)))
    }

    mutating func feed(_ text: String, at arrival: Int? = nil) { floor.feed(text, at: arrival) }
    mutating func tick(_ seconds: Int) { floor.tick(seconds) }

    mutating func settleAll(at seconds: Int) {
        for delivery in floor.sent {
            floor.hear(
                .reply(
                    DeliveryReply(
                        delivery: delivery.id, outcome: .delivered, at: Floor.time(seconds))))
        }
    }

    /// Half an hour of this and that.
    mutating func work() {
        for step in 1...60 {
            for line in Self.lines(step) { floor.feed(line, at: step * 30) }
            floor.tick(step * 30)
        }
    }

    static func lines(_ step: Int) -> [String] {
        (0..<3).map {
            "contact,channel=c\($0) wait=\((step * 37 + $0 * 11) % 400),id=\"\(step)\" "
                + "@\(step * 21 - $0 * 40)"
        }
    }

    var engine: Engine { _read { yield floor.engine } }
    var story: [String] { floor.story }
    var transitions: [Transition] { floor.transitions }
    var sent: [Delivery] { floor.sent }
    func saved() -> [UInt8] { floor.saved() }
}
