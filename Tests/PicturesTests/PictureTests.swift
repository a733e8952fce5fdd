import Foundation
import Model
import PluginKit
import Testing

@testable import Pictures

/// What may come, and that a PNG comes of it. Set VIGIE_PICTURES to a folder to look at them.
@Suite struct PictureTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var values: [Double?]

        init(_ name: String, _ values: [Double?]) {
            testDescription = name
            self.values = values
        }
    }

    static let cases = [
        Case("rising", rising),
        Case("gaps", [100, 120, nil, nil, 300, nil, 610, 700]),
        Case("one", [612]),
        Case("flat", [5, 5, 5, 5]),
        Case("nothing", [0, 0, 0]),
        Case("below", [-3, -200, -5]),
        Case("infinite", [1, .infinity, 2, .nan, -.infinity, 3, 1e300, 5e-324]),
        Case("thousand", (0..<1_000).map { 300 + 200 * sin(Double($0) / 40) }),
        Case("more", (0..<5_000).map { Double($0 % 7) }),
    ]

    private static var rising: [Double?] {
        let before: [Double?] = (0..<30).map { 120 + Double($0 % 5) * 8 }
        let after: [Double?] = (1..<19).map { 130 + Double($0) * 34 }
        return before + after
    }

    @Test(arguments: cases)
    func isAPicture(_ sample: Case) throws {
        let notification = notification(sample.values)
        let png = try #require(picture(of: notification))
        try keep(png, sample.testDescription)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        // Width and height, in the chunk that is first.
        #expect(Array(png[16..<24]) == [0, 0, 4, 0xB0, 0, 0, 1, 0x90])
        #expect((3_000..<60_000).contains(png.count), "\(png.count)")
        #expect(picture(of: notification) == png)
    }

    @Test func whereThereIsNothingToShowThereIsNone() {
        for values in [[], [nil, nil], [.nan, .infinity]] as [[Double?]] {
            #expect(picture(of: notification(values)) == nil)
        }
        var without = notification([1])
        without.trail = nil
        #expect(picture(of: without) == nil)
    }

    /// What differs shows.
    @Test func sayWhatTheyShow() {
        let one = notification([1, 2, 3])
        var (other, resolved, french) = (one, one, one)
        other.limit = 2
        resolved.kind = .resolved
        french.tongue = .french
        let pictures = [one, other, resolved, french].map(picture)
        #expect(Set(pictures).count == pictures.count)
    }

    @Test func textsOfAnyLength() throws {
        var long = notification([100, 200, 612])
        long.title = String(repeating: "Délai de première réponse 🙂 ", count: 200)
        long.group = Labels([.init("channel", String(repeating: "é", count: 5_000))])
        long.tongue = .french
        try keep(try #require(picture(of: long)), "long")
        long.title = "\u{0}\u{7}"
        #expect(picture(of: long) != nil)
    }

    @Test func timesOfAnyKind() {
        for step in [0, -5, 1, Int64.max] {
            var strange = notification([1, 2, 3])
            strange.trail?.step = Interval(nanoseconds: step)
            #expect(picture(of: strange) != nil)
            strange.openedAt = .distantPast
            #expect(picture(of: strange) != nil)
        }
    }

    private func notification(_ values: [Double?]) -> PluginKit.Notification {
        let end = Timestamp(nanoseconds: 1_773_047_700_000_000_000)
        var notification = PluginKit.Notification(
            kind: .opened, incident: "4f0c", alert: "slow_first_response", kpi: "frt",
            title: "First response time", group: Labels([.init("channel", "chat")]),
            state: .firing(.warning), previous: .ok, severity: .warning,
            value: values.last.flatMap(\.self), limit: 180, unit: .duration, samples: 412,
            summary: "", openedAt: end - .minutes(15), at: end)
        notification.trail = Trail(end: end, step: .minutes(1), values: values)
        return notification
    }

    private func keep(_ png: [UInt8], _ name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["VIGIE_PICTURES"] else { return }
        try Data(png).write(to: URL(filePath: "\(folder)/\(name).png"))
    }
}

@Suite struct ScaleTests {
    struct Case: CustomTestStringConvertible {
        var values: [Double]
        var unit: Model.Unit
        var ticks: [Double]

        var testDescription: String { "\(values)" }
    }

    @Test(arguments: [
        Case(values: [120, 612], unit: .duration, ticks: [0, 300, 600, 900]),
        Case(values: [0, 1], unit: .number, ticks: [0, 0.5, 1]),
        Case(values: [-3, -200], unit: .number, ticks: [-200, -100, 0]),
        Case(values: [98, 99.5], unit: .number, ticks: [98, 98.5, 99, 99.5]),
        Case(values: [0], unit: .number, ticks: [0, 0.5, 1]),
        Case(values: [40_000], unit: .number, ticks: [0, 20_000, 40_000]),
    ])
    func ticks(_ sample: Case) {
        let scale = Scale(of: sample.values, sample.unit)
        #expect(scale.ticks == sample.ticks)
        #expect(sample.values.allSatisfy { (0...1).contains(scale.share($0)) })
    }

    @Test(arguments: [1e-15, 1e-300, 1e15])
    func anyMagnitude(_ value: Double) {
        let scale = Scale(of: [value], .number)
        #expect((1...5).contains(scale.ticks.count) && scale.share(value) <= 1)
    }
}
