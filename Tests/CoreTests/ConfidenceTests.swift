import Functions
import Language
import Model
import Plans
import PluginKit
import Statistics
import Testing

@testable import Core

/// `with confidence` on the engine.
@Suite struct ConfidenceTests {
    private static let stream = """
        stream answer {
          tag   shop
          tag   event in ["", "made", "lost"]
          field score score(0..10)
          field hold  duration(s)
          late  10m
        }

        """

    private func plan(_ value: String, over: String = "10m every 1m", _ clauses: String) throws
        -> Plan
    {
        let text =
            Self.stream + """
                kpi asked {
                  from  answer
                  value \(value)
                  by    shop
                  over  \(over)
                }
                alert sure on asked {
                  owner   "floor"
                  \(clauses)
                  notify  "room"
                }
                """
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: text)], with: Floor.registry)
        return try #require(compiled.plan, "\(compiled.diagnostics)")
    }

    private func floor(_ value: String, over: String = "10m every 1m", _ clauses: String) throws
        -> Floor
    {
        Floor(try plan(value, over: over, clauses), book: MigrationTests.room)
    }

    /// Fields of answers, evenly within a minute.
    private func hear(_ floor: inout Floor, _ minute: Int, _ fields: [String], tags: String = "") {
        let lines = fields.enumerated().map { place, field in
            "answer,shop=a\(tags) \(field) @\(minute * 60 + 1 + place * 58 / fields.count)"
        }
        floor.feed(lines.joined(separator: "\n"))
        floor.tick(minute * 60 + 60)
    }

    @Test func theMessageSaysTheInterval() throws {
        var floor = try floor(
            "share(score >= 9)", "warning when value < 50% with confidence 95% at each look")
        hear(&floor, 0, Array(repeating: "score=3", count: 3) + ["score=10"])
        #expect(floor.transitions.isEmpty, "one of four may well be half")
        hear(&floor, 1, Array(repeating: "score=3", count: 17))
        let told = try #require(floor.sent.first?.notification.assurance)
        // One of 21, each end by itself passed in one of twenty cases.
        let exact = try #require(shareInterval(1, of: 21, reaching: 1.6448536269514722))
        #expect(told.level == 0.95)
        #expect(abs(told.low - exact.lowerBound) < 1e-9)
        #expect(abs(told.high - exact.upperBound) < 1e-9)
    }

    @Test func aPartOfAWholeIsAShare() throws {
        for value in [
            "count(event == \"lost\") / count()",
            "count(event == \"lost\") / (count(event == \"lost\") + count(event == \"made\"))",
        ] {
            var floor = try floor(
                value, "warning when value > 10% with confidence 95% at each look")
            hear(&floor, 0, Array(repeating: "score=1", count: 30), tags: ",event=made")
            floor.feed(
                (0..<12).map { "answer,shop=a,event=lost score=1 @\(61 + $0)" }.joined(
                    separator: "\n"))
            floor.tick(120)
            let told = try #require(floor.sent.first?.notification.assurance)
            let exact = try #require(shareInterval(12, of: 42, reaching: 1.6448536269514722))
            #expect(abs(told.low - exact.lowerBound) < 1e-9, "\(value)")
        }
    }

    /// Nothing can be told before the measure has seen all of the window.
    @Test func aRuleThatAsksLaterWaitsUntilTheWindowIsItsOwn() throws {
        let before = try plan("mean(hold)", "warning when value > 1h")
        let after = try plan("mean(hold)", "warning when value > 1m with confidence 95%")
        let isNew = "new"
        var floor = Floor(before, book: MigrationTests.room)
        floor.engine = Engine {
            Program(
                $0.files.contains { $0.text == isNew } ? after : before, from: $0,
                with: Floor.registry)
        }
        floor.hear(.rules(RuleSet(files: [.init(path: "a", text: "")], book: MigrationTests.room)))
        floor.hear(.tick(Floor.start))
        func waits(_ minute: Int) -> [String] {
            (0..<8).map { "hold=\(300 + 7 * (minute + $0) % 50)" }
        }
        for minute in 0..<10 { hear(&floor, minute, waits(minute)) }
        floor.hear(
            .rules(RuleSet(files: [.init(path: "a", text: isNew)], book: MigrationTests.room)))
        for minute in 10..<19 { hear(&floor, minute, waits(minute)) }
        #expect(floor.transitions.isEmpty)
        for minute in 19..<22 { hear(&floor, minute, waits(minute)) }
        #expect(floor.story.map { $0.hasSuffix("ok->warning") } == [true])
    }

    @Test func whatItWasThenIsAsSureAsItWasThen() throws {
        var floor = try floor(
            "mean(hold)", "warning when value > ago(30m) with confidence 99% at each look")
        for minute in 0..<40 {
            // A few long waits more are no difference yet.
            let base = minute < 36 ? 60 : 66
            hear(&floor, minute, (0..<6).map { "hold=\(base + (minute * 13 + $0 * 29) % 41 - 20)" })
        }
        #expect(floor.transitions.isEmpty)
        for minute in 40..<60 {
            hear(&floor, minute, (0..<6).map { "hold=\(95 + (minute * 13 + $0 * 29) % 41 - 20)" })
        }
        #expect(floor.transitions.count == 1)
    }

    /// The last minute of the hour has passed when it is judged, and its panes are gone.
    @Test func aPeriodThatIsOverIsAsSureAsItWas() throws {
        let text =
            Self.stream + """
                kpi asked {
                  from  answer
                  value mean(hold)
                  by    shop
                  per   closed hour
                }
                alert sure on asked {
                  owner   "floor"
                  warning when value > 1m with confidence 95%
                  notify  "room"
                }
                """
        let compiled = compile(
            [SourceText(path: "floor.vigie", text: text)], with: Floor.registry)
        var floor = Floor(
            try #require(compiled.plan, "\(compiled.diagnostics)"), book: MigrationTests.room)
        for minute in 0..<59 { hear(&floor, minute, ["hold=\(70 + minute % 7)"]) }
        #expect(floor.transitions.isEmpty)
        for minute in 59..<64 { hear(&floor, minute, ["hold=\(70 + minute % 7)"]) }
        #expect(floor.transitions.count == 1)
        #expect(floor.sent.first?.notification.assurance?.level == 0.95)
    }

    /// For whoever writes the texts.
    @Test func samplesOfMessagesAreSureOfTheirRung() throws {
        let plan = try plan("mean(hold)", "warning when value > 1m with confidence 90%")
        let samples = SampleMessages(of: plan.alerts[0], in: plan, opened: Floor.start)
        let opened = try #require(samples.notifications.first)
        let assurance = try #require(opened.assurance)
        #expect(assurance.level == 0.9)
        #expect(assurance.low > 60 && assurance.high > assurance.low)
        #expect((assurance.low...assurance.high).contains(try #require(opened.value)))
    }

    @Test func itIsRemembered() throws {
        let plan = try plan(
            "mean(hold)",
            """
            warning when value > 1m with confidence 95%
            critical when value > ago(20m) + 1m with confidence 99% at each look
            """)
        var floor = Floor(plan, book: MigrationTests.room)
        for minute in 0..<25 { hear(&floor, minute, (0..<5).map { "hold=\(40 + minute + $0)" }) }
        var reader = ByteReader(floor.saved())
        let again = try Engine(from: &reader, format: Engine.format) {
            Program(plan, from: $0, with: Floor.registry)
        }
        var writer = ByteWriter()
        again.frozen().save(to: &writer)
        #expect(writer.bytes == floor.saved())
        floor.engine = again
        for minute in 25..<60 { hear(&floor, minute, (0..<5).map { "hold=\(160 + minute + $0)" }) }
        #expect(
            floor.story.map { $0.split(separator: " ").last } == [
                "ok->warning", "warning->critical", "critical->warning",
            ])
    }
}
