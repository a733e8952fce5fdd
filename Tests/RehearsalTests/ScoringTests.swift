import Detectors
import Fixtures
import Language
import Model
import Plans
import PluginKit
import Statistics
import Testing

@testable import Rehearsal

/// What `vigie score` says of a series: of each value by itself and those before it.
@Suite struct ScoringTests {
    private func asked(_ words: String) throws -> AskedDetector {
        let (asked, diagnostics) = AskedDetector.read(
            SourceText(path: "--detector", text: words), with: testRegistry)
        return try #require(asked, "\(diagnostics)")
    }

    /// Every five minutes, with some that are missing and one that is far out.
    private func series(_ count: Int, outAt place: Int = -1) -> [(Timestamp, Double?)] {
        var random = SplitMix64(seed: 5)
        return (0..<count).map { index in
            let time = Timestamp.zero + .days(16_000) + .minutes(Int64(index * 5))
            let noise = Double.random(in: -1...1, using: &random)
            let value = index == place ? 90 : 20 + noise + (index / 144 % 2 == 0 ? 6 : 0)
            return (time, index % 97 == 5 ? nil : value)
        }
    }

    private func scores(_ words: String, _ series: [(Timestamp, Double?)]) throws
        -> [Scoring.Score]
    {
        var scoring = try Scoring(asked(words))
        return series.map { scoring.next($0.1, at: $0.0) }
    }

    @Test(arguments: builtinDetectors.map(\.name))
    func laterValuesChangeNothing(_ name: String) throws {
        let whole = try scores(name, series(1_500, outAt: 1_200))
        for length in [1, 19, 20, 21, 400, 1_201] {
            let part = try scores(name, Array(series(1_500, outAt: 1_200).prefix(length)))
            #expect(part == Array(whole.prefix(length)), "of \(length)")
        }
    }

    @Test(arguments: ["robust", "seasonal", "holt_winters(season 1d, second 0s)", "tail"])
    func oneFarOutIsTold(_ words: String) throws {
        let scores = try scores(words, series(6_000, outAt: 5_000))
        #expect(scores[5_000].evidence > 3)
        #expect(scores[4_998...5_002].contains { $0.isAlert })
        #expect(scores.count { $0.isAlert } <= 6)
        #expect(scores[5_001...5_030].count { $0.isAlert } <= 1, "told once")
    }

    @Test func whatIsMissingIsNothing() throws {
        let scores = try scores("ewma", series(300))
        #expect(scores[199] == .none)
        #expect(scores.prefix(Scoring.earlyValues).allSatisfy { $0 == .none })
    }

    /// The column as people see it: as it was written, and four decimals.
    @Test func aLine() {
        let row = SeriesReader.Row(
            timestamp: "2014-04-10 07:15:00", written: "91.9580", time: .zero, value: 91.958)
        #expect(
            ScoreListing.line(row, Scoring.Score(evidence: 3.141_592, isAlert: true))
                == "2014-04-10 07:15:00,91.9580,3.1416,1")
        #expect(ScoreListing.line(row, .none) == "2014-04-10 07:15:00,91.9580,0.0000,0")
        #expect(ScoreListing.header == "timestamp,value,anomaly_score,alert")
    }

    /// A small file, scored whole: what changes here changes for everybody who has kept scores.
    @Test func aSmallFile() throws {
        var reader = SeriesReader()
        var scoring = try Scoring(asked("robust(memory 100, learning 30)"))
        var lines = [ScoreListing.header]
        let take: (SeriesReader.Row) -> Void = {
            lines.append(ScoreListing.line($0, scoring.next($0.value, at: $0.time)))
        }
        try reader.read(Array(Repository.text("Tests/Golden/scores/answers.csv").utf8), take)
        try reader.finish(take)
        try Repository.expect(
            lines.joined(separator: "\n") + "\n", in: "Tests/Golden/scores/answers-robust.csv")
    }

    @Test(
        arguments: Table(
            """
            words                        | are refused with
            robot                        | V326 there is no detector `robot`
            ewma(wait 0.1)               | V305 `ewma` has no parameter `wait`
            ewma(weight 2)               | V305 `weight` lies between 0.01 and 1
            holt_winters(season 5)       | V305 `season` lies between `10m` and `4w`
            holt_winters(form triangular) | V305 `form` is one of
            ewma(weight 0.1              | V2
            ewma low                     | V2
            # nothing at all
            ''                           | V
            """
        ).rows)
    func wordsAreReadAsThoseOfRules(_ row: Table.Row) throws {
        let words = row["words"] == "''" ? "" : row["words"]
        let (asked, diagnostics) = AskedDetector.read(
            SourceText(path: "--detector", text: words), with: testRegistry)
        #expect(asked == nil)
        let first = try #require(diagnostics.first)
        #expect("\(first.code.rawValue) \(first.message)".hasPrefix(row["are refused with"]))
    }

    @Test func argumentsAreFilledIn() throws {
        let asked = try asked("holt_winters(season 12h, form multiplicative)")
        #expect(asked.kind.name == "holt_winters")
        #expect(asked.arguments["season"] == 43_200)
        #expect(asked.arguments["form"] == 1)
        #expect(asked.arguments["damping"] == 0.98)
    }

    @Test func budgets() {
        func read(_ text: String) -> FalseAlarms? {
            FalseAlarms.read(SourceText(path: "--budget", text: text)).alarms
        }
        #expect(read("1 per 30d") == FalseAlarms(1, per: .days(30)))
        #expect(read("3 per week")?.count == 3)
        for wrong in ["", "1", "30d", "0 per 1d", "1 per 30d or so", "-1 per 1d"] {
            #expect(read(wrong) == nil, "\(wrong)")
        }
    }
}
