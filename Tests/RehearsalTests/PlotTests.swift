import Calendars
import Model
import Testing

@testable import Rehearsal

/// What plots look like: bars from the floor, limits as lines, gaps where there is no value.
@Suite struct PlotTests {
    private static let start = Timestamp.zero + .days(20_000) + .hours(9)

    /// A value every ten minutes.
    private func course(_ values: [Double?], _ unit: Unit) -> Course {
        Course(
            kpi: "k", unit: unit, group: Labels(),
            points: values.enumerated().map { index, value in
                Course.Point(
                    time: Self.start + .minutes(Int64(index * 10)), value: value, samples: 1)
            })
    }

    private func drawn(_ values: [Double?], _ unit: Unit, _ limits: [PlotLimit] = []) -> String {
        let span = Self.start...(Self.start + .minutes(Int64(values.count * 10)))
        return Plot(course(values, unit), limits: limits, over: span, width: 24).lines
            .joined(separator: "\n")
    }

    @Test func aCourseWithLimits() {
        let limits = [
            PlotLimit(name: "warning", value: 180), PlotLimit(name: "critical", value: 360),
        ]
        #expect(
            drawn([0, 60, 120, 240, 480, 540, 120, 30], .duration, limits) == """
                9m ┤               ███
                   ┤            ██████
                6m ┤╌╌╌╌╌╌╌╌╌╌╌╌██████╌╌╌╌╌╌╌ critical 6m
                   ┤            ██████
                   ┤            ██████
                3m ┤╌╌╌╌╌╌╌╌╌█████████╌╌╌╌╌╌╌ warning 3m
                   ┤         █████████
                   ┤      ███████████████
                0s ┤▁▁▁██████████████████▄▄▄
                    ╵                 ╵
                    09:00             10:00  UTC, 04 Oct
                """)
    }

    @Test func silenceIsAGap() {
        let text = drawn([1, nil, nil, 1], .count)
        #expect(text.contains("┤██████            ██████\n"))
    }

    @Test func valuesFarFromZeroAreSeenToDiffer() {
        let text = drawn([0.80, 0.81, 0.82], .percent)
        #expect(text.hasPrefix("  82% ┤                ████████\n"), "\(text)")
        #expect(text.contains("79.5% ┤"))
    }

    @Test func valuesBelowZeroStandOnTheLowest() {
        let text = drawn([-40, 20], .points)
        #expect(text.contains(" 20 points ┤            ████████████\n"), "\(text)")
        #expect(text.contains("-40 points ┤▁▁▁▁▁▁▁▁▁▁▁▁████████████\n"))
    }

    @Test func nothingAtAllIsSaid() {
        #expect(drawn([nil, nil], .count) == "no value at all")
        #expect(drawn([], .count) == "no value at all")
    }

    @Test(arguments: [1, 7, 59, 600, 7_200, 100_000, 3_000_000] as [Int64])
    func theAxisIsNeverCrowded(_ minutes: Int64) throws {
        let span = Self.start...(Self.start + .minutes(minutes))
        let lines = Plot(course([1, 2], .count), over: span, width: 60).lines
        let axis = try #require(lines.dropLast().last)
        let ticks = axis.count { $0 == "╵" }
        #expect((1...7).contains(ticks), "\(lines.joined(separator: "\n"))")
    }

    /// The hours on the axis are those of the zone's clocks.
    @Test func timesAreLocal() throws {
        let zone = try #require(
            zoneSources.first { $0.path.hasSuffix("Paris") }.map {
                try Zone(name: "Europe/Paris", text: $0.text)
            })
        let lines = Plot(course([1, 2, 3, 4, 5, 6], .count), clock: WallClock(zone)).lines
        #expect(lines.last?.contains("11:00") == true)
        #expect(lines.last?.hasSuffix("Europe/Paris, 04 Oct") == true)
    }
}
