import Fixtures
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// What the slots of a text say.
@Suite struct TextTemplateTests {
    @Test(
        arguments: Table(
            """
            slot     | says
            value    | 7m12s
            limit    | no limit
            samples  | 1,250
            state    | warning
            since    | 2026-03-09 08:00 UTC
            alert    | slow
            kpi      | wait_time
            title    | Waiting
            channel  | (none)
            missing  | (none)
            """
        ).rows)
    func slots(_ row: Table.Row) {
        let slot: TextTemplate.Slot =
            switch row["slot"] {
            case "value": .value
            case "limit": .limit
            case "samples": .samples
            case "state": .state
            case "since": .since
            case "alert": .alert
            case "kpi": .kpi
            case "title": .kpiTitle
            case let name: .tag(name)
            }
        let template = TextTemplate([.text("<"), .slot(slot), .text(">")])
        #expect(template.text(for: .of("i")) == "<\(row["says"])>")
    }

    @Test func aMessageSpeaksTheLanguageOfItsAlert() {
        var alert = AlertPlan.slow(notify: ["room"])
        alert.message.tongue = .french
        alert.message.summary = TextTemplate([
            .slot(.kpiTitle), .text(", "), .slot(.value), .text(", "), .slot(.tag("team")),
            .text(", "), .slot(.since),
        ])
        var kpi = KPIPlan.wait()
        kpi.names = [.init(.english, "Wait"), .init(.french, "Attente")]
        var floor = Floor(
            Plan(streams: [.contact], kpis: [kpi], alerts: [alert]), book: MigrationTests.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        let told = floor.sent[0].notification
        #expect(told.title == "Attente")
        #expect(told.summary == "Attente, 10\u{A0}min, (aucun), 09/03/2026 08:01 UTC")
        #expect(told.tongue == .french)
    }

    @Test func aMessageIsWrittenWhenItIsDecided() {
        var floor = Floor(
            Plan(streams: [.contact], kpis: [.wait()], alerts: [.slow(notify: ["room"])]),
            book: MigrationTests.room)
        floor.feed("contact,channel=chat wait=600 @10")
        floor.tick(60)
        #expect(
            floor.sent[0].notification.summary
                == "Waiting time on chat is 10m, the limit is 3m")
    }
}
