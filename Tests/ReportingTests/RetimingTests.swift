import Calendars
import Core
import Detectors
import Functions
import Host
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Reporting

private let registry = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

/// KPIs of rules through another window: what a report makes of a recording.
@Suite struct RetimingTests {
    private static let rules = """
        stream s {
          tag   t, u
          field x number
        }
        stream other {
          tag   t
          field y number
        }
        kpi sum_x {
          from  s
          value sum(x)
          by    t
          over  2d every 1h
        }
        kpi rate_x {
          from  s
          value rate(count(), per 1h)
          by    t
          over  6h every 1h
        }
        kpi mean_x {
          from  s
          value mean(x)
          by    t
          over  30d every 1d
        }
        kpi twice {
          value mean_x + mean_x
          by    t
        }
        kpi best {
          value highest(mean_x)
        }
        kpi mixed {
          from  s
          value count() - count(from other)
          by    t
          over  1d
        }
        kpi top {
          from  s
          value max(x)
          over  1d
        }
        """

    private func plan() throws -> Plan {
        let checked = compile([SourceText(path: "r.vigie", text: Self.rules)], with: registry)
        return try #require(checked.plan, "\(checked.diagnostics)")
    }

    /// Ten days from a midnight in UTC; of group a, one event of 1, 2, 3 ... at each noon.
    private func series(_ name: String, by tags: [String]? = nil) throws -> (StepSeries, Retiming) {
        let day = Period(.day, in: .utc)
        let retiming = try Retiming(plan(), of: [name], through: .closed(day), by: tags)
        var replay = Replay(
            RuleSet(files: []), withArrival: false,
            linking: { Program(retiming.plan, from: $0, with: registry) }, hear: { _ in })
        var book = ValueBook(of: retiming.kpis)
        replay.nextStop = { day.end(containing: $0) }
        replay.look = { engine, time in
            if day.start(containing: time) == time { book.note(engine, at: time) }
        }
        for number in 0..<10 {
            let noon = 43_200 + number * 86_400
            replay.add(
                Array("s,t=a,u=\(number % 2) x=\(number + 1) \(noon)000000000\n".utf8))
        }
        replay.finish()
        replay.reach(replay.latest + .hours(13))
        return (StepSeries(book, retiming, each: day), retiming)
    }

    private let group = Labels([.init("t", "a")])

    /// The first day is left out, since the recording began within it. Of two days, twice as much.
    @Test func totalsAreThoseOfTheirOwnWindow() throws {
        let (series, retiming) = try series("sum_x")
        #expect(retiming.scale(of: "sum_x") == 2)
        #expect(
            series.values(of: retiming.kpis[0], group)
                == (2...10).map { 2 * Double($0) })
        #expect(series.season == [4, 5, 6, 0, 1, 2, 3, 4, 5])
    }

    @Test func ratesStayRates() throws {
        let (series, retiming) = try series("rate_x")
        let values = series.values(of: retiming.kpis[0], group).compactMap { $0 }
        #expect(values.count == 9)
        // One event in a day.
        for value in values { #expect(abs(value - 1.0 / 24) < 1e-12) }
    }

    /// One sample says nothing of a mean.
    @Test func meansNeedSamples() throws {
        let (series, retiming) = try series("mean_x")
        #expect(retiming.scale(of: "mean_x") == 1)
        #expect(series.values(of: retiming.kpis[0], group).allSatisfy { $0 == nil })
    }

    @Test func whatItRefersToComesAlong() throws {
        let (_, retiming) = try series("twice")
        #expect(retiming.plan.kpis.map(\.name) == ["mean_x", "twice"])
        #expect(retiming.plan.kpis.allSatisfy { $0.period?.isClosedOnly ?? false })
    }

    @Test func groupsMayBeCutOtherwise() throws {
        let (series, retiming) = try series("sum_x", by: ["u"])
        let odd = Labels([.init("u", "1")])
        #expect(
            series.values(of: retiming.kpis[0], odd).compactMap { $0 } == [4, 8, 12, 16, 20])
        #expect(throws: Retiming.Fault.lacksTag(kpi: "mixed", tag: "u")) {
            try Retiming(plan(), of: ["mixed"], through: .own, by: ["u"])
        }
        #expect(throws: Retiming.Fault.comparesGroups(kpi: "best")) {
            try Retiming(plan(), of: ["best"], through: .own, by: [])
        }
        #expect(try Retiming(plan(), of: ["top"], through: .own, by: ["t"]).kpis[0].by == ["t"])
        #expect(try Retiming(plan(), of: ["top"], through: .own).scale(of: "top") == nil)
    }
}
