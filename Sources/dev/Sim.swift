import ArgumentParser
import Foundation
import Simulation

struct Sim: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lives days in a simulated world with faults, and checks that nothing is lost.",
        discussion: """
            Each seed draws its own feeds, faults and crashes. A failure is told as a story, with \
            the line to see it again; the digest of a seed must be the same in every process. Ends \
            with 1 if a seed failed.
            """)

    @Option(help: "The first seed.") var seed: UInt64 = 1
    @Option(help: "How many seeds, one after the other.") var seeds: UInt64 = 1
    @Option(help: "Simulated days for each seed.") var days = 1.0

    func run() throws {
        var failures = 0
        let began = ContinuousClock.now
        for seed in seed..<seed + seeds {
            let report = simulate(seed: seed, days: days, with: builtins)
            print(line(for: report))
            guard let failure = report.failure else { continue }
            failures += 1
            print(failure)
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let lived = Double(seeds) * days
        print("\(failures) of \(seeds) seeds failed; \(Int(lived / seconds)) days a second")
        if failures > 0 { throw ExitCode(1) }
    }

    private func line(for report: SimulationReport) -> String {
        "seed \(report.seed): \(report.days) days, \(report.events) events, "
            + "\(report.crashes) crashes, \(report.transitions) transitions, "
            + "\(report.deliveries) deliveries, digest \(report.digest)"
    }
}
