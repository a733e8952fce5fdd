import Calendars
import Model
import Plans
import PluginKit
import Testing

@testable import Core

@Suite struct ContactDeskTests {
    private static func waits(_ seconds: Int, _ count: Int) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("c\($0)", seconds) })
    }

    @Test func aStormIsCounted() throws {
        var floor = TellingFloor()
        floor.minute(1, Self.waits(200, 100))
        var news = floor.news()
        #expect(news.count == Limits.stormOpenings)
        #expect(news.allSatisfy { $0.contains("opened") })
        floor.minute(2, Self.waits(200, 150))
        #expect(floor.news() == ["room storm: 70 opened, 0 over, 100 open"])
        #expect(try floor.isSavedWhole())
        floor.minute(3, Self.waits(700, 150))
        news = floor.news()
        #expect(news.count == 91, "thirty hear that it is worse, sixty are spared being counted")
        #expect(news.contains("room storm: 50 opened, 0 over, 150 open"))
        for minute in 4...5 { floor.minute(minute, Self.waits(700, 150)) }
        #expect(floor.news() == [])
        floor.minute(6, Self.waits(1, 150))
        floor.tick(7)
        news = floor.news()
        #expect(news.count == 91)
        #expect(news.last == "room storm: 0 opened, 60 over, 0 open")
        floor.minute(8, ["c1": 200])
        #expect(floor.news() == ["room opened c1 warning"], "it is over")
    }

    @Test func outOfHoursItIsGathered() throws {
        let opening = OpeningCalendar.Opening(from: .hours(9), to: .hours(17))
        let calendar = OpeningCalendar(
            name: "desk", zone: .utc, week: [.monday: [opening], .tuesday: [opening]])
        let room = ContactPlan.named("room") { $0.hours = "desk" }
        var floor = TellingFloor(contacts: [room], calendars: [calendar])
        floor.minute(1, ["chat": 200, "mail": 200, "phone": 700])
        #expect(floor.news() == ["room opened phone critical"], "what is urgent is told")
        #expect(floor.upcoming.contains("room chat quietHours 60"))
        floor.minute(2, ["chat": 1, "mail": 200, "phone": 700])
        floor.minute(3, ["mail": 200, "phone": 1])
        #expect(floor.news() == ["room resolved phone ok"])
        #expect(try floor.isSavedWhole())
        floor.minute(60, ["mail": 200])
        #expect(floor.news() == ["room after hours: 2 opened, 1 over, 1 open"])
        floor.minute(61, ["mail": 1])
        #expect(floor.news() == ["room resolved mail ok"])
    }

    /// A pager understands nothing but incidents.
    @Test func aPagerHearsOfEachForItself() {
        let opening = OpeningCalendar.Opening(from: .hours(9), to: .hours(17))
        let calendar = OpeningCalendar(name: "desk", zone: .utc, week: [.monday: [opening]])
        let room = ContactPlan.named("room") {
            ($0.hours, $0.tellsBulletins) = ("desk", false)
        }
        var floor = TellingFloor(contacts: [room], calendars: [calendar])
        floor.minute(1, Self.waits(200, 40))
        #expect(floor.news() == [])
        floor.minute(60, Self.waits(200, 40))
        #expect(floor.news().count == 40)
    }

    /// One that understands nothing but incidents is told of a storm as of one.
    @Test func aStormIsOneIncidentToAPager() throws {
        let room = ContactPlan.named("room") { ($0.storm, $0.tellsBulletins) = (3, false) }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, Self.waits(200, 10))
        #expect(floor.news().count == 3)
        floor.minute(2, Self.waits(200, 10))
        #expect(floor.news() == ["room storm: 7 opened, 0 over, 10 open"])
        floor.minute(3, Self.waits(1, 9).merging(["c9": 200]) { $1 })
        #expect(try floor.isSavedWhole())
        _ = floor.news()
        floor.minute(4, ["c9": 200])
        #expect(
            floor.news() == ["room storm: 0 opened, 6 over, 1 open", "room opened c9 warning"],
            "what is left of it is an incident of its own")
        floor.minute(6, ["c9": 1])
        #expect(floor.news() == ["room resolved c9 ok"])
        #expect(Set(floor.storms.map(\.incident)).count == 1)
        #expect(floor.storms.first?.state == .firing(.critical))
        #expect(floor.storms.last?.state == .ok)
        #expect(floor.storms.dropLast().allSatisfy { $0.state != .ok })
    }

    /// What is critical has as much room again, and what was counted and is few is as if told.
    @Test func aStormHidesNothingForLong() throws {
        let room = ContactPlan.named("room") { ($0.storm, $0.remind) = (2, .minutes(10)) }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, ["a": 200, "b": 200, "c": 200, "d": 200, "e": 700])
        #expect(
            floor.news() == [
                "room opened e critical", "room opened a warning", "room opened b warning",
            ])
        let waits = ["a": 200, "b": 200, "c": 200, "d": 200, "e": 700]
        for minute in 2...3 { floor.minute(minute, waits) }
        #expect(floor.news() == ["room storm: 2 opened, 0 over, 5 open"])
        #expect(try floor.isSavedWhole())
        floor.minute(4, waits.merging(["c": 700]) { $1 })
        #expect(floor.news() == ["room escalated c critical"])
        #expect(floor.upcoming.contains("room d reminder 13"))
    }

    @Test func whatGetsCriticalInAStormIsTold() {
        let room = ContactPlan.named("room") { $0.storm = 2 }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, Self.waits(200, 9))
        #expect(floor.news().count == 2)
        floor.minute(2, Self.waits(200, 9).merging(["c8": 700]) { $1 })
        #expect(floor.news().contains("room opened c8 critical"))
    }

    /// The incident by which a pager was told of several is over, and they are not.
    @Test func aBundleOutlivesItsFirstAtAPager() throws {
        var alert = AlertPlan.wait()
        alert.message.bundle = MessagePlan.Bundle(within: .seconds(30))
        let room = ContactPlan.named("room") { $0.tellsBulletins = false }
        var floor = TellingFloor([alert], contacts: [room])
        for minute in 1...2 { floor.minute(minute, ["a": 200, "b": 200, "c": 200]) }
        #expect(floor.news() == ["room opened a warning"])
        floor.minute(3, ["a": 1, "b": 200, "c": 1])
        #expect(
            floor.news() == [
                "room resolved a ok", "room resolved c ok", "room opened b warning",
            ])
        #expect(try floor.isSavedWhole())
        floor.minute(4, ["b": 1])
        #expect(floor.news() == ["room resolved b ok"])
    }

    /// That it is over, or in hand, wakes nobody at a pager.
    @Test func aPagerHearsOfTheEndAtAllHours() throws {
        let opening = OpeningCalendar.Opening(from: .hours(8), to: .hours(8) + .minutes(5))
        let calendar = OpeningCalendar(name: "desk", zone: .utc, week: [.monday: [opening]])
        let room = ContactPlan.named("room") {
            ($0.hours, $0.tellsBulletins) = ("desk", false)
        }
        var floor = TellingFloor(contacts: [room], calendars: [calendar])
        floor.minute(1, ["chat": 200, "mail": 200])
        _ = floor.news()
        let mail = try #require(floor.incidents.first { $0.group["channel"] == "mail" }?.id)
        floor.minute(7, ["mail": 200])
        _ = floor.order(.acknowledge(Acknowledgement(incident: mail, by: "anna")))
        floor.minute(8, ["chat": 1, "mail": 1])
        #expect(
            floor.news() == [
                "room acknowledged mail warning by anna", "room resolved chat ok",
                "room resolved mail ok",
            ])
    }

    /// Of openings nothing is kept for longer than a minute.
    @Test func aPagerIsNotRemindedOfTheWholeYear() {
        let plan = ContactPlan.named("room") { $0.tellsBulletins = false }
        let policy = ContactProgram(plan, [])
        var desk = ContactDesk("room", at: Floor.time(0))
        var sizes: [Int] = []
        for minute in 1...1_000 {
            let now = Floor.time(minute * 60)
            _ = desk.decide(.of("i\(minute)", .occurred), policy, at: now)
            var writer = ByteWriter()
            desk.save(to: &writer)
            sizes.append(writer.bytes.count)
        }
        #expect(sizes[100] == sizes[999])
    }

    @Test func whatComesAndGoesIsToldOnce() throws {
        var floor = TellingFloor()
        for round in 0..<Limits.flappingOpenings {
            floor.minute(round * 4 + 1, ["chat": 200])
            floor.minute(round * 4 + 3, ["chat": 1])
        }
        let news = floor.news()
        #expect(news.suffix(2) == ["room resolved chat ok", "room flapping chat warning"])
        for round in 6..<12 {
            floor.minute(round * 4 + 1, ["chat": 200])
            floor.minute(round * 4 + 3, ["chat": 1])
        }
        #expect(floor.news() == [])
        #expect(floor.incidents.map(\.isFlapping) == [true])
        #expect(try floor.isSavedWhole())
        floor.minute(49, ["chat": 700])
        #expect(floor.news() == ["room escalated chat critical"], "worse than ever")
        floor.minute(51, ["chat": 1])
        floor.minute(115, ["chat": 1])
        #expect(floor.news() == ["room resolved chat ok"])
        floor.minute(116, ["chat": 200])
        #expect(floor.news() == ["room opened chat warning"])
    }

    @Test func aDayInOneMessage() throws {
        let room = ContactPlan.named("room") { $0.digest = DigestPlan(minute: 9 * 60) }
        var floor = TellingFloor(contacts: [room])
        floor.minute(1, ["chat": 200, "phone": 200])
        floor.minute(2, ["chat": 1, "phone": 200])
        _ = floor.news()
        floor.tick(60)
        #expect(floor.news() == ["room daily: 2 opened, 1 over, 1 open"])
        #expect(try floor.isSavedWhole())
        floor.tick(60 + 24 * 60)
        #expect(floor.news() == ["room daily: 0 opened, 0 over, 1 open"])
    }

    @Test func aDigestCountsWhoAcknowledges() {
        var desk = ContactDesk("room", at: Floor.start)
        let policy = ContactProgram(.named("room") { $0.digest = DigestPlan(minute: 0) }, [])
        for number in 1...6 {
            _ = desk.decide(.of("i\(number)", .opened), policy, at: Floor.start)
        }
        _ = desk.decide(.of("i2", .acknowledged), policy, at: Floor.start)
        let told = desk.take(.digest, policy, at: Floor.start + .days(1))
        #expect(told?.0.alerts == [.init("slow", 6, acknowledged: 1)])
    }
}
