import Calendars
import Model
import Plans
import PluginKit
import Testing

@testable import Core

@Suite struct SilenceTests {
    private func request(
        _ matchers: [(String, String)] = [("channel", "chat")], from: Int = 0, to: Int = 10,
        during calendar: String = ""
    ) throws -> SilenceRequest {
        SilenceRequest(
            matchers: try matchers.map { (name, value) throws(PatternFault) in
                try Matcher(name, value)
            },
            startsAt: Floor.time(from * 60), endsAt: Floor.time(to * 60), by: "anna",
            comment: "release", calendar: calendar)
    }

    @Test func whatItKeepsBackIsToldWhenItEnds() throws {
        var floor = TellingFloor()
        floor.minute(1, ["chat": 200])
        #expect(floor.news() == ["room opened chat warning"])
        guard case .done(let id) = floor.order(.silence(try request())) else {
            Issue.record("refused")
            return
        }
        #expect(id.count == 36)
        #expect(floor.news() == ["room silence began: 0 opened, 0 over, 1 open"])
        floor.minute(2, ["chat": 200, "phone": 200])
        floor.minute(3, ["chat": 700, "phone": 200])
        #expect(floor.news() == ["room opened phone warning"])
        #expect(floor.incidents.map(\.silencedBy) == [[id], []])
        #expect(floor.upcoming.contains("room chat silenced(by: \"\(id)\") 10"))
        #expect(try floor.isSavedWhole())
        for minute in 4...10 { floor.minute(minute, ["chat": 700, "phone": 200]) }
        #expect(
            floor.news() == [
                "room escalated chat critical", "room silence ended: 0 opened, 0 over, 0 open",
            ])
        let record = try #require(floor.floor.engine.records.first)
        #expect(record.moves.map(\.kind) == [.opened, .silenced, .escalated, .unsilenced])
        #expect(record.moves[1].by == "anna")
    }

    /// Nothing comes any more, and there is no value to tell: then it is the one that it opened by.
    @Test func whatIsToldLateSaysByWhatItOpened() throws {
        var floor = TellingFloor()
        _ = floor.order(.silence(try request()))
        floor.minute(1, ["chat": 200])
        floor.tick(10)
        #expect(floor.values.last == 200)
    }

    @Test func aRecoveryIsToldAllTheSame() throws {
        var floor = TellingFloor()
        floor.minute(1, ["chat": 200])
        _ = floor.order(.silence(try request()))
        _ = floor.news()
        floor.minute(2, ["chat": 1])
        floor.minute(3, ["chat": 200])
        floor.minute(4, ["chat": 1])
        #expect(floor.news() == ["room resolved chat ok"], "the second was never told")
    }

    /// As Alertmanager has it: clients change the end, and send the start as they saw it.
    @Test func aNewEndDoesNotMakeItYounger() throws {
        var floor = TellingFloor()
        floor.tick(1)
        var asked = try request(from: 0, to: 10)
        asked.endsAt = asked.endsAt + Interval(nanoseconds: 1_234_567)
        guard case .done(let id) = floor.order(.silence(asked)) else { return }
        let made = try #require(floor.floor.engine.state.silences[id])
        let began = made.startsAt
        #expect(made.endsAt == Floor.time(600) + .milliseconds(1))
        floor.tick(4)
        (asked.id, asked.startsAt, asked.endsAt) = (id, began, Floor.time(30 * 60))
        #expect(floor.order(.silence(asked)) == .done(id))
        let longer = try #require(floor.floor.engine.state.silences[id])
        #expect(longer.startsAt == began)
        #expect(longer.endsAt == Floor.time(30 * 60))
        // About something else it is new.
        var other = try request([("channel", "phone")], from: 0, to: 30)
        other.id = id
        #expect(floor.order(.silence(other)) == .done(id))
        #expect(try #require(floor.floor.engine.state.silences[id]).startsAt > began)
    }

    @Test func itCanBeEndedAndChanged() throws {
        var floor = TellingFloor()
        floor.tick(1)
        guard case .done(let id) = floor.order(.silence(try request(from: 5))) else { return }
        #expect(floor.news() == [])
        var other = try request(from: 0, to: 20)
        other.id = id
        #expect(floor.order(.silence(other)) == .done(id))
        #expect(floor.news() == ["room silence began: 0 opened, 0 over, 0 open"])
        #expect(floor.order(.expire(silence: id, by: "bob")) == .done(id))
        #expect(floor.news() == ["room silence ended: 0 opened, 0 over, 0 open"])
        #expect(floor.order(.expire(silence: id, by: "bob")) == .refused(.silenceIsOver(id)))
        #expect(floor.order(.silence(other)) == .refused(.silenceIsOver(id)))
        floor.minute(2, ["chat": 200])
        #expect(floor.news() == ["room opened chat warning"])
        floor.tick(60 * 24 * 6)
        #expect(floor.floor.engine.status().silences.isEmpty, "it is forgotten after five days")
    }

    @Test func onlyInTheHoursOfItsCalendar() throws {
        let opening = OpeningCalendar.Opening(from: .hours(9), to: .hours(10))
        let calendar = OpeningCalendar(
            name: "works", zone: .utc,
            week: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [opening]) }))
        var floor = TellingFloor(calendars: [calendar])
        floor.tick(1)
        _ = floor.order(.silence(try request(to: 60 * 24 * 3, during: "works")))
        floor.minute(2, ["chat": 200])
        #expect(floor.news() == ["room opened chat warning"], "it is eight")
        floor.minute(3, ["chat": 1])
        floor.minute(60, [:])
        floor.minute(62, ["chat": 200])
        floor.minute(119, ["chat": 200])
        #expect(
            floor.news() == [
                "room resolved chat ok", "room silence began: 0 opened, 0 over, 0 open",
            ])
        floor.minute(120, ["chat": 200])
        #expect(
            floor.news() == [
                "room silence ended: 0 opened, 0 over, 0 open", "room opened chat warning",
            ])
        #expect(try floor.isSavedWhole())
    }

    @Test(arguments: [
        ("no matchers", OrderRefusal.noMatchers), ("all", .matchesEverything),
        ("backwards", .endsBeforeStart), ("past", .endsInThePast),
        ("calendar", .unknownCalendar("nights")), ("author", .noAuthor), ("comment", .noComment),
    ])
    func whatCannotBe(_ what: String, _ refusal: OrderRefusal) throws {
        var floor = TellingFloor()
        floor.tick(30)
        var asked = try request(to: 60)
        switch what {
        case "no matchers": asked.matchers = []
        case "all": asked.matchers = [try Matcher("channel", ".*", isRegex: true)]
        case "backwards": asked.startsAt = Floor.time(9_000)
        case "past": asked.endsAt = Floor.time(60)
        case "calendar": asked.calendar = "nights"
        case "author": asked.by = ""
        default: asked.comment = ""
        }
        #expect(floor.order(.silence(asked)) == .refused(refusal))
    }
}
