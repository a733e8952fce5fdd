import Calendars
import Core
import Fixtures
import Foundation
import Model
import Testing

@testable import Rehearsal

/// What pictures of KPIs look like: everything that is known of a course, and nothing that is not.
@Suite struct PictureTests {
    private static let start = Timestamp.zero + .days(20_520)

    /// Three days of waiting: a bow each day, nothing usual on the first, an incident on the last.
    private func course(_ days: Int = 3, group: Labels = Labels([.init("channel", "chat")]))
        -> Course
    {
        var course = Course(kpi: "waiting", unit: .duration, group: group)
        for index in 0..<days * 48 {
            let time = Self.start + .minutes(Int64(index * 30))
            let hour = Double(index % 48) / 2
            let usual = 60 + max(0, (hour - 7) * (21 - hour)) * 4
            let day = index / 48
            let isOff = day == 2 && (20..<30).contains(index % 48)
            let value: Double? =
                day == 1 && (8..<12).contains(index % 48)
                ? nil : usual + Double(index * 37 % 11) * 4 + (isOff ? 260 : 0)
            course.points.append(.init(time: time, value: value, samples: 9))
            course.usual.append(
                .init(
                    time: time, centre: day == 0 ? nil : usual + 20, scale: day == 0 ? nil : 22))
        }
        return course
    }

    private let limits = [
        PlotLimit(name: "warning", value: 360), PlotLimit(name: "critical", value: 480),
    ]

    private var marks: [Picture.Mark] {
        let day = Self.start + .days(2)
        return [
            .init(
                alert: "slow", severity: .warning, from: day + .hours(10),
                to: day + .hours(11)),
            .init(
                alert: "slow", severity: .critical, from: day + .hours(11),
                to: day + .minutes(920)),
        ]
    }

    private var paris: WallClock {
        get throws {
            WallClock(
                try #require(
                    zoneSources.first { $0.path.hasSuffix("Paris") }.map {
                        try Zone(name: "Europe/Paris", text: $0.text)
                    }))
        }
    }

    private func svg(_ panels: [Picture.Panel], days: Int64 = 3) throws -> String {
        try Picture(
            panels, limits: limits, over: Self.start...Self.start + .days(days), clock: paris
        ).svg
    }

    @Test func aPictureOfEverything() throws {
        try Repository.expect(
            svg([Picture.Panel(course(), marks: marks)]) + "\n",
            in: "Tests/Golden/pictures/everything.svg")
    }

    @Test func aPlotOfEverything() throws {
        let plot = Plot(
            course(), limits: limits, marks: marks,
            over: Self.start...Self.start + .days(3), clock: try paris, width: 72)
        try Repository.expect(
            plot.lines.joined(separator: "\n") + "\n", in: "Tests/Golden/pictures/everything.txt")
    }

    /// Whatever groups are called: it stays well-formed, and nobody's script runs.
    @Test(arguments: [
        "<script>alert(1)</script>", "a&b \"c\" 'd'", "\u{0}\u{1}\u{FFFF}x", "\n\t",
        "]]>", "été 東京 🌊",
    ])
    func itIsWellFormed(_ name: String) throws {
        let group = Labels([.init("team", name)])
        let text = try svg([Picture.Panel(course(group: group), marks: marks)])
        #expect(!text.contains("<script"))
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse(), "\(parser.parserError as Any)")
    }

    @Test func panelsOfManyGroups() throws {
        let panels = (0..<30).map { index in
            Picture.Panel(course(1, group: Labels([.init("n", "\(index)")])))
        }
        let text = try svg(panels, days: 1)
        #expect(text.matches(of: /<g transform/).count == Limits.picturePanels)
        #expect(text.contains("and 6 more groups"))
    }

    @Test func nothingAtAllIsSaid() throws {
        let empty = Course(kpi: "k", unit: .count, group: Labels())
        let text = try svg([Picture.Panel(empty)])
        #expect(text.contains("no value at all"))
        #expect(!text.contains("class=\"band\"") && !text.contains("class=\"learning\""))
    }

    /// A month of seconds would be a file that no browser opens.
    @Test func thereAreNoMorePointsThanPixelsShow() throws {
        var long = Course(kpi: "k", unit: .number, group: Labels())
        for index in 0..<50_000 {
            let value = index == 31_234 ? 900 : Double(index * 7919 % 100)
            long.points.append(
                .init(time: Self.start + .seconds(Int64(index)), value: value, samples: 1))
        }
        let span = Self.start...Self.start + .seconds(50_000)
        let path = CoursePath(long, span, columns: 800)
        let places = path.runs.joined()
        #expect(places.count <= 4 * 801)
        #expect(places.contains { $0.value == 900 }, "the one that is far out is seen")
        #expect(zip(places, places.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test(
        arguments: Table(
            """
            unit    | from  | to    | ticks
            number  | 0     | 97    | 0 20 40 60 80 100
            number  | 412   | 423   | 412 414 416 418 420 422 424
            number  | -3    | 8     | -4 -2 0 2 4 6 8
            seconds | 0     | 540   | 0 120 240 360 480 600
            seconds | 20    | 7000  | 0 1800 3600 5400 7200
            number  | 5     | 5     | 0 1 2 3 4 5
            number  | 0     | 0     | 0 0.2 0.4 0.6 0.8 1
            """
        ).rows)
    func ticksAreRound(_ row: Table.Row) throws {
        let scale = ValueScale(
            from: try #require(Double(row["from"])), to: try #require(Double(row["to"])),
            row["unit"] == "seconds" ? .duration : .number)
        let wanted = row["ticks"].split(separator: " ").compactMap { Double($0) }
        #expect(scale.ticks.count == wanted.count, "\(scale.ticks)")
        #expect(zip(scale.ticks, wanted).allSatisfy { abs($0 - $1) < 1e-9 }, "\(scale.ticks)")
    }

    /// A mark for each severity, and one that goes on.
    @Test func incidentsAreNoted() {
        var book = MarkBook(of: "waiting")
        func step(_ from: AlertState, _ to: AlertState, _ minute: Int64, kpi: String = "waiting") {
            book.hear(
                .transition(
                    Transition(
                        time: Self.start + .minutes(minute), alert: "slow", kpi: kpi,
                        group: Labels(), from: from, to: to, value: 1, limit: 1, unit: .count,
                        samples: 1, incident: "i", reason: "")))
        }
        step(.ok, .pending, 0)
        step(.pending, .firing(.warning), 5)
        step(.firing(.warning), .firing(.critical), 9)
        step(.firing(.critical), .ok, 12)
        step(.ok, .firing(.info), 30)
        step(.ok, .firing(.info), 31, kpi: "another")
        let marks = book[Labels()]
        #expect(marks.map(\.severity) == [.warning, .critical, .info])
        #expect(marks.map { ($0.from - Self.start).seconds / 60 } == [5, 9, 30])
        #expect(marks[0].to == marks[1].from)
        #expect(marks[1].to == Self.start + .minutes(12) && marks[2].to == nil)
    }
}
