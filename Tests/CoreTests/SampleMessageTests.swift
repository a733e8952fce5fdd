import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// What `check --texts` shows: a message of every kind that an alert can send, with fitting values.
@Suite struct SampleMessageTests {
    private static let opened = Timestamp("2026-03-09T08:45:00Z")!

    @Test func aLadderIsClimbedAndLeft() throws {
        let plan = try plan(
            """
            alert slow on waiting {
              owner    "a"
              warning  when value > 3m
              critical when value > 10m
              no data  critical after 2h
              repeat   every 4h
              summary  "{channel}: {value} ({limit}), {samples}, {state}"
              detail   "since {since}"
            }
            """)
        let told = SampleMessages(of: plan.alerts[0], in: plan, opened: Self.opened).notifications
        #expect(
            told.map { "\($0.kind.name) \($0.previous.name)-\($0.state.name) \($0.summary)" } == [
                "opened ok-warning chat: 3m18s (3m), 20, warning",
                "opened ok-critical chat: 11m (10m), 20, critical",
                "escalated warning-critical chat: 11m (10m), 20, critical",
                "eased critical-warning chat: 3m18s (3m), 20, warning",
                "repeated warning-warning chat: 3m18s (3m), 20, warning",
                "opened ok-nodata chat: no value (no limit), 0, no data",
                "resolved warning-ok chat: 3m (3m), 20, ok",
            ])
        #expect(told.allSatisfy { $0.detail == "since 2026-03-09 08:45 UTC" })
        #expect(
            told.map(\.severity) == [
                .warning, .critical, .critical, .warning, .warning, .critical, .warning,
            ])
    }

    /// The value of each message that opens would open it; the one that resolves would not.
    @Test(
        arguments: [
            "value > 3m", "value < 3m", "value >= 90s", "not (value <= 1h)", "10m < value",
            "value > 2 * worst", "value > worst + 30s and samples > 5", "value == 3m",
        ])
    func valuesFitTheirRung(_ condition: String) throws {
        let plan = try plan(
            "alert slow on waiting {\n owner \"a\"\n warning when \(condition)\n}\n")
        let told = SampleMessages(of: plan.alerts[0], in: plan, opened: Self.opened).notifications
        let program = Program(plan, from: RuleSet(files: []), with: Floor.registry).alerts[0]
        #expect(told.map(\.kind) == [.opened, .resolved])
        for notification in told {
            let own = Reading(value: notification.value, samples: notification.samples)
            let others = Reading(value: 10, samples: 30)
            let holds = program.ladder[0].when.holds(Sight(own: own, looks: [others]))
            #expect(holds == (notification.kind == .opened))
            #expect(
                program.ladder[0].when.limit(Sight(own: own, looks: [others])) == notification.limit
            )
        }
    }

    @Test func oneEventIsSuchAsItsRungAsksFor() throws {
        let plan = try plan(
            """
            alert large on each contact {
              owner    "a"
              warning  when wait_s > 1h
              critical when wait_s > 2h and channel == "phone" and note == "angry"
              summary  "{channel} {note} {wait_s} of {limit}, {solved}, {team}"
            }
            """, speaking: "language fr")
        let told = SampleOccurrences(of: plan.watches[0], in: plan, at: Self.opened).notifications
        #expect(
            told.map { String($0.summary.map { $0 == "\u{A0}" ? "_" : $0 }) } == [
                "chat note 1_h_6_min of 1_h, oui, team",
                "phone angry 2_h_12_min of 2_h, oui, team",
            ])
        #expect(told.map(\.severity) == [.warning, .critical])
    }

    private func plan(_ alert: String, speaking language: String = "") throws -> Plan {
        let text = """
            \(language)
            stream contact {
              tag   channel in ["chat", "phone"], team
              field wait_s duration(s)
              field note   text
              field solved bool
            }
            kpi waiting "Waiting time" {
              from   contact
              value  mean(wait_s)
              by     channel
              over   1h
              needs  20
            }
            kpi worst {
              from   contact
              value  max(wait_s)
              by     channel
              over   1h
            }
            """
        let result = compile(
            [SourceText(path: "r.vigie", text: text + "\n" + alert)], with: Floor.registry)
        return try #require(result.plan, "\(result.diagnostics.map(\.message))")
    }
}
