import Evaluation
import Model
import Testing

/// Whether rules are judged by labels as the labels mean it, on cases that are counted by hand.
@Suite struct PackScoreTests {
    private static let header = "id,start_utc,end_utc,kpi,segment,expect,limit_h,tail_h"

    /// Two days to learn, and four that are judged.
    private func sheet(_ rows: String...) throws -> LabelSheet {
        let live = "RUN,2026-03-03T00:00:00Z,2026-03-07T00:00:00Z,*,*,live,,"
        return try LabelSheet(csv: ([Self.header, live] + rows).joined(separator: "\n"))
    }

    private let delivery = """
        I2,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,on_time,"carrier=b,region=HDF",must,8,2
        """

    /// `2026-03-04T07:00 on_time carrier=b region=HDF`.
    private func episode(_ text: String) throws -> Episode {
        let words = text.split(separator: " ")
        let pairs = words.dropFirst(2).map { word in
            let halves = word.split(separator: "=")
            return Labels.Pair(String(halves[0]), String(halves[1]))
        }
        return Episode(
            "low", on: String(words[1]), Labels(pairs), at: try #require(Timestamp(words[0])))
    }

    private func score(_ sheet: LabelSheet, _ episodes: String...) throws -> RecordingScore {
        let all = try episodes.map(episode)
        return RecordingScore(
            "by hand", sheet, all, judged: [("on_time", Labels()), ("on_time", Labels())])
    }

    @Test(
        arguments: [
            ("2026-03-04T07:00 on_time carrier=b region=HDF", 1, 0),
            // A finer group holds nothing else.
            ("2026-03-04T07:00 on_time carrier=b region=HDF product=lamp", 1, 0),
            // Coarser groups and others that overlap hold some of it: no find, and no mistake.
            ("2026-03-04T07:00 on_time region=HDF", 0, 0),
            ("2026-03-04T07:00 on_time", 0, 0),
            ("2026-03-04T07:00 on_time product=lamp", 0, 0),
            ("2026-03-04T07:00 on_time carrier=c region=HDF", 0, 1),
            ("2026-03-04T07:00 other carrier=b region=HDF", 0, 1),
            // Too late to be a find, and no mistake until the tail is over.
            ("2026-03-04T14:30 on_time carrier=b region=HDF", 0, 0),
            ("2026-03-04T22:00 on_time carrier=b region=HDF", 0, 0),
            ("2026-03-04T22:01 on_time carrier=b region=HDF", 0, 1),
            ("2026-03-04T05:59 on_time carrier=b region=HDF", 0, 1),
            // While it learns it may err.
            ("2026-03-02T23:59 other carrier=b region=HDF", 0, 0),
        ])
    func anOpeningIsAFindOrAMistakeOrNeither(_ row: (String, found: Int, mistakes: Int)) throws {
        let score = try score(sheet(delivery), row.0)
        #expect(score.found == row.found)
        #expect(score.mistakes.count == row.mistakes)
    }

    @Test func theFirstInTimeCounts() throws {
        let score = try score(
            sheet(delivery), "2026-03-04T09:00 on_time carrier=b region=HDF",
            "2026-03-04T08:00 on_time carrier=b region=HDF",
            "2026-03-04T05:00 on_time carrier=b region=HDF")
        #expect(score.asked.map(\.delay) == [.hours(2)])
        #expect(score.episodes == 3)
    }

    @Test func whatMustBeQuietIsForbiddenUnlessALabelExcusesIt() throws {
        let sheet = try sheet(
            "I2,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,nps,region=IDF,quiet,,",
            "I2,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,nps,global,may,,1",
            "I1,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,nps,*,quiet,,")
        let score = try score(
            sheet, "2026-03-04T10:00 nps region=IDF", "2026-03-04T10:00 nps",
            "2026-03-04T10:00 nps region=HDF", "2026-03-04T20:30 nps region=IDF")
        #expect(score.mistakes.map(\.isForbidden) == [true, true, false])
        #expect(score.forbidden == 2)
    }

    @Test func variantsHaveTheNameOfTheirKPI() throws {
        let sheet = try sheet(
            "A,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,bot,*,quiet,,",
            "A,2026-03-04T06:00:00Z,2026-03-04T20:00:00Z,bot_rate,*,quiet,,")
        #expect(sheet.name(of: "bot_rate_by_team") == "bot_rate")
        #expect(sheet.name(of: "bot_x") == "bot")
        #expect(sheet.name(of: "botany") == "botany")
    }

    @Test func ruleDaysAreGroupsTimesDays() throws {
        var pack = PackScore()
        pack.add(try score(sheet(delivery), "2026-03-05T10:00 on_time"))
        pack.add(try score(sheet(delivery), "2026-03-04T10:00 on_time carrier=b region=HDF"))
        #expect(pack.total.ruleDays == 16)
        #expect(pack.total.mistakesPerThousand == 62.5)
        #expect(pack.total.found == 1)
        #expect(pack.total.latest == 0.5)
        #expect(!pack.isGood(atMost: 100))
        #expect(
            pack.text == """
                on_time: 1 of 2 found, the latest at 50.0% of its limit; 1 false, \
                62.5 in 1,000 rule-days of 16
                all: 1 of 2 found, the latest at 50.0% of its limit; 1 false, \
                62.5 in 1,000 rule-days of 16
                """)
    }

    @Test(arguments: [
        "I1,2026-03-04,2026-03-03,nps,*,quiet,,", "I1,2026-03-04,2026-03-05,nps,*,quiet,soon,",
        "I1,2026-03-04,2026-03-05,nps,region,quiet,,", "I1,2026-03-04,2026-03-05,nps,*,quiet,",
    ])
    func aBadLineIsNamed(_ row: String) {
        let error = #expect(throws: LabelSheet.BadLine.self) { try sheet(row) }
        #expect(error?.number == 3)
        #expect(error?.text == row)
    }

    @Test func withoutASpanNothingIsJudged() {
        #expect(throws: LabelSheet.BadLine.self) { try LabelSheet(csv: Self.header) }
    }

    @Test func programsReadTheSame() throws {
        let score = try score(sheet(delivery), "2026-03-05T10:00 on_time carrier=b")
        var pack = PackScore()
        pack.add(score)
        #expect(
            pack.json.line.hasPrefix(
                """
                {"recordings":[{"recording":"by hand","found":0,"asked":1,"answers":[\
                {"incident":"I2","kpi":"on_time","segment":"carrier=b, region=HDF",\
                "limit_s":28800.0,"delay_s":null}],"mistakes":[\
                {"time":"2026-03-05T10:00:00Z","alert":"low","kpi":"on_time",
                """))
    }
}
