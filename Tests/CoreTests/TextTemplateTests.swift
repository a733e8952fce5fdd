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
