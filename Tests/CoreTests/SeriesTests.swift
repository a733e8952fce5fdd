import Functions
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Which series a sample came from is known to a function, through restarts and new rules.
@Suite struct SeriesTests {
    private static func plan(_ function: String, over: Interval = .minutes(10)) -> Plan {
        var kpi = KPIPlan.wait(function, over: over)
        kpi.by = []
        return Plan(streams: [.contact], kpis: [kpi])
    }

    @Test func theLatestOfEachSeriesIsAddedUp() {
        var floor = Floor(Self.plan("sum_of_latest"))
        floor.feed("contact,channel=chat wait=5 @10\ncontact,channel=phone wait=7 @11")
        floor.feed("contact,channel=chat wait=6 @70\ncontact,channel=mail wait=1 @71")
        floor.tick(120)
        #expect(floor.engine.state[0, 0]?.value == 14)
        // Of another order of tags it is the same series; late, it is not the latest.
        floor.feed("contact,event=gone,channel=chat wait=3 @72", at: 121)
        floor.feed("contact,channel=chat wait=100 @60", at: 122)
        floor.tick(180)
        #expect(floor.engine.state[0, 0]?.value == 17)
        floor.tick(660)  // what was said at 10 and 11 has left, and so has phone
        #expect(floor.engine.state[0, 0]?.value == 10)
    }

    @Test(arguments: ["sum_of_latest", "mean_of_latest", "increase"])
    func seriesKeepTheirNumbers(_ function: String) throws {
        let plan = Self.plan(function)
        var straight = Shift(plan)
        var changed = Shift(plan)
        var loaded = Floor(plan)
        loaded.tick(0)
        for step in 1...40 {
            let order = step % 2 == 0 ? [0, 1, 2] : [2, 0, 1]
            let lines = order.map {
                "contact,channel=c\($0) wait=\(step * 7 % (11 + $0)) @\(step * 30)"
            }
            for line in lines {
                straight.feed(line, at: step * 30)
                changed.feed(line, at: step * 30)
                loaded.feed(line, at: step * 30)
            }
            if step % 7 == 0 {
                // Another KPI comes and goes: routes are made anew.
                var more = plan
                more.kpis.append(.wait("count"))
                more.kpis[1].name = "more"
                changed.adopt(step % 2 == 0 ? more : plan)
                try loaded.restart(plan)
            }
            straight.tick(step * 30)
            changed.tick(step * 30)
            loaded.tick(step * 30)
            let value = straight.engine.state[0, 0]
            #expect(changed.engine.state[0, 0] == value)
            #expect(loaded.engine.state[0, 0] == value)
        }
        #expect(straight.engine.state[0, 0]?.value != nil)
    }

    /// A counter that is set back, over panes and with points that come late.
    @Test func aCounterRisesThroughItsResets() {
        var floor = Floor(Self.plan("increase"))
        floor.feed("contact,channel=chat wait=100 @10\ncontact,channel=chat wait=130 @50")
        floor.tick(60)
        #expect(floor.engine.state[0, 0]?.value == 30)
        floor.feed("contact,channel=chat wait=4 @80")
        floor.tick(120)
        #expect(floor.engine.state[0, 0]?.value == 34)
        floor.feed("contact,channel=chat wait=150 @70", at: 121)
        floor.tick(180)
        #expect(floor.engine.state[0, 0]?.value == 54)
    }
}
