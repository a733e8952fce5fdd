import Evaluation
import Model
import PluginKit
import Testing

/// Whether the measures of detectors measure what they say, on series that are counted by hand.
@Suite struct EvaluationTests {
    /// A letter a minute; `#` belongs to an event.
    private func series(_ labels: String) -> LabelledSeries {
        LabelledSeries(
            "by hand", times: labels.indices.enumerated().map { .zero + .minutes(Int64($0.0)) },
            values: labels.map { _ in 0 }, isAnomaly: labels.map { $0 == "#" })
    }

    /// Evidence as digits.
    private func evidence(_ digits: String) -> [Double] {
        digits.map { Double($0.wholeNumberValue ?? 0) }
    }

    @Test func eventsAreFoundInTheSecondHalfAndShortlyAfterThemselves() {
        var recall = EventRecall()
        //          0123456789 0123456789
        recall.add(
            series("..#.......##......#."),
            evidence("00900000000005000003"))
        #expect(recall.eventCount == 2)
        // No false alarm at all is allowed; each event was told by a value after it.
        #expect(recall.recall(falseAlarmsADay: 0).recall == 1)
    }

    @Test func falseAlarmsSetTheThreshold() {
        let quiet = String(repeating: ".", count: 2_880)
        let event = String(repeating: ".", count: 30) + "#" + String(repeating: ".", count: 30)
        var course = Array(repeating: 0.0, count: 2_880 + 61)
        course[2_910] = 4  // the event
        course[2_000] = 6  // two false alarms within an hour are one
        course[2_050] = 5
        course[2_500] = 3
        var recall = EventRecall()
        recall.add(series(quiet + event), course)
        #expect(recall.recall(falseAlarmsADay: 0.5).recall == 0)
        #expect(recall.recall(falseAlarmsADay: 1).recall == 1)
        #expect(recall.recall(falseAlarmsADay: 1).threshold == 3.0.nextUp)
    }

    @Test func averagePrecisionIsThatOfTheTextbook() {
        var recall = EventRecall()
        recall.add(series("........" + "#.#....."), evidence("00000000" + "92700000"))
        // In order 9 (right), 7 (right), 2 (wrong).
        #expect(recall.averagePrecision == 1)
        var other = EventRecall()
        other.add(series("........" + "#.#....."), evidence("00000000" + "98700000"))
        #expect(abs(other.averagePrecision - (1 + 2.0 / 3) / 2) < 1e-12)
    }

    private func score(_ labels: String, _ openings: [Int]) -> Double {
        var score = WindowScore(WindowScore.Profile.all[0])
        score.add(series(labels), openings: openings)
        return score.value
    }

    @Test func windowsTellEarlyFromLateAndPunishWhatIsOutside() {
        let labels =
            String(repeating: ".", count: 60) + String(repeating: "#", count: 20)
            + String(repeating: ".", count: 20)
        #expect(abs(score(labels, [60]) - 100) < 1e-9)
        #expect(score(labels, []) == 0)
        #expect(score(labels, [10]) == 0)  // within probation
        #expect(score(labels, [60]) > score(labels, [75]))
        #expect(score(labels, [75]) > 50)
        #expect(score(labels, [60, 65, 70]) == score(labels, [60]))
        #expect(abs(score(labels, [30]) + 5.5) < 1e-9)  // 0.11 of a range of 2
        #expect(score(labels, [81]) > score(labels, [99]))
    }

    @Test func labelledLinesAreRead() throws {
        let read = try LabelledSeries(
            "file", csv: "timestamp,value,label\n60,1.5,0\n120,-2e3,1\n180,7,0\n")
        #expect(read.values == [1.5, -2_000, 7])
        #expect(read.isAnomaly == [false, true, false])
        #expect(read.step == .minutes(1))
        let fault = #expect(throws: LabelledSeries.BadLine.self) {
            try LabelledSeries("file", csv: "timestamp,value,label\n60;1\n")
        }
        #expect(fault?.number == 2)
        #expect(fault?.text == "60;1")
    }

    @Test func aQuietShapeIsTheSameEachTimeAndEachGroupHasItsOwn() {
        for shape in QuietShape.allCases where shape != .constant {
            func values(_ seed: UInt64) -> [Double?] {
                var source = QuietSource(shape, seed: seed, judgedFrom: .zero + .days(60))
                return (0..<200).map {
                    source.next(at: .zero + .hours(Int64($0)), every: .hours(1))
                }
            }
            #expect(values(1) == values(1))
            #expect(values(1) != values(2), "\(shape)")
        }
    }
}
