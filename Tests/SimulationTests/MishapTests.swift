import Model
import Testing

@testable import Simulation

/// SQLite's loop, over a whole world: the n-th call fails, for n = 1, 2, 3 … until a run meets no
/// failure. Every checker watches.
@Suite struct MishapTests {
    @Test(arguments: [MemoryDisk.Fault.refuses, .tears, .lies], [false, true])
    func theNthCallOfTheDisk(fault: MemoryDisk.Fault, kills: Bool) {
        let runs = loop(days: 0.01) { .disk(call: $0, fault, kills: kills) }
        #expect(runs > 60)
    }

    @Test(arguments: [Fault.busy, .broken, .hangs, .replyLost, .refuses])
    func theNthDelivery(fault: Fault) {
        let runs = loop(days: 0.05) { .delivery($0, fault) }
        #expect(runs > 4)
    }

    /// The process dies between any two effects.
    @Test func theNthEffect() {
        let runs = loop(days: 0.05) { .death(effect: $0 - 1) }
        #expect(runs > 60)
    }

    private func loop(days: Double, _ mishap: (Int) -> Mishap) -> Int {
        var n = 0
        while n < 10_000 {
            n += 1
            let trial = Trial(seed: 3, days: days, mishap: mishap(n))
            let report = simulate(trial, with: SimulationTests.registry)
            #expect(report.failure == nil, "\(mishap(n)): \(report.story ?? "")")
            if report.metNoMishap { break }
        }
        return n
    }
}
