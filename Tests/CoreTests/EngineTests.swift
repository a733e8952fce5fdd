import Functions
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Lines and ticks in, transitions and deliveries out.
@Suite struct EngineTests {
    static let plan = Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow()])

    @Test func aBreachOpensAndItsEndResolves() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=600 @10\ncontact,channel=phone wait=20 @11")
        floor.tick(60)
        #expect(floor.story == ["60 slow chat ok->warning"])
        #expect(floor.transitions[0].value == 600)
        #expect(floor.transitions[0].limit == 180)
        floor.feed("contact,channel=chat wait=0 @70\ncontact,channel=chat wait=0 @71")
        floor.feed("contact,channel=chat wait=0 @72\ncontact,channel=chat wait=0 @73")
        floor.tick(120)
        #expect(floor.story.last == "120 slow chat warning->ok")
        #expect(floor.transitions[0].incident == floor.transitions[1].incident)
        #expect(floor.transitions[1].reason == "recovered")
    }

    @Test func theWindowForgetsAndNoValueIsNotZero() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=600 @10")
        for minute in 1...10 { floor.tick(minute * 60) }
        // The window is empty from 360 s on: the alert stays as it was.
        #expect(floor.story == ["60 slow chat ok->warning"])
        #expect(floor.engine.state[0, 0]?.value == nil)
    }

    @Test func aLatePointCorrectsLaterJudgementsOnly() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=100 @10")
        floor.tick(60)
        floor.feed("contact,channel=chat wait=900 @20", at: 70)
        #expect(floor.story.isEmpty)
        floor.tick(120)
        #expect(floor.story == ["120 slow chat ok->warning"])
        #expect(floor.transitions[0].value == 500)
    }

    @Test func aTooLateOrTooEarlyPointIsRefusedAndSaid() {
        var floor = Floor(Self.plan)
        floor.tick(3600)
        floor.feed("contact,channel=chat wait=1 @2000", at: 3600)
        floor.feed("contact,channel=chat wait=1 @3901", at: 3600)
        floor.feed("contact,channel=chat wait=1 @3900", at: 3600)
        #expect(floor.receipts.map(\.refused) == [1, 1, 0])
        #expect(floor.receipts[0].complaints[0].reason.contains("as late as its stream allows"))
    }

    @Test func theSameIdCountsOnce() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat wait=100,id=\"a\" @10")
        floor.feed("contact,channel=chat wait=100,id=\"a\" @10", at: 30)
        floor.feed("contact,channel=chat wait=400,id=\"b\" @10", at: 30)
        floor.tick(60)
        #expect(floor.engine.state[0, 0]?.value == 250)
        #expect(floor.receipts.map(\.accepted) == [1, 1, 1])
    }

    @Test func wrongFieldsAreRefusedLineByLine() {
        var floor = Floor(Self.plan)
        floor.feed(
            """
            contact,channel=chat wait="long" @10
            contact,channel=chat mark=11 @10
            contact,channel=chat,event=lost wait=1 @10
            contact,channel=chat wait=7 @10
            other,a=b c=1 @10
            nonsense
            """)
        let receipt = floor.receipts[0]
        #expect(receipt.accepted == 2)
        #expect(receipt.refused == 4)
        #expect(receipt.complaints.map(\.line) == [1, 2, 3, 6])
        #expect(receipt.complaints[2].reason.contains("tag `event` is `lost`"))
    }

    @Test func tagOrderDoesNotMakeAnotherSeries() {
        var floor = Floor(Self.plan)
        floor.feed("contact,channel=chat,event=gone wait=1 @10")
        floor.feed("contact,event=gone,channel=chat wait=3 @11")
        floor.tick(60)
        #expect(floor.engine.state.intake.series.count == 1)
        #expect(floor.engine.state[0, 0]?.value == 2)
    }

    @Test func scaleAndFilterAndShare() {
        let kpi = KPIPlan(
            "rate",
            aggregates: [
                .of("count", where: .tag("event", .equal, "gone")),
                .of("count", where: .tag("event", .notEqual, "")),
                .of("share", .condition(.number("first", .equal, 1))),
                .of("max", .field("ms")),
            ],
            value: .arithmetic(
                .arithmetic(.aggregate(0), .divide, .aggregate(1)), .add,
                .arithmetic(.aggregate(2), .add, .aggregate(3))), unit: .number, over: .minutes(1),
            every: .minutes(1))
        var floor = Floor(Plan(streams: [.contact], kpis: [kpi]))
        floor.feed(
            """
            contact,channel=a,event=gone first=true,ms=250 @1
            contact,channel=b,event=answered first=false,ms=500i @2
            contact,channel=b,event=answered ms=100i @3
            contact,channel=b,event=answered first=true @4
            """)
        floor.tick(60)
        #expect(abs(floor.engine.state[0, 0]!.value! - (0.25 + 2.0 / 3 + 0.5)) < 1e-12)
    }

    @Test func kpisOfKpisJoinOnSharedTags() {
        let all = KPIPlan(
            "all", aggregates: [.of("mean", .field("wait"))], value: .aggregate(0),
            unit: .duration, over: .minutes(5), every: .minutes(1))
        let gap = KPIPlan(
            "gap", aggregates: [], value: .arithmetic(.kpi("wait_time"), .subtract, .kpi("all")),
            unit: .duration, by: ["channel"], over: .minutes(5), every: .minutes(1))
        var floor = Floor(Plan(streams: [.contact], kpis: [gap, .wait(), all]))
        floor.feed("contact,channel=a wait=10 @1\ncontact,channel=b wait=30 @2")
        floor.tick(60)
        #expect(floor.engine.state[0, 0]?.value == -10)
        #expect(floor.engine.state[0, 1]?.value == 10)
    }

    @Test func beyondTheGroupLimitPointsAreCountedNotFolded() {
        var kpi = KPIPlan.wait()
        kpi.groupLimit = 2
        var floor = Floor(Plan(streams: [.contact], kpis: [kpi], alerts: [.slow()]))
        floor.feed((0..<5).map { "contact,channel=c\($0) wait=600 @5" }.joined(separator: "\n"))
        floor.tick(60)
        #expect(floor.transitions.count == 2)
        #expect(floor.engine.state.panels[0].crowdedOut == 3)
    }

    @Test func windowsEqualTheirNaiveModel() {
        var random = SplitMix64(seed: 7)
        for function in ["mean", "count", "max", "quantile", "distinct", "stddev", "last"] {
            let arguments = function == "quantile" ? [("level", 0.5)] : []
            let operand: OperandPlan = function == "count" ? .event : .field("wait")
            let kpi = KPIPlan(
                "wait_time", aggregates: [.of(function, operand, where: .always, arguments)],
                value: .aggregate(0), unit: .duration, by: ["channel"], over: .minutes(7),
                every: .minutes(1))
            var floor = Floor(Plan(streams: [.contact], kpis: [kpi]))
            var samples: [(channel: Int, time: Int, value: Int)] = []
            var now = 0
            // What came after the last pane end is judged at the next one.
            var judged = (count: 0, end: 0)
            for _ in 0..<400 {
                now += Int.random(in: 0...40, using: &random)
                if Int.random(in: 0..<60, using: &random) == 0 { now += 900 }
                let sample = (
                    channel: Int.random(in: 0..<3, using: &random),
                    time: max(0, now + Int.random(in: -300...100, using: &random)),
                    value: Int.random(in: 1...50, using: &random)
                )
                if now / 60 > judged.end { judged = (samples.count, now / 60) }
                floor.tick(now)
                check(floor.engine, function, samples.prefix(judged.count), until: judged.end * 60)
                floor.feed(
                    "contact,channel=c\(sample.channel) wait=\(sample.value) @\(sample.time)",
                    at: now)
                if now - sample.time <= 600 { samples.append(sample) }
            }
        }
    }

    /// A checkpoint in the middle changes nothing that comes after it.
    @Test func savingAndLoadingIsInvisible() throws {
        let plan = Plan(
            streams: [.contact], kpis: [.wait(), .shares],
            alerts: [.slow(lasting: .minutes(2), notify: ["room"])])
        let book = ContactBook(contacts: [
            ContactPlan("room", type: "x", rate: .init(burst: 1, interval: .seconds(1)))
        ])
        var random = SplitMix64(seed: 3)
        var straight = Floor(plan, book: book)
        var broken = Floor(plan, book: book)
        for step in 1...600 {
            let channel = Int.random(in: 0..<4, using: &random)
            let wait = Int.random(in: 0..<400, using: &random)
            let line =
                "contact,channel=c\(channel) wait=\(wait),first=\(wait < 90),id=\"\(step / 2)\" "
                + "@\(step * 7 - Int.random(in: 0..<200, using: &random))"
            straight.tick(step * 7)
            broken.tick(step * 7)
            straight.feed(line, at: step * 7)
            broken.feed(line, at: step * 7)
            guard step.isMultiple(of: 50) else { continue }
            let bytes = broken.saved()
            #expect(bytes == straight.saved())
            var reader = ByteReader(bytes)
            let rules = plan
            broken.engine = try Engine(from: &reader, format: Engine.format) {
                Program(rules, from: $0, with: Floor.registry)
            }
            #expect(reader.remaining == 0)
            #expect(broken.saved() == bytes)
        }
        #expect(broken.story == straight.story)
        #expect(broken.sent == straight.sent)
        #expect(straight.story.count > 10)
    }

    private func check(
        _ engine: borrowing Engine, _ function: String,
        _ samples: ArraySlice<(channel: Int, time: Int, value: Int)>, until end: Int
    ) {
        let kind = Floor.registry.function(function)!
        let panel = engine.state.panels[0]
        for (row, group) in panel.groups.values.enumerated() {
            let window = samples.filter {
                "c\($0.channel)" == group[0] && $0.time >= end - 420 && $0.time < end
            }
            let expected = naive(kind.type, window)
            guard let reading = engine.state[0, row] else { continue }
            let near =
                if let value = reading.value, let expected {
                    abs(value - expected) <= 1e-9 * max(1, abs(expected)) && !window.isEmpty
                } else { reading.value == nil && (expected == nil || window.isEmpty) }
            #expect(near, "\(function) \(group) at \(end): \(reading) for \(window)")
        }
    }
}

private func naive(
    _ type: any KPIFunction.Type, _ samples: [(channel: Int, time: Int, value: Int)]
) -> Double? {
    func fold<F: KPIFunction>(_: F.Type) -> Double? {
        let parameters = F.description.manifest.parameters
        let written = parameters.map { ($0.name, $0.standard ?? 0.5) }
        var fold = F(try! Arguments(written, for: parameters))
        for sample in samples {
            fold.add(Sample(Double(sample.value), at: Floor.time(sample.time)))
        }
        return fold.value
    }
    return fold(type)
}
