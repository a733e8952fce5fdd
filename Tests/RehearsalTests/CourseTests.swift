import Core
import Functions
import Host
import Language
import Model
import Plans
import Testing

@testable import Rehearsal

/// The course of a KPI over recorded lines: every pane end at which it changed, and no other.
@Suite struct CourseTests {
    private static let rules = """
        stream s {
          tag   t
          field x percent
        }
        kpi k {
          from  s
          value mean(x)
          by    t
          over  2m every 1m
        }
        """

    private func courses(_ lines: String, withArrival: Bool = false) throws -> [Course] {
        let plan = try #require(
            compile([SourceText(path: "r.vigie", text: Self.rules)], with: testRegistry).plan)
        var replay = Replay(
            RuleSet(files: []), withArrival: withArrival,
            linking: { Program(plan, from: $0, with: testRegistry) }, hear: { _ in })
        var book = CourseBook(of: plan.kpis)
        replay.look = { engine, time in book.note(engine, at: time) }
        replay.add(Array(lines.utf8))
        replay.finish()
        return book["k"]
    }

    private static let lines = """
        s,t=a x=0.5 10000000000
        s,t=a x=0.7 70000000000
        s,t=b x=0.1 80000000000
        s,t=a x=0.7 600000000000

        """

    @Test func everyChangeIsNoted() throws {
        let found = try courses(Self.lines)
        #expect(found.map(\.group.description) == ["t=a", "t=b"])
        let seconds = found[0].points.map { $0.time.nanoseconds / 1_000_000_000 }
        #expect(seconds == [60, 120, 180, 240])
        #expect(found[0].points.map(\.value) == [0.5, 0.6, 0.7, nil])
        #expect(found[0].points.map(\.samples) == [1, 2, 1, 0])
        #expect(found[1].points.map(\.value) == [0.1, nil])
        #expect(found[0].point(at: .zero) == nil)
        #expect(found[0].point(at: .zero + .seconds(125))?.value == 0.6)
    }

    private static let settling = """
        stream s {
          tag   t
          field x number
        }
        kpi k {
          from  s
          value mean(x)
          by    t
          over  2m every 1m  settle 2m
        }
        """

    /// As late as it is judged; what has not settled at the end stands behind it, and is marked.
    @Test func whatHasNotSettledIsMarked() throws {
        let plan = try #require(
            compile([SourceText(path: "r.vigie", text: Self.settling)], with: testRegistry).plan)
        var replay = Replay(
            RuleSet(files: []), withArrival: false,
            linking: { Program(plan, from: $0, with: testRegistry) }, hear: { _ in })
        var book = CourseBook(of: plan.kpis)
        replay.look = { engine, time in book.note(engine, at: time) }
        replay.add(
            Array("s,t=a x=0.5 10000000000\ns,t=a x=0.7 70000000000\ns,t=b x=1 190000000000\n".utf8)
        )
        replay.finish()
        book.noteProvisional(replay.engine)
        let listing = CourseListing(book["k"], by: ["t"], settles: true)
        #expect(
            listing.csv == [
                "time,t,value,unit,samples,provisional",
                "1970-01-01T00:03:00Z,a,0.5,,1,false",
                "1970-01-01T00:04:00Z,a,0.6,,2,true",
                "1970-01-01T00:05:00Z,a,0.7,,1,true",
            ])
        #expect(listing.cells[2].last == "provisional")
        let plot = Plot(book["k"][0], width: 30).lines.joined(separator: "\n")
        #expect(plot.contains("provisional ┤"))
    }

    /// Two ends of one value: a mean of two samples is not known yet, and a count is.
    @Test func howSureValuesAreIsListed() throws {
        let rules = """
            stream s {
              tag   t
              field x percent
            }
            kpi k {
              from  s
              value count()
              by    t
              over  2m every 1m
            }
            """
        let plan = try #require(
            compile([SourceText(path: "r.vigie", text: rules)], with: testRegistry).plan)
        let confidence = Confidence.between(level: 0.95)
        var replay = Replay(
            RuleSet(files: []), withArrival: false,
            linking: {
                Program(plan, from: $0, with: testRegistry, asking: ["k": confidence])
            }, hear: { _ in })
        var book = CourseBook(of: plan.kpis)
        book.confidence = confidence
        replay.look = { engine, time in book.note(engine, at: time) }
        replay.add(Array(Self.lines.utf8))
        replay.finish()
        let listing = CourseListing(book["k"], by: ["t"], hasRanges: true)
        #expect(listing.csv[0] == "time,t,value,unit,samples,low,high")
        // Garwood's interval of one event.
        #expect(listing.csv[1].hasPrefix("1970-01-01T00:01:00Z,a,1.0,count,1,0.0253178"))
        #expect(listing.csv[1].contains(",5.57164"))
        #expect(listing.jsonLines[0].contains("\"low\":0.0253178"))
        #expect(listing.cells[0].suffix(2) == ["LOW", "HIGH"])
        let unasked = CourseListing(try courses(Self.lines), by: ["t"], hasRanges: true)
        #expect(unasked.csv[1].hasSuffix(",1,,"))
    }

    /// A value an hour for three weeks, by day ten times that by night.
    @Test func whatIsUsualIsLearntBesides() throws {
        let hours = (0..<(21 * 24)).map { hour in
            "s,t=a x=\((8..<20).contains(hour % 24) ? 0.5 : 0.05) \(hour * 3_600 + 1800)000000000\n"
        }
        let plan = try #require(
            compile([SourceText(path: "r.vigie", text: Self.rules)], with: testRegistry).plan)
        var replay = Replay(
            RuleSet(files: []), withArrival: false,
            linking: { Program(plan, from: $0, with: testRegistry) }, hear: { _ in })
        var book = CourseBook(of: plan.kpis, season: .utc)
        replay.look = { engine, time in book.note(engine, at: time) }
        replay.add(Array(hours.joined().utf8))
        replay.finish()
        let usual = try #require(book["k"].first?.usual)
        #expect(usual.first?.centre == nil)
        let last = usual.filter { $0.time > .zero + .days(20) }.compactMap(\.centre)
        #expect(Set(last.map { ($0 * 100).rounded() }) == [5, 50])
    }

    @Test func forPrograms() throws {
        let listing = CourseListing(try courses(Self.lines), by: ["t"])
        #expect(
            listing.csv.prefix(4) == [
                "time,t,value,unit,samples", "1970-01-01T00:01:00Z,a,50.0,%,1",
                "1970-01-01T00:02:00Z,a,60.0,%,2", "1970-01-01T00:02:00Z,b,10.0,%,1",
            ])
        #expect(listing.csv.last == "1970-01-01T00:04:00Z,b,,%,0")
        #expect(
            listing.jsonLines.first == #"{"time":"1970-01-01T00:01:00Z","kpi":"k","#
                + #""group":{"t":"a"},"value":50.0,"unit":"%","samples":1}"#)
    }

    @Test func forPeople() throws {
        let cells = CourseListing(try courses(Self.lines), by: ["t"]).cells
        #expect(cells[1] == ["1970-01-01 00:01 UTC", "t=a", "50%", "1"])
    }

    @Test func aPartBeginsWithWhatHeld() throws {
        let whole = try courses(Self.lines)[0]
        let part = whole.within(.zero + .seconds(130), .zero + .seconds(200))
        #expect(part.points.map { $0.time.nanoseconds / 1_000_000_000 } == [130, 180])
        #expect(part.points.map(\.value) == [0.6, 0.7])
    }

    @Test func textsOfCSVAreQuoted() {
        let course = Course(
            kpi: "k", unit: .count, group: Labels([.init("t", "a,\"b\"")]),
            points: [.init(time: .zero, value: 1, samples: 1)])
        #expect(
            CourseListing([course], by: ["t"]).csv[1]
                == #"1970-01-01T00:00:00Z,"a,""b""",1.0,count,1"#)
    }
}
