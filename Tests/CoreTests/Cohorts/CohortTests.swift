import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// What was followed and what was not, by everything that came and in whatever order it came.
@Suite struct CohortTests {
    static let visit = StreamPlan(
        "visit", tags: [TagPlan("kind"), TagPlan("shop")], fields: [FieldPlan("who", .text)],
        late: .minutes(10))

    /// Of the visits that began, the share that no other followed within three minutes.
    static func lost(_ name: String = "lost") -> KPIPlan {
        let filter = Predicate.tag("kind", .equal, "first")
        let follow = FollowPlan(
            stream: "visit", filter: .tag("kind", .notEqual, "last"), on: ["who"],
            within: .minutes(3))
        func count(_ follow: FollowPlan?) -> AggregatePlan {
            AggregatePlan(
                stream: "visit", filter: filter, function: "count", arguments: .none,
                operand: .event, follow: follow)
        }
        return KPIPlan(
            name, aggregates: [count(follow), count(nil)],
            value: .arithmetic(.rest(of: 1, without: 0), .divide, .aggregate(1)), unit: .percent,
            by: ["shop"], over: .minutes(5), every: .minutes(1), settle: .minutes(3))
    }

    static let plan = Plan(streams: [visit], kpis: [lost()])

    private struct Visit {
        var kind: String
        var shop: String
        var who: String
        var time: Int

        var line: String { "visit,kind=\(kind),shop=\(shop) who=\"\(who)\" @\(time)" }
    }

    /// From all that has come, as slowly as can be.
    private func naive(_ visits: [Visit], _ shop: String, at now: Int) -> Double? {
        let window = (now - 480)..<(now - 180)
        let first = visits.filter {
            $0.kind == "first" && $0.shop == shop && window.contains($0.time)
        }
        let lost = first.filter { opener in
            !visits.contains {
                $0.kind != "last" && $0.who == opener.who && $0.time > opener.time
                    && $0.time <= opener.time + 180
            }
        }
        return first.isEmpty ? nil : Double(lost.count) / Double(first.count)
    }

    private func drawn(at step: Int, _ random: inout SplitMix64) -> Visit {
        let late = Int.random(in: 0..<4, using: &random) == 0
        return Visit(
            kind: ["first", "again", "last"][Int.random(in: 0..<3, using: &random)],
            shop: "s\(Int.random(in: 0..<2, using: &random))",
            who: "w\(Int.random(in: 0..<12, using: &random))",
            time: step * 5 - Int.random(in: 0..<(late ? 590 : 30), using: &random))
    }

    @Test func windowsEqualTheirNaiveModel() throws {
        var random = SplitMix64(seed: 11)
        var floor = Floor(Self.plan)
        var visits: [Visit] = []
        var compared = 0
        for step in 1...1_200 {
            floor.tick(step * 5)
            let now = step * 5
            if now.isMultiple(of: 60) {
                for row in 0..<floor.engine.state.panels[0].groups.count {
                    let shop = floor.engine.state.panels[0].groups.values[row][0]
                    let expected = naive(visits, shop, at: now)
                    #expect(floor.engine.state[0, row]?.value == expected, "\(shop) at \(now)")
                    compared += expected == nil ? 0 : 1
                }
            }
            let visit = drawn(at: step, &random)
            visits.append(visit)
            floor.feed(visit.line, at: now)
        }
        #expect(compared > 150)
    }

    /// A checkpoint in the middle changes nothing that comes after it, nor a byte of the next.
    @Test func savingAndLoadingIsInvisible() throws {
        var random = SplitMix64(seed: 12)
        var straight = Floor(Self.plan)
        var broken = Floor(Self.plan)
        for step in 1...600 {
            let line = drawn(at: step, &random).line
            straight.tick(step * 5)
            broken.tick(step * 5)
            straight.feed(line, at: step * 5)
            broken.feed(line, at: step * 5)
            guard step.isMultiple(of: 40) else { continue }
            let bytes = broken.saved()
            let isSame = bytes == straight.saved()
            #expect(isSame, "after \(step)")
            var reader = ByteReader(bytes)
            broken.engine = try Engine(from: &reader, format: Engine.format) {
                Program(Self.plan, from: $0, with: Floor.registry)
            }
            #expect(reader.remaining == 0)
            let isStillSame = broken.saved() == bytes
            #expect(isStillSame, "after \(step)")
        }
        #expect(straight.engine.state.intake.cohorts[0].waiting > 5)
    }

    @Test func anUnchangedKPIStillWaitsUnderNewRules() {
        let wider = Plan(streams: [.contact, Self.visit], kpis: [.wait(), Self.lost()])
        var floor = Shift(Self.plan)
        floor.feed(
            "visit,kind=first,shop=a who=\"ann\" @10\nvisit,kind=first,shop=a who=\"bob\" @11")
        floor.tick(60)
        floor.adopt(wider)
        #expect(floor.engine.state.intake.cohorts[0].waiting == 2)
        floor.feed("visit,kind=again,shop=b who=\"ann\" @70")
        floor.tick(240)
        #expect(floor.engine.state[1, 0]?.value == 0.5)
        floor.adopt(Plan(streams: [Self.visit], kpis: [Self.renamed]))
        #expect(floor.engine.state.intake.cohorts[0].waiting == 0)
    }

    /// Other events follow: what was remembered means nothing to it.
    private static var renamed: KPIPlan {
        var kpi = lost()
        kpi.aggregates[0].follow?.within = .minutes(2)
        return kpi
    }

    @Test func twoKPIsOfOneQuestionRememberOnce() {
        let floor = Floor(
            Plan(streams: [Self.visit], kpis: [Self.lost(), Self.lost("lost_too")]))
        #expect(floor.engine.program.cohorts.count == 1)
        #expect(floor.engine.status().waiting.map(\.value) == [0, 0])
    }

    @Test func whoIsNotAskedIsNotRemembered() {
        var floor = Floor(Self.plan)
        floor.feed("visit,kind=first,shop=a x=1 @10\nvisit,kind=last,shop=a who=\"ann\" @11")
        #expect(floor.engine.state.intake.cohorts[0].waiting == 0)
    }
}
