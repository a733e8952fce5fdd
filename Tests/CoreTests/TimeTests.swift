import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Clocks that jump, gaps that last, panes of several lengths, limits.
@Suite struct TimeTests {
    static let plan = Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow()])

    @Test func timeDoesNotRunBack() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(3_600)
        let before = floor.saved()
        floor.tick(60)
        floor.tick(0)
        #expect(floor.saved() == before)
        // A line that arrives by the old clock counts by the engine's.
        floor.feed("contact,channel=chat wait=600 @100", at: 100)
        #expect(floor.receipts.last?.refused == 1)
        floor.feed("contact,channel=chat wait=600 @3590", at: 100)
        #expect(floor.receipts.last?.accepted == 1)
    }

    @Test func aJumpOfHoursJudgesEveryPaneOnTheWay() {
        var floor = Floor(
            Plan(
                streams: [.contact], kpis: [.wait()],
                alerts: [.slow(noData: .alarm(.critical, after: .hours(1)))]))
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(5 * 3_600)
        #expect(floor.story == ["60 slow chat ok->warning", "3960 slow chat warning->nodata"])
    }

    /// A batch long after the last tick: what ended in between is judged before it counts.
    @Test func aLateTickDoesNotMixPanes() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.feed("contact,channel=chat wait=0 @700", at: 700)
        #expect(floor.story == ["60 slow chat ok->warning"])
    }

    /// Points as early as they may be, with the ticks as far behind as they may be.
    @Test func anEarlyPointIsNeverLost() {
        for every in [1, 7, 60] {
            let kpi = KPIPlan.wait("count", over: .minutes(14), every: .seconds(Int64(every)))
            var floor = Floor(Plan(streams: [.contact], kpis: [kpi]))
            floor.tick(0)
            floor.feed("contact,channel=chat wait=1 @\(59 + 300)", at: 59)
            #expect(floor.receipts.last?.accepted == 1)
            floor.tick(480)
            #expect(floor.engine.state[0, 0]?.value == 1, "every \(every) s")
        }
    }

    @Test func aWeekOfSilenceCostsNoTime() {
        let kpi = KPIPlan.wait(over: .minutes(5), every: .seconds(1))
        let plan = Plan(
            streams: [.contact], kpis: [kpi],
            alerts: [.slow(lasting: .seconds(30), noData: .keep, notify: ["room"])])
        var floor = Floor(plan, book: MigrationTests.room)
        floor.feed("contact,channel=chat wait=600 @10\ncontact,channel=phone wait=6 @10")
        let clock = ContinuousClock()
        let spent = clock.measure { floor.tick(604_800) }
        #expect(spent < .seconds(1))
        #expect(floor.story == ["41 slow chat ok->warning"])
        floor.feed("contact,channel=chat wait=0 @604801")
        floor.tick(604_802)
        #expect(floor.story.last == "604802 slow chat warning->ok")
    }

    /// One tick for a long gap says what a tick a minute says, also where KPIs refer to KPIs.
    @Test func aGapIsTheSumOfItsMinutes() {
        var alert = AlertPlan.slow()
        alert.ladder[0].when = HeldCondition(
            .compare(.value, .greater, .kpi("all")), lasting: .minutes(3))
        alert.noData = .alarm(.critical, after: .minutes(40))
        let all = KPIPlan(
            "all", aggregates: [.of("mean", .field("wait"))], value: .aggregate(0),
            unit: .duration, over: .minutes(30), every: .minutes(7))
        let gap = KPIPlan(
            "gap", aggregates: [], value: .arithmetic(.kpi("wait_time"), .subtract, .kpi("all")),
            unit: .duration, by: ["channel"], over: .minutes(5), every: .minutes(3))
        let plan = Plan(streams: [.contact], kpis: [gap, .wait(), all], alerts: [alert])
        var minutes = Floor(plan)
        var whole = Floor(plan)
        for round in 0..<6 {
            let lines =
                "contact,channel=a wait=\(40 * round) @\(round * 10_000 + 5)\n"
                + "contact,channel=b wait=\(200 - 20 * round) @\(round * 10_000 + 90)"
            minutes.feed(lines)
            whole.feed(lines)
            for second in stride(from: round * 10_000 + 120, to: (round + 1) * 10_000, by: 60) {
                minutes.tick(second)
            }
            minutes.tick((round + 1) * 10_000 - 40)
            whole.tick((round + 1) * 10_000 - 40)
            #expect(minutes.story == whole.story)
            let values = (minutes.engine.state.values, whole.engine.state.values)
            #expect(values.0 == values.1)
        }
        #expect(whole.story.count > 3)
    }

    @Test func panesOfSeveralLengthsThatEndTogether() {
        let all = KPIPlan(
            "all", aggregates: [.of("count")], value: .aggregate(0), unit: .count,
            over: .minutes(2), every: .minutes(2))
        let ratio = KPIPlan(
            "ratio", aggregates: [.of("count")],
            value: .arithmetic(.aggregate(0), .divide, .kpi("all")), unit: .number,
            over: .minutes(1), every: .minutes(1))
        var floor = Floor(Plan(streams: [.contact], kpis: [ratio, all]))
        floor.feed("contact,channel=a wait=1 @5\ncontact,channel=a wait=1 @70")
        floor.feed("contact,channel=a wait=1 @80")
        floor.tick(60)
        #expect(floor.engine.state[0, 0]?.value == nil)
        floor.tick(120)
        // Both ended at 120 s: the reference is that of now.
        #expect(floor.engine.state[0, 0]?.value == 2.0 / 3)
        floor.tick(180)
        #expect(floor.engine.state[0, 0]?.value == nil)
    }

    @Test func beyondTheSeriesLimitNewSeriesAreRefusedOnce() {
        var floor = Floor(Self.plan)
        var rules = RuleSet(files: [.init(path: "floor.vigie", text: "")])
        rules.bounds.series = 3
        floor.hear(.rules(rules))
        let lines = (0..<6).map { "contact,channel=c\($0) wait=1 @5" }.joined(separator: "\n")
        floor.feed(lines)
        floor.feed(lines)
        #expect(floor.receipts.map(\.accepted) == [3, 3])
        #expect(floor.receipts[1].complaints[0].reason == "the limit of 3 series is reached")
        let isSaid = floor.engine.state.saidSeriesLimit
        #expect(isSaid)
        #expect(floor.engine.status().series == 3)
    }

    /// A receiver that fails while the clock was put back must not be asked again and again.
    @Test func aClockPutBackDoesNotHurryRetries() {
        var floor = Floor(
            Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow(notify: ["room"])]),
            book: MigrationTests.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(3_600)
        for second in 0..<50 {
            guard let last = floor.sent.last else { break }
            floor.hear(
                .reply(
                    DeliveryReply(
                        delivery: last.id, outcome: .later(reason: "x", after: nil),
                        at: Floor.time(second))))
        }
        #expect(floor.sent.count == 1)
    }

    @Test func whatIsSavedReadsBackOrThrowsButNeverTraps() {
        var floor = Floor(
            Plan(
                streams: [.contact], kpis: [.wait(), .shares],
                alerts: [.slow(notify: ["room"])]), book: MigrationTests.room)
        for step in 1...20 {
            for line in Shift.lines(step) { floor.feed(line, at: step * 21) }
            floor.tick(step * 21)
        }
        let plan = Plan(
            streams: [.contact], kpis: [.wait(), .shares], alerts: [.slow(notify: ["room"])])
        let whole = floor.saved()
        var random = SplitMix64(seed: 1)
        for round in 0..<3_000 {
            var bytes = whole
            if round % 3 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
            for _ in 0..<(round % 4) {
                bytes[Int.random(in: bytes.indices, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            var reader = ByteReader(bytes)
            _ = try? Engine(from: &reader, format: Engine.format) {
                Program(plan, from: $0, with: Floor.registry)
            }
        }
    }
}
