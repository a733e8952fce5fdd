import Fixtures
import Model
import Plans
import Statistics
import Testing

@testable import Reporting

/// What is said of two groups and of two weeks.
@Suite struct ContrastTests {
    private static let kpi = KPIPlan(
        "conversion", title: "Conversion", aggregates: [], value: .number(0), unit: .percent,
        by: ["variant"], over: .days(30), every: .days(1), better: .higher)
    private let a = Labels([.init("variant", "a")])
    private let b = Labels([.init("variant", "b")])

    /// A share with its interval, as the engine tells it.
    private func entry(_ hits: Int, of samples: Int, reaching z: Double) -> ValueBook.Entry {
        ValueBook.Entry(
            Double(hits) / Double(samples), samples: samples,
            range: shareInterval(hits, of: samples, reaching: z))
    }

    private func report(_ a: ValueBook.Entry, _ b: ValueBook.Entry) -> VariantContrast {
        VariantContrast(
            of: Self.kpi, first: self.a, second: self.b, groups: [self.a, self.b], shares: [1, 1]
        ) { $0 == self.a ? a : b }
    }

    private func reach(_ samples: Int) -> Double {
        let error = BeforeAfter.error
        return reachAtAllLooks(
            error: error, samples: Double(samples), tuned: tuning(needs: 0, error: error))
    }

    /// A thousand tests of the same against the same, asked after every 50 visitors a side until
    /// 2,000 have come: at most one in twenty ever says that they differ.
    @Test func whoLooksAgainAndAgainIsNotFooled() {
        var noise = SplitMix64(seed: 71)
        var fooled = 0
        for _ in 0..<1000 {
            var hits = (0, 0)
            for samples in stride(from: 50, through: 2_000, by: 50) {
                for _ in 0..<50 {
                    if noise.uniform() < 0.2 { hits.0 += 1 }
                    if noise.uniform() < 0.2 { hits.1 += 1 }
                }
                let z = reach(samples)
                let said = report(
                    entry(hits.0, of: samples, reaching: z), entry(hits.1, of: samples, reaching: z)
                )
                if said.contrasts[0].isSure == true {
                    fooled += 1
                    break
                }
            }
        }
        #expect(fooled <= 50)
    }

    /// A fifth less is caught.
    @Test func aLossOfAFifthIsCaught() {
        let z = reach(6_000)
        let said = report(entry(1_200, of: 6_000, reaching: z), entry(960, of: 6_000, reaching: z))
        #expect(said.contrasts[0].isSure == true)
        #expect(
            said.text.contains(
                "16% with variant=b, 20% with variant=a: 4 points lower, which is worse"))
        #expect(said.text.contains("The split is as planned"))
    }

    @Test(arguments: [(5_000, 5_100, false), (5_000, 5_600, true)])
    func aSplitThatWasNotMeantIsSaid(_ one: Int, _ other: Int, _ isSuspicious: Bool) {
        let said = report(entry(900, of: one, reaching: 2), entry(1_000, of: other, reaching: 2))
        #expect(said.hasSuspiciousSplit == isSuspicious)
        #expect(said.text.hasPrefix("The split is not what was planned") == isSuspicious)
    }

    /// The chance of chi-square 6.635 with one degree of freedom is one in a hundred.
    @Test func theSplitGoesByChiSquare() {
        #expect(abs(chanceOfSplit([5_000 + 128.8, 5_000 - 128.8], shares: [1, 1]) - 0.01) < 1e-4)
        #expect(chanceOfSplit([900, 100], shares: [9, 1]) == 1)
    }

    /// One group jumps, four stay: one is told of, with its interval.
    @Test func whatJumpedIsToldFirst() {
        let names = ["a", "b", "c", "d", "e"].map { Labels([.init("bot", $0)]) }
        let moment = Timestamp("2026-03-12T09:00:00Z") ?? .zero
        let (before, after) = (
            ReportSpan(moment - .days(7), moment), ReportSpan(moment, moment + .days(7))
        )
        let report = BeforeAfter(of: Self.kpi, before: before, after: after, groups: names) {
            group, span in
            let isJump = group == names[3] && span == after
            return entry(isJump ? 460 : 240 + group["bot"]!.utf8.count, of: 1_000, reaching: 1.96)
        }
        #expect(report.contrasts.map(\.isSure) == [true, false, false, false, false])
        #expect(
            report.text.hasPrefix(
                "Conversion of bot=d rose by 21.9 points after 2026-03-12 09:00 UTC (95%: "))
        #expect(report.json.line.contains("\"groups_left_out\":0"))
    }

    @Test func whatIsNotKnownIsNotSure() {
        let said = report(
            ValueBook.Entry(0.5, samples: 10), ValueBook.Entry(0.7, samples: 10))
        #expect(said.contrasts[0].isSure == nil)
        #expect(said.text.contains("how sure it is, is not known"))
    }

    @Test func aReportHasPanesThatFit() throws {
        let noon = try #require(Timestamp("2026-03-12T12:00:00Z"))
        let grid = try #require(ReportGrid(noon, lengths: [.days(7), .days(7)]))
        #expect(grid == ReportGrid(noon, lengths: [.days(7)]))
        #expect(grid.step == .hours(12) && grid.time == noon)
        let odd = try #require(ReportGrid(noon + .seconds(17), lengths: [.days(7)]))
        #expect(odd.step == .minutes(5) && odd.time == noon + .minutes(5))
        #expect(ReportGrid(noon, lengths: [.milliseconds(1)]) == nil)
    }
}
