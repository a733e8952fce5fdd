import Model
import Plans
import PluginKit
import Testing

@testable import Core

@Suite struct AcknowledgementTests {
    private func acknowledge(_ incident: String, by name: String = "anna", link: String = "")
        -> Order
    {
        .acknowledge(
            Acknowledgement(incident: incident, by: name, comment: "on it", link: link))
    }

    @Test func whoeverWasToldIsToldAndItIsRepeatedNoMore() throws {
        var floor = TellingFloor([.wait(repeatEvery: .minutes(2))])
        floor.minute(1, ["chat": 200])
        floor.minute(2, ["chat": 200])
        floor.minute(3, ["chat": 200])
        #expect(floor.news() == ["room opened chat warning", "room repeated chat warning"])
        let id = try #require(floor.incidents.first?.id)
        #expect(floor.order(acknowledge(id)) == .done(id))
        for minute in 4...9 { floor.minute(minute, ["chat": 200]) }
        #expect(floor.news() == ["room acknowledged chat warning by anna"])
        #expect(floor.incidents.first?.acknowledged?.comment == "on it")
        floor.minute(10, ["chat": 700])
        floor.minute(11, ["chat": 1])
        #expect(floor.news() == ["room escalated chat critical", "room resolved chat ok"])
        #expect(try floor.isSavedWhole())
        let record = try #require(floor.floor.engine.records.first)
        #expect(record.moves.map(\.kind) == [.opened, .acknowledged, .escalated, .resolved])
        #expect(record.moves.map(\.value) == [200, nil, 700, 1])
        #expect(record.moves[0].window == Floor.time(0)..<Floor.time(60))
        #expect(record.moves[0].events == Floor.time(0)..<Floor.time(60))
    }

    /// Whoever had it in hand may not know: it is told of and reminded of anew.
    @Test func thatItGetsWorseTakesItOutOfHand() throws {
        let room = ContactPlan.named("room") { $0.remind = .minutes(10) }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, ["chat": 200])
        let id = try #require(floor.incidents.first?.id)
        _ = floor.order(acknowledge(id))
        floor.minute(2, ["chat": 700])
        #expect(floor.incidents.first?.acknowledged == nil)
        #expect(floor.upcoming.contains("room chat reminder 12"))
        #expect(floor.order(acknowledge(id, by: "bob")) == .done(id))
        #expect(floor.upcoming.contains("room chat told -"))
    }

    @Test func somebodyElseMayTakeItOver() throws {
        var floor = TellingFloor()
        floor.minute(1, ["chat": 200])
        let id = try #require(floor.incidents.first?.id)
        #expect(floor.order(acknowledge(id)) == .done(id))
        #expect(floor.order(acknowledge(id)) == .refused(.acknowledgedBy("anna")))
        #expect(floor.order(acknowledge(id, by: "bob")) == .done(id))
        #expect(floor.incidents.first?.acknowledged?.by == "bob")
    }

    /// One message told of three: it is reminded of as one, and its link takes all of them.
    @Test func aBundleIsOneMatter() throws {
        var alert = AlertPlan.wait()
        alert.message.bundle = MessagePlan.Bundle(within: .seconds(30))
        let room = ContactPlan.named("room") { $0.remind = .minutes(10) }
        var floor = TellingFloor([alert], contacts: [room, .named("boss")])
        let waits = ["chat": 200, "mail": 200, "phone": 200]
        for minute in 1...12 { floor.minute(minute, waits) }
        #expect(
            floor.news() == [
                "room opened chat warning", "room unacknowledged chat warning by room",
            ])
        let lead = try #require(floor.incidents.first { $0.group["channel"] == "chat" })
        let order = Acknowledgement(incident: lead.id, by: "anna", link: "l", contact: "room")
        #expect(floor.order(.acknowledge(order)) == .done(lead.id))
        #expect(floor.news() == ["room acknowledged chat warning by anna"])
        #expect(floor.incidents.allSatisfy { $0.acknowledged?.by == "anna" })
        #expect(try floor.isSavedWhole())
        for minute in 13...40 { floor.minute(minute, waits) }
        #expect(floor.news() == [])
    }

    @Test func whatCannotBeToldIsHandedOnAtOnce() throws {
        let room = ContactPlan.named("room") {
            $0.escalation = .init(to: "boss", after: .minutes(25))
        }
        var floor = TellingFloor(contacts: [room, .named("boss")])
        floor.refusing = ["room"]
        floor.minute(1, ["chat": 200])
        floor.minute(2, ["chat": 200])
        #expect(
            floor.news() == [
                "room opened chat warning", "boss unacknowledged chat warning by room",
            ]
        )
    }

    @Test func onceIsEnough() throws {
        var floor = TellingFloor()
        floor.minute(1, ["chat": 200])
        let id = try #require(floor.incidents.first?.id)
        #expect(floor.order(acknowledge("nothing")) == .refused(.unknownIncident("nothing")))
        #expect(floor.order(acknowledge(id, by: "")) == .refused(.noAuthor))
        #expect(floor.order(acknowledge(id, link: "l")) == .done(id))
        #expect(floor.order(acknowledge(id, link: "l")) == .refused(.linkWasUsed))
        #expect(
            floor.order(acknowledge(id, by: "bob", link: "m"))
                == .refused(.acknowledgedBy("anna")))
        floor.minute(2, ["chat": 1])
        #expect(floor.order(acknowledge(id, by: "bob")) == .refused(.incidentIsOver(id)))
    }

    @Test func whatNobodyAcknowledgesIsToldAgainAndHandedOn() throws {
        let room = ContactPlan.named("room") {
            $0.remind = .minutes(10)
            $0.escalation = .init(to: "boss", after: .minutes(25))
        }
        var floor = TellingFloor(contacts: [room, .named("boss")])
        floor.minute(1, ["chat": 200])
        for minute in 2...30 { floor.minute(minute, ["chat": 200]) }
        #expect(
            floor.news() == [
                "room opened chat warning", "room unacknowledged chat warning by room",
                "room unacknowledged chat warning by room",
                "boss unacknowledged chat warning by room",
            ])
        #expect(floor.upcoming.contains("room chat reminder 31"))
        #expect(try floor.isSavedWhole())
        let id = try #require(floor.incidents.first?.id)
        _ = floor.order(acknowledge(id))
        for minute in 31...60 { floor.minute(minute, ["chat": 200]) }
        floor.minute(61, ["chat": 1])
        #expect(
            floor.news() == [
                "room acknowledged chat warning by anna", "boss acknowledged chat warning by anna",
                "room resolved chat ok", "boss resolved chat ok",
            ])
    }

    /// The engine hears of the time late, and tells as much as if it had been in time.
    @Test func aClockThatJumpsRemindsOnce() {
        let room = ContactPlan.named("room") { $0.remind = .minutes(10) }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, ["chat": 200])
        floor.tick(60 * 24 * 7)
        #expect(floor.news().count(where: { $0.hasPrefix("room unacknowledged") }) <= 2)
        floor.hear(.tick(Floor.time(-100_000)))
        #expect(floor.news() == [])
    }
}
