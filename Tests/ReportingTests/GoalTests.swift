import Fixtures
import Model
import Plans
import Statistics
import Testing

@testable import Reporting

/// Whether a goal is reached at this pace.
@Suite struct GoalTests {
    private let today = Timestamp("2026-03-30") ?? .zero

    private func outlook(
        from start: Double, by slope: Double, noise size: Double, goal: Double,
        in days: Int64? = 100, better: KPIPlan.Better = .higher, seed: UInt64 = 81
    ) -> GoalOutlook {
        var noise = SplitMix64(seed: seed)
        let values = (0..<28).map { start + slope * Double($0) + size * noise.gaussian() }
        let kpi = KPIPlan(
            "nps", title: "NPS", aggregates: [], value: .number(0), unit: .points, over: .days(30),
            every: .days(1), better: better)
        return GoalOutlook(
            kpi, Labels(), Goal(goal, due: days.map { today + .days($0) }), now: values.last,
            days: values, overlap: 0, today: today)
    }

    @Test func theVerdicts() {
        #expect(outlook(from: 40, by: 0.2, noise: 0.5, goal: 50).verdict == .onTime)
        #expect(outlook(from: 40, by: 0.2, noise: 0.5, goal: 50, in: 5).verdict == .late)
        #expect(outlook(from: 40, by: -0.2, noise: 0.5, goal: 50).verdict == .notAtThisPace)
        #expect(outlook(from: 40, by: 0.05, noise: 5, goal: 50).verdict == .open)
        #expect(outlook(from: 60, by: 0, noise: 1, goal: 50).verdict == .reached)
        #expect(
            outlook(from: 60, by: -0.2, noise: 0.5, goal: 50, better: .lower).verdict == .onTime)
        #expect(outlook(from: 40, by: 0.2, noise: 0.5, goal: 50, in: nil).verdict == .onTime)
    }

    @Test func theSentence() {
        let said = outlook(from: 40, by: 0.2, noise: 0.5, goal: 50).sentence
        #expect(said.contains("the goal is 50 points by 2026-07-07."))
        #expect(said.contains(" a week (95%: +"))
        #expect(said.contains("At this pace it is there in "))
        #expect(said.hasSuffix(": in time."))
        let lost = outlook(from: 40, by: -0.2, noise: 0.5, goal: 50).sentence
        #expect(lost.hasSuffix("Not at this pace."))
    }

    /// A line through noise with a memory: its interval at 95 % holds the true slope nearly so
    /// often, where one that takes days for independent holds it in two of three cases.
    @Test(arguments: [(0.0, 0.91), (0.6, 0.86)])
    func theTrendKnowsItsMemory(_ memory: Double, _ least: Double) {
        var noise = SplitMix64(seed: 82)
        var held = 0
        for _ in 0..<600 {
            var value = 0.0
            let days = (0..<68).map { day -> Double in
                value = memory * value + noise.gaussian()
                return value + 0.1 * Double(day)
            }
            let line = TrendLine(Array(days.suffix(28)))
            if line?.range(reaching: 1.96).contains(0.1) ?? true { held += 1 }
        }
        #expect(Double(held) / 600 >= least)
    }

    /// Values of a window of thirty days share nearly everything: four weeks of them are no trend.
    @Test func whatOverlapsIsNoTrend() {
        #expect(TrendLine((0..<28).map(Double.init), overlap: 30) == nil)
        let gaps = (0..<28).map { $0 % 5 == 3 ? nil : Double($0 + $0 % 3) }
        #expect(abs((TrendLine(gaps)?.slope ?? 0) - 1) < 0.05)
        #expect(TrendLine([1, 2, 3]) == nil)
    }
}
