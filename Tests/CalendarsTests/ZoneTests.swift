import Fixtures
import Foundation
import Model
import Testing

@testable import Calendars

/// Zones against Foundation, whose own table of them is another one.
@Suite struct ZoneTests {
    @Test func utcIsUTC() throws {
        let time = try #require(Timestamp("2026-03-09T08:45:30.5Z"))
        #expect(Zone.utc.offset(at: time) == .zero)
        #expect(Zone.utc.local(time).description == "2026-03-09 08:45")
        #expect(Zone.utc.timestamp(of: Zone.utc.local(time)) == time)
    }

    /// Governments change their minds, and the two tables need not be of one day.
    @Test func allButAFewZonesAgreeWithFoundation() throws {
        let apart = try World.names.filter { try !agrees(zone($0)) }
        #expect(World.names.count > 400)
        #expect(apart.count * 25 < World.names.count, "\(apart)")
    }

    @Test(arguments: World.known)
    func knownZonesAgreeWithFoundation(_ name: String) throws {
        #expect(try agrees(zone(name)))
    }

    /// Both sides of every change, and times in between, from 1970 to 2100.
    private func agrees(_ zone: Zone) -> Bool {
        guard let theirs = TimeZone(identifier: zone.name) else { return true }
        let changes = zone.changes.filter { (0..<World.end).contains($0) }
        let times =
            changes.flatMap { [$0 - 1, $0, $0 + 1] }
            + stride(from: 0, to: World.end, by: 9_999_991)
        return times.allSatisfy { second in
            let date = Date(timeIntervalSince1970: Double(second))
            return zone.offset(at: .zero + .seconds(second))
                == .seconds(Int64(theirs.secondsFromGMT(for: date)))
        }
    }

    /// What a clock shows, and when it shows that: the same time again, or an hour that came twice.
    @Test(arguments: World.known)
    func aWallTimeComesBack(_ name: String) throws {
        let zone = try zone(name)
        var random = SplitMix64(seed: 4)
        let far = (0..<2_000).map { _ in Int64.random(in: 0..<World.end, using: &random) }
        let near = zone.changes.filter { abs($0) < 2 * World.end }.flatMap { change in
            [-7_200, -1_800, -1, 0, 1, 1_800, 7_200].map { change + $0 }
        }
        for second in far + near {
            let time = Timestamp(nanoseconds: second * 1_000_000_000 + 7)
            let local = zone.local(time)
            let first = zone.timestamp(of: local)
            #expect(zone.local(first) == local)
            #expect(first <= time)
            #expect(zone.timestamp(reaching: local) == first)
        }
    }

    @Test(
        arguments: Table(
            """
            zone                | wall             | shown at         | reached at
            Europe/Paris        | 2026-03-29 01:59 | 2026-03-29 00:59 | 2026-03-29 00:59
            Europe/Paris        | 2026-03-29 02:30 | 2026-03-29 01:30 | 2026-03-29 01:00
            Europe/Paris        | 2026-03-29 03:00 | 2026-03-29 01:00 | 2026-03-29 01:00
            Europe/Paris        | 2026-10-25 02:30 | 2026-10-25 00:30 | 2026-10-25 00:30
            Europe/Paris        | 2026-10-25 03:00 | 2026-10-25 02:00 | 2026-10-25 02:00
            Europe/Paris        | 2240-07-01 12:00 | 2240-07-01 10:00 | 2240-07-01 10:00
            America/New_York    | 2026-11-01 01:30 | 2026-11-01 05:30 | 2026-11-01 05:30
            Australia/Lord_Howe | 2026-04-05 01:45 | 2026-04-04 14:45 | 2026-04-04 14:45
            Australia/Lord_Howe | 2026-10-04 02:15 | 2026-10-03 15:45 | 2026-10-03 15:30
            Pacific/Apia        | 2011-12-30 12:00 | 2011-12-30 22:00 | 2011-12-30 10:00
            America/St_Johns    | 2006-10-29 00:00 | 2006-10-29 02:30 | 2006-10-29 02:30
            """
        ).rows)
    func wallTimes(_ row: Table.Row) throws {
        let zone = try zone(row["zone"])
        let parts = row["wall"].split(separator: " ")
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        let local = LocalTime(
            try #require(Day(parts[0])), .hours(clock[0]) + .minutes(clock[1]))
        #expect(local.description == row["wall"])
        #expect(zone.timestamp(of: local) == Timestamp(row["shown at"]))
        #expect(zone.timestamp(reaching: local) == Timestamp(row["reached at"]))
    }

    @Test func aZoneIsItsText() throws {
        for name in World.names {
            let zone = try zone(name)
            let again = try Zone(name: name, text: zone.text)
            #expect(again == zone)
            #expect(again.changes == zone.changes)
            #expect(again.offsets == zone.offsets)
        }
    }

    /// Packers write out more or less of what the rule gives as well.
    @Test func whatTheRuleGivesIsNotWrittenOut() throws {
        let zone = try zone("Europe/Paris")
        let table = try ZoneTable(zone.text)
        let later = try #require(table.rule).changes(after: try #require(table.changes.last).at)
        var fat = table
        fat.changes += later.prefix(80)
        #expect(Zone(name: "Europe/Paris", fat) == zone)
        #expect(fat.text.count > zone.text.count + 1_000)
    }

    @Test(
        arguments: Table(
            """
            zone                | step | fits
            UTC                 | 1h   | yes
            Europe/Paris        | 1h   | yes
            Europe/Paris        | 2h   | no
            Asia/Kolkata        | 30m  | yes
            Asia/Kolkata        | 1h   | no
            Asia/Kathmandu      | 15m  | yes
            Asia/Kathmandu      | 30m  | no
            Australia/Lord_Howe | 30m  | yes
            Africa/Monrovia     | 15m  | yes
            Europe/Paris        | 0s   | no
            """
        ).rows)
    func stepsThatFit(_ row: Table.Row) throws {
        let steps: [String: Interval] = [
            "0s": .zero, "15m": .minutes(15), "30m": .minutes(30), "1h": .hours(1),
        ]
        let step = steps[row["step"]] ?? Interval.hours(2)
        #expect(try zone(row["zone"]).isAligned(to: step) == (row["fits"] == "yes"))
    }

    /// A permanent summer as RFC 8536 writes it, days counted both ways, hours beyond a day.
    @Test(
        arguments: Table(
            """
            rule                           | time             | offset
            EST3EDT4,0/0,J365/23           | 2026-01-01 00:00 | -14400
            EST3EDT4,0/0,J365/23           | 2026-12-31 23:59 | -14400
            EST3EDT4,0/0,J365/23           | 2028-07-01 00:00 | -14400
            AAA-1BBB,J60/0,J300/0          | 2028-03-01 00:00 | 7200
            AAA-1BBB,J60/0,J300/0          | 2028-02-29 12:00 | 3600
            AAA-1BBB,59/0,299/0            | 2028-02-29 00:00 | 7200
            <-02>2<-01>,M3.5.0/-1,M10.5.0/0 | 2026-03-29 00:59 | -7200
            <-02>2<-01>,M3.5.0/-1,M10.5.0/0 | 2026-03-29 01:00 | -3600
            EET-2EEST,M3.4.4/50,M10.4.4/50 | 2026-03-28 00:30 | 10800
            """
        ).rows)
    func rules(_ row: Table.Row) throws {
        let zone = try Zone(name: "rule", text: "0 @0+0 \(row["rule"])")
        let time = try #require(Timestamp(row["time"]))
        #expect(zone.offset(at: time) == .seconds(Int64(row["offset"])!))
    }

    @Test(arguments: [
        "", "x", "0 @", "0 @5", "0 @+5", "0 @9+0 @9+60", "0 @9+0 @8+60", "0 @0+93601", "0 CET",
        "0 C-1", "0 CET-1CEST", "0 CET-1CEST,M3.5.0", "0 CET-1CEST,M13.5.0,M10.5.0",
        "0 CET-1CEST,M3.6.0,M10.5.0", "0 CET-1CEST,J0,J5", "0 CET-25",
        "0 CET-1CEST,M3.5.0,M10.5.0/168",
        "0 CET-1CEST,M3.5.0,M10.5.0x", "93601", "9999999999999999999",
    ])
    func isNoZone(_ text: String) {
        #expect(throws: DamagedZone.self) { try Zone(name: "none", text: text) }
    }

    @Test func damagedFilesNeverTrap() throws {
        let file = URL(fileURLWithPath: "\(zoneFolder)/Europe/Paris")
        let bytes = [UInt8](try Data(contentsOf: file))
        var random = SplitMix64(seed: 8)
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            guard let zone = try? Zone(name: "damaged", tzif: damaged) else { continue }
            for edge in [Int64.min, 0, .max] {
                let time = Timestamp(nanoseconds: edge)
                _ = zone.timestamp(of: zone.local(time))
                _ = Period(.hour, in: zone).end(containing: time)
            }
        }
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: DamagedZone.self) {
                try Zone(name: "short", tzif: Array(bytes[..<length]))
            }
        }
    }

    @Test func filesThatAreNotReadSayWhy() throws {
        let leaping = URL(fileURLWithPath: "\(zoneFolder)/right/Europe/Paris")
        if let bytes = try? Data(contentsOf: leaping) {
            #expect(throws: DamagedZone("it counts leap seconds")) {
                try Zone(name: "right", tzif: [UInt8](bytes))
            }
        }
        #expect(throws: DamagedZone("it is of the first version, which ends in 2037")) {
            try Zone(name: "old", tzif: Array("TZif".utf8) + [UInt8](repeating: 0, count: 60))
        }
        #expect(throws: DamagedZone("it is no compiled zone")) {
            try Zone(name: "text", tzif: Array("Europe/Paris".utf8))
        }
    }
}
