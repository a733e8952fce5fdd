import Model
import Plans
import PluginKit
import Testing

@testable import Core

@Suite struct ReceivedAlertTests {
    private func disk(_ severity: String = "critical", until end: Int? = nil) -> ReceivedAlert {
        ReceivedAlert(
            labels: Labels([
                .init("instance", "web1"), .init("alertname", "DiskFull"),
                .init("severity", severity),
            ]),
            annotations: Labels([.init("summary", "web1 is full")]), startsAt: Floor.time(0),
            endsAt: end.map { Floor.time($0 * 60) }, generatorURL: "http://prometheus/graph")
    }

    @Test func itOpensLastsAndEnds() throws {
        var floor = TellingFloor()
        floor.tick(1)
        #expect(floor.order(.alerts([disk(until: 5)])) == .done(""))
        floor.tick(2)
        _ = floor.order(.alerts([disk(until: 6)]))
        #expect(floor.news() == ["room opened web1 critical"])
        let incident = try #require(floor.incidents.first)
        #expect(incident.alert == "DiskFull" && incident.summary == "web1 is full")
        #expect(incident.labels["alertname"] == "DiskFull" && incident.labels["instance"] == "web1")
        #expect(try floor.isSavedWhole())
        floor.tick(5)
        #expect(floor.news() == [])
        _ = floor.order(.alerts([disk(until: 4)]))
        #expect(floor.news() == ["room resolved web1 ok"])
        #expect(floor.floor.engine.records.last?.reason == "recovered")
    }

    @Test func itExpires() throws {
        var floor = TellingFloor()
        floor.tick(1)
        _ = floor.order(.alerts([disk(until: nil)]))
        #expect(floor.floor.engine.nextDue.map { $0 <= Floor.time(360) } == true)
        floor.tick(6)
        #expect(floor.news() == ["room opened web1 critical", "room resolved web1 ok"])
        #expect(floor.floor.engine.records.last?.reason == "expired")
        #expect(floor.incidents.isEmpty)
    }

    @Test func silencesHoldForItToo() throws {
        var floor = TellingFloor()
        floor.tick(1)
        let silence = SilenceRequest(
            matchers: [try Matcher("instance", "web.*", isRegex: true)], startsAt: Floor.time(0),
            endsAt: Floor.time(180), by: "anna", comment: "works")
        _ = floor.order(.silence(silence))
        _ = floor.order(.alerts([disk(until: 60)]))
        #expect(floor.news() == [])
        floor.tick(3)
        #expect(floor.news() == ["room opened web1 critical"])
    }

    @Test func oneWithoutLabelsIsRefused() {
        var floor = TellingFloor()
        let empty = ReceivedAlert(labels: Labels([.init("a", "")]))
        #expect(floor.order(.alerts([empty])) == .refused(.noLabels))
    }
}
