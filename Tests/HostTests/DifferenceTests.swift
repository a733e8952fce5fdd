import Core
import Detectors
import Fixtures
import Foundation
import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Host

/// What an edit of rules changes: incidents matched, and what is said of them.
@Suite struct DifferenceTests {
    /// A letter is a minute, of one group: `w` warning, `c` critical, `.` nothing. What stands side
    /// by side is one incident.
    @Test(
        arguments: Table(
            """
            case                        | before    | after     | changes
            nothing at all              | ......... | ......... |
            as it was                   | ..ww..... | ..ww..... | same
            gained                      | ......... | ..ww..... | gained
            lost                        | ..ww..... | ......... | lost
            later                       | ..www.... | ...ww.... | moved+length
            moved whole                 | ..www.... | ...www... | moved
            worse                       | ..ww..... | ..wc..... | severity
            worse and longer            | ..ww..... | ..wcc.... | severity+length
            one end, one beginning      | ..ww..... | ....ww... | lost gained
            one becomes two             | ..wwwww.. | ..w...w.. | length gained
            two become one              | ..w...w.. | ..wwwww.. | length lost
            still open                  | .......ww | .......ww | same
            open, and not               | .....wwww | .....ww.. | length
            each by itself              | .w..w..ww | .w.....cc | same lost severity
            """
        ).rows)
    func matches(_ row: Table.Row) {
        let difference = Difference(hindsight(row["before"]), hindsight(row["after"]))
        let said = difference.changes.map { change in
            change.kinds.isEmpty ? "same" : change.kinds.map(\.rawValue).joined(separator: "+")
        }
        #expect(said.joined(separator: " ") == row["changes"])
    }

    @Test func groupsAndAlertsAreApart() {
        let lille = Labels([.init("shop", "lille")])
        let lyon = Labels([.init("shop", "lyon")])
        let before = Hindsight(of: [incident("a", lille), incident("b", lyon)])
        let after = Hindsight(of: [incident("a", lyon), incident("b", lyon)])
        let difference = Difference(before, after)
        #expect(difference.totals.map(\.group) == [lille, lyon, lyon])
        #expect(difference.totals.map { $0.counts } == [[.lost: 1], [.gained: 1], [:]])
    }

    @Test func anEditIsTold() throws {
        let lines = (0..<120).map { minute in
            let wait = (30..<60).contains(minute) ? 500 : minute >= 90 ? 250 : 20
            return "wait,queue=a seconds=\(wait) \(Room.time(minute * 60 + 1).nanoseconds)\n"
        }
        let hindsights = try [(400, "10m"), (200, "5m")].map { limit, patience in
            try hindsight(of: lines, warning: "value > \(limit)s for \(patience)")
        }
        let difference = Difference(hindsights[0], hindsights[1])
        #expect(difference.text == Self.told)
        #expect(difference.lines.count == 2 + 1 + 2)
        #expect(
            difference.lines.last
                == #"{"type":"messages","hour":9,"before":1,"after":2}"#)
        let none = Difference(Hindsight(), Hindsight())
        #expect(none.text == "No alert would have gone out, before or after.\n")
        #expect(none.lines.isEmpty)
    }

    private static let told = """
        ALERT  GROUP    BEFORE  AFTER  GAINED  LOST  MOVED  SEVERITY  LENGTH
        long   queue=a  1       2      1       -     1      -         1

        CHANGE        ALERT  GROUP    BEFORE                              AFTER
        moved+length  long   queue=a  2026-03-09 08:44 UTC, 18m, warning  \
        2026-03-09 08:37 UTC, 27m, warning
        gained        long   queue=a  -                                   \
        2026-03-09 09:39 UTC, open, warning

        MESSAGES AT (UTC)  BEFORE  AFTER
        08:00              1       1
        09:00              1       2
        all                2       3

        """

    private func hindsight(of lines: [String], warning: String) throws -> Hindsight {
        let text = """
            stream wait {
              tag queue
              field seconds duration(s)
            }
            kpi waiting {
              from wait
              value mean(seconds)
              by queue
              over 5m every 1m
            }
            alert long on waiting {
              owner "a"
              warning when \(warning)
              notify "room"
            }
            """
        let registry = Registry(
            functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])
        let rate = DeliveryRate(burst: 1, interval: .milliseconds(1))
        let book = ContactBook(contacts: [ContactPlan("room", type: "slack", rate: rate)])
        var hindsight = Hindsight()
        var replay = Replay(
            RuleSet(files: [.init(path: "r.vigie", text: text)], book: book), withArrival: false,
            linking: { rules in
                compile([SourceText(path: "r.vigie", text: rules.files[0].text)], with: registry)
                    .plan.map { Program($0, from: rules, with: registry) }
            }, hear: { hindsight.hear($0) })
        replay.add(Array(lines.joined().utf8))
        replay.finish()
        return hindsight
    }

    private func incident(_ alert: String, _ group: Labels) -> Hindsight.Incident {
        Hindsight.Incident(
            alert, group, opened: Room.time(0), ended: Room.time(60), worst: .firing(.info))
    }

    private func hindsight(_ letters: String) -> Hindsight {
        var incidents: [Hindsight.Incident] = []
        var open: Hindsight.Incident?
        for (minute, letter) in letters.enumerated() {
            let time = Room.time(minute * 60)
            if letter == "." {
                open?.ended = time
                incidents += open.map { [$0] } ?? []
                open = nil
            } else {
                var incident =
                    open
                    ?? Hindsight.Incident(
                        "slow", Labels(), opened: time, ended: nil, worst: .firing(.warning))
                if letter == "c" { incident.worst = .firing(.critical) }
                open = incident
            }
        }
        return Hindsight(of: incidents + (open.map { [$0] } ?? []))
    }
}
