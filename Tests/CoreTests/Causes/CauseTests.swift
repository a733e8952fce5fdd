import Detectors
import Functions
import Language
import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// What moved a KPI, as the engine tells it when an alert opens.
@Suite struct CauseTests {
    static let parcels = """
        stream delivery {
          tag   carrier, region
          field on_time bool
          field hours   duration(h)
          late  30m
        }

        kpi on_time_rate {
          from  delivery
          value share(on_time)
          over  6h every 1h
          needs 20
        }

        kpi slow_parcel {
          from  delivery
          value p75(hours)
          over  6h every 1h
          needs 20
        }

        kpi parcels {
          from  delivery
          value count()
          by    carrier
          over  6h every 1h
        }

        alert late on on_time_rate {
          owner   "parcels"
          warning when value < 85%
          critical when value < 60%
          explain by carrier, region
        }

        alert slow on slow_parcel {
          owner   "parcels"
          warning when value > 30h
          explain by carrier, region
        }

        alert few on parcels {
          owner   "parcels"
          warning when value < 100
          explain by region
        }

        """

    private func floor(_ rules: String = CauseTests.parcels) throws -> Floor {
        Floor(try plan(rules))
    }

    private func plan(_ rules: String) throws -> Plan {
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: rules)], with: Floor.registry)
        return try #require(compiled.plan, "\(compiled.diagnostics)")
    }

    /// Each hour four parcels of each carrier and region, one of ten late.
    private func work(
        _ floor: inout Floor, hours: Range<Int>,
        isHit: (String, String) -> Bool = { _, _ in false },
        isGone: (String, String) -> Bool = { _, _ in false }
    ) {
        var count = hours.lowerBound * 24
        for hour in hours {
            var lines: [String] = []
            for carrier in ["a", "b", "c"] {
                for region in ["north", "south"] where !isGone(carrier, region) {
                    for parcel in 0..<4 {
                        count += 1
                        let isLate = count % 10 == 0 || isHit(carrier, region)
                        let second = hour * 3_600 + 60 + parcel
                        lines.append(
                            "delivery,carrier=\(carrier),region=\(region) on_time=\(!isLate),"
                                + "hours=\(isLate ? 50 : 20 + count % 7) @\(second)")
                    }
                }
            }
            floor.feed(lines.joined(separator: "\n"))
            floor.tick((hour + 1) * 3_600)
        }
    }

    private func cause(of alert: String, _ floor: borrowing Floor) throws
        -> (Notification.Explanation, Notification.Cause)
    {
        let record = try #require(
            floor.engine.status().kept.last { $0.notification.alert == alert })
        let explanation = try #require(record.notification.explanation)
        return (explanation, try #require(explanation.causes.first))
    }

    @Test func namesTheSegmentOfAShare() throws {
        var floor = try floor()
        work(&floor, hours: 0..<(8 * 24))
        work(&floor, hours: (8 * 24)..<(8 * 24 + 6)) { $0 == "b" && $1 == "north" }
        let (explanation, first) = try cause(of: "late", floor)
        #expect("\(first.group)" == "carrier=b, region=north")
        #expect(first.share > 0.8 && explanation.causes.count == 1)
        #expect(abs((explanation.before ?? 0) - 0.9) < 0.01)
        let sum = explanation.causes.reduce(explanation.rest.rate + explanation.rest.mix) {
            $0 + $1.change
        }
        #expect(abs(sum - explanation.change) < 1e-9)
    }

    /// Of a quantile: how many lie beyond the limit.
    @Test func namesTheSegmentOfAQuantile() throws {
        var floor = try floor()
        work(&floor, hours: 0..<(8 * 24))
        work(&floor, hours: (8 * 24)..<(8 * 24 + 6)) { carrier, _ in carrier == "c" }
        let (explanation, first) = try cause(of: "slow", floor)
        #expect(explanation.basis == .shareAbove(30 * 3_600))
        #expect("\(first.group)" == "carrier=c")
    }

    /// Of a count, within the group of the alert; nothing came is seen too.
    @Test func namesWhatIsMissing() throws {
        var floor = try floor()
        work(&floor, hours: 0..<(8 * 24), isGone: { _, _ in false })
        let usual = floor.story.count
        work(&floor, hours: (8 * 24)..<(8 * 24 + 6), isGone: { $0 == "b" && $1 == "south" })
        #expect(floor.story.count >= usual)
        let record = floor.engine.status().kept.last { $0.notification.alert == "few" }
        #expect(record != nil)
    }

    @Test func nothingIsToldBeforeItIsKnown() throws {
        var floor = try floor()
        work(&floor, hours: 0..<3) { $0 == "b" && $1 == "north" }
        #expect(
            floor.engine.status().kept.allSatisfy { $0.notification.explanation == nil })
    }

    @Test func surviveARestartAndNewRules() throws {
        var straight = try floor()
        var broken = try floor()
        work(&straight, hours: 0..<(8 * 24))
        work(&broken, hours: 0..<(8 * 24))
        var reader = ByteReader(broken.saved())
        let rules = try plan(Self.parcels)
        broken.engine = try Engine(from: &reader, format: Engine.format) {
            Program(rules, from: $0, with: Floor.registry)
        }
        #expect(reader.remaining == 0)
        #expect(broken.saved() == straight.saved())
        broken.hear(.rules(straight.engine.rules))
        for hit in [1, 2] {
            let hours = (8 * 24 + 6 * (hit - 1))..<(8 * 24 + 6 * hit)
            work(&straight, hours: hours) { $0 == "b" && $1 == "north" }
            work(&broken, hours: hours) { $0 == "b" && $1 == "north" }
        }
        #expect(broken.saved() == straight.saved())
    }

    /// What has no place of its own counts with the others of its group.
    @Test func whatHasNoPlaceIsAmongTheOthers() {
        var groups = Groups(by: ["carrier", "region"], limit: 3, kept: 1)
        for region in ["n", "s", "e", "w", "x"] { _ = groups.insert(["a", region]) }
        _ = groups.insert(["b", "n"])
        #expect(groups.values.count == 5)
        #expect(groups.insert(["a", "y"]) == groups.row(of: ["a", "(others)"]))
        #expect(groups.insert(["b", "z"]) == groups.row(of: ["b", "(others)"]))
    }
}

/// What people wrote, in the message about their segment.
@Suite struct QuoteTests {
    static let answers = """
        stream answer {
          tag   region
          field mark number
          field words text
          late  1h
        }

        kpi mood {
          from  answer where mark >= 0
          value mean(mark)
          over  1h every 1m
          needs 2
        }

        alert sad on mood {
          owner   "shops"
          warning when value < 5
          explain by region
          quote   words
        }

        """

    private func plan(_ rules: String) throws -> Plan {
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: rules)], with: Floor.registry)
        return try #require(compiled.plan, "\(compiled.diagnostics)")
    }

    private func quotes(_ floor: borrowing Floor) -> [String] {
        floor.engine.records.last?.notification.quotes.map(\.text) ?? []
    }

    private static let lines = [
        "answer,region=n mark=9,words=\"all well\" @10",
        "answer,region=s mark=1,words=\"never came, write to a.b@example.fr\" @20",
        "answer,region=s mark=0,words=\"call 06 12 34 56 78\" @30",
        "answer,region=s mark=1,words=\"again nothing\" @25",
        "answer,region=s mark=2,words=\"third\" @35",
        "answer,region=s mark=-1,words=\"not counted\" @36",
    ].joined(separator: "\n")

    @Test func areTheNewestThreeRedacted() throws {
        var floor = Floor(try plan(Self.answers))
        floor.feed(Self.lines, at: 40)
        floor.tick(60)
        #expect(floor.story == ["60 sad  ok->warning"])
        #expect(quotes(floor) == ["third", "call [number]", "again nothing"])
    }

    @Test func areKeptOverARestart() throws {
        var floor = Floor(try plan(Self.answers))
        floor.feed(Self.lines, at: 40)
        var reader = ByteReader(floor.saved())
        let rules = try plan(Self.answers)
        floor.engine = try Engine(from: &reader, format: Engine.format) {
            Program(rules, from: $0, with: Floor.registry)
        }
        floor.tick(60)
        #expect(quotes(floor) == ["third", "call [number]", "again nothing"])
    }

    /// Of so few that somebody might be recognised, nothing is quoted.
    @Test func ofTooFewAreNot() throws {
        let hidden = Self.answers.replacing("  needs 2\n", with: "  anonymous below 8\n")
        var floor = Floor(try plan(hidden))
        floor.feed(Self.lines, at: 40)
        floor.tick(60)
        #expect(quotes(floor).isEmpty)
        #expect(floor.story.isEmpty)
    }
}
