import Detectors
import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Alerts that learn what is normal, on the engine.
@Suite struct LearningTests {
    static let calls = """
        stream call {
          tag   desk
          field wait_s duration(s)
          late  30m
        }
        kpi wait {
          from  call
          value mean(wait_s)
          by    desk
          over  1h every 15m
        }
        kpi calls {
          from  call
          value count()
          by    desk
          over  1h every 15m
        }

        """

    static let usual =
        calls + """
            alert slow on wait {
              owner   "floor"
              warning when value > baseline(4w) + 1m
              summary "{desk} {value} {baseline} {limit}"
            }
            """

    /// By day two minutes, by night half of one.
    private func wait(_ hour: Int) -> Int { (8..<20).contains(hour % 24) ? 120 : 30 }

    /// A call every quarter of an hour, each hour of those given since the Monday.
    private func work(
        _ floor: inout Floor, hours: Range<Int>, plus: Int = 0,
        silentAt: (Int) -> Bool = { _ in false }
    ) {
        for hour in hours {
            for quarter in 0..<4 {
                let second = hour * 3_600 + quarter * 900 + 60
                if !silentAt(hour % 24) {
                    floor.feed("call,desk=lille wait_s=\(wait(hour) + plus) @\(second)")
                }
                floor.tick(second + 845)
            }
        }
    }

    private func floor(_ rules: String) throws -> Floor { Floor(try plan(rules)) }

    private func plan(_ rules: String) throws -> Plan {
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: rules)], with: Floor.registry)
        return try #require(compiled.plan, "\(compiled.diagnostics)")
    }

    @Test func nothingIsSaidBeforeItIsKnown() throws {
        var floor = try floor(Self.usual)
        work(&floor, hours: 0..<20, plus: 0)
        work(&floor, hours: 20..<23, plus: 900)
        #expect(floor.story.isEmpty)
    }

    @Test func whatIsUsualByDayIsUnusualByNight() throws {
        var floor = try floor(Self.usual)
        work(&floor, hours: 0..<(15 * 24))
        floor.forgetFirstDays()
        #expect(floor.story.isEmpty)
        // On the third Tuesday from 02:00 on, as slow as by day.
        work(&floor, hours: (15 * 24)..<(15 * 24 + 2))
        work(&floor, hours: (15 * 24 + 2)..<(15 * 24 + 4), plus: 90)
        work(&floor, hours: (15 * 24 + 4)..<(15 * 24 + 10))
        let day = 15 * 86_400
        #expect(
            floor.story == [
                "\(day + 2 * 3_600 + 3_600 - 900) slow lille ok->warning",
                "\(day + 4 * 3_600 + 1_800) slow lille warning->ok",
            ])
        #expect(floor.transitions.first?.limit == 90)
    }

    @Test func whatAlertsIsNotLearntForADay() throws {
        var floor = try floor(Self.usual)
        work(&floor, hours: 0..<(15 * 24))
        work(&floor, hours: (15 * 24)..<(18 * 24), plus: 120)
        let normal = try #require(floor.engine.state.learnt[0].norm(0, 0))
        let noon = Season.utc.hour(until: Floor.start + .days(16) + .hours(12) + .minutes(30))
        #expect(normal.expected(at: noon)?.centre == 120)
    }

    @Test func itIsKeptOverARestartAndOverNewRules() throws {
        var straight = try floor(Self.usual)
        var broken = try floor(Self.usual)
        work(&straight, hours: 0..<(15 * 24))
        work(&broken, hours: 0..<(15 * 24))
        var reader = ByteReader(broken.saved())
        let rules = try plan(Self.usual)
        broken.engine = try Engine(from: &reader, format: Engine.format) {
            Program(rules, from: $0, with: Floor.registry)
        }
        let folder = RuleSet(files: [.init(path: "floor.vigie", text: "again")])
        broken.hear(.rules(folder))
        work(&straight, hours: (15 * 24)..<(15 * 24 + 3), plus: 90)
        work(&broken, hours: (15 * 24)..<(15 * 24 + 3), plus: 90)
        straight.forgetFirstDays()
        broken.forgetFirstDays()
        #expect(straight.story.count == 1)
        #expect(broken.story == straight.story)
    }

    @Test func aBudgetOfMemoryCountsWhatIsLearnt() throws {
        let load = Budget.Load(series: 100, groups: 100, samples: 1)
        let without = Program(
            try plan(Self.calls), from: RuleSet(files: []), with: Floor.registry)
        let with = Program(try plan(Self.usual), from: RuleSet(files: []), with: Floor.registry)
        let more = with.budget(for: load).groups - without.budget(for: load).groups
        #expect((300_000..<600_000).contains(more))
    }
}

extension Floor {
    /// Of the first two days, in which all hours stand in for each, nothing is asked.
    fileprivate mutating func forgetFirstDays() {
        transitions.removeAll { $0.time < Floor.start + .days(3) }
    }
}
