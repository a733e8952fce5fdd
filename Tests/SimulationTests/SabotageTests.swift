import Model
import Testing

@testable import Simulation

/// That no checker is one that cannot fail: each promise is broken on purpose, and noticed.
@Suite struct SabotageTests {
    @Test(arguments: Sabotage.allCases.filter { $0 != .leaksOrder })
    func isNoticedByThePromiseThatItBreaks(sabotage: Sabotage) {
        let failures = (1...8 as ClosedRange<UInt64>).lazy.compactMap { seed in
            let trial = Trial(seed: seed, days: 0.1, sabotage: sabotage)
            return simulate(trial, with: SimulationTests.registry).failure
        }
        // What is broken may show first in another promise, by the chance of a seed.
        #expect(failures.contains { $0.promise == sabotage.breaks })
    }

    /// `leaksOrder` shows only in two processes: `dev sim --prove`.
    @Test func twoReportsThatDifferBreakUnseed() {
        let trial = Trial(seed: 1, days: 0.01)
        let report = simulate(trial, with: SimulationTests.registry)
        var twin = report
        #expect(report.compared(with: twin).failure == nil)
        twin.digest = "another"
        #expect(report.compared(with: twin).failure?.promise == .unseed)
    }

    @Test func everyPromiseIsBrokenByOne() {
        #expect(Set(Sabotage.allCases.map(\.breaks)) == Set(Promise.allCases))
    }

    @Test func aFailureIsToldAsAStory() throws {
        let trial = Trial(seed: 1, days: 0.25, spared: [.late], sabotage: .judgesAgain)
        let report = simulate(trial, with: SimulationTests.registry)
        let story = try #require(report.story)
        #expect(story.hasPrefix("BROKEN: time does not run back\n"))
        #expect(story.contains("  day 1 00:"))
        #expect(story.contains("lines, clock 2026-"))
        #expect(
            story.hasSuffix(
                "again: swift run -c release dev sim --seed 1 --days 0.25 --without late "
                    + "--sabotage judgesAgain"))
    }

    @Test func limitsAreLimits() throws {
        var check = LimitsCheck()
        check.stateBytes = 100
        #expect(throws: Violation.self) { try check.check(stateBytes: 101) }
        #expect(throws: Never.self) { try check.check(stateBytes: 100) }
    }
}
