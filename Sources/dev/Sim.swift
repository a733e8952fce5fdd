import ArgumentParser
import Foundation
import Simulation

struct Sim: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lives days in a simulated world with faults, and checks that promises are kept.",
        discussion: """
            Each seed draws its own feeds, faults and crashes. Each is run in two processes, whose \
            reports must be the same. A failure is told as a story, with the line to see it again; \
            put it into Tests/Seeds/mended.txt once it is mended. Ends with 1 if a seed failed.
            """)

    @Option(help: "The first seed; with --seconds and without it, drawn from the clock.")
    var seed: UInt64?
    @Option(help: "How many seeds, one after the other.") var seeds: UInt64 = 1
    @Option(help: "Run as many seeds as fit into so many seconds.") var seconds: Double?
    @Option(help: "Simulated days for each seed.") var days = 1.0
    @Option(help: "Faults that do not come, with commas between.", transform: faults)
    var without: [Fault] = []
    @Option(help: "The only faults that may come; `none`: none.", transform: faults)
    var only: [Fault]?
    @Option(
        help: "Break something on purpose, to see that it is noticed.",
        transform: { word in
            guard let sabotage = Sabotage(rawValue: word) else {
                let words = Sabotage.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("there is no sabotage `\(word)`; there are \(words)")
            }
            return sabotage
        }) var sabotage: Sabotage?
    @Flag(help: "Break each promise on purpose, and see that each is noticed.") var prove = false
    @Flag(help: "Only say what failed, and the sum.") var quiet = false

    func run() throws {
        if prove { return try proveAll() }
        let twins = Twins()
        let first = seed ?? (seconds == nil ? 1 : UInt64(Date().timeIntervalSince1970))
        let began = ContinuousClock.now
        var (lived, failed) = (UInt64(0), 0)
        while seconds.map({ Self.since(began) < $0 }) ?? (lived < seeds) {
            let report = try twins.run(trial(first + lived))
            lived += 1
            if !quiet || report.failure != nil { print(report.line) }
            guard let story = report.story else { continue }
            failed += 1
            print(story)
            print(try needed(for: report, twins))
        }
        print(sum(first, lived, failed, Self.since(began)))
        if failed > 0 { throw ExitCode(1) }
    }

    private func trial(_ seed: UInt64) -> Trial {
        let spared = Fault.allCases.filter { fault in
            without.contains(fault) || only.map { !$0.contains(fault) } ?? false
        }
        return Trial(seed: seed, days: days, spared: spared, sabotage: sabotage)
    }

    private func sum(_ first: UInt64, _ lived: UInt64, _ failed: Int, _ seconds: Double) -> String {
        let days = Double(lived) * days
        return "\(failed) of \(lived) seeds failed: \(first) to \(first + max(lived, 1) - 1), "
            + "\(Int(days)) simulated days in two processes each, \(Int(seconds)) s, "
            + "\(Int(days / seconds)) days a second"
    }

    /// Takes one fault after the other away, for as long as it still fails.
    private func needed(for report: SimulationReport, _ twins: Twins) throws -> String {
        guard let promise = report.failure?.promise else { return "" }
        var trial = report.trial
        for fault in Fault.allCases where !trial.spared.contains(fault) {
            var simpler = trial
            simpler.spared.append(fault)
            if try twins.run(simpler).failure?.promise == promise { trial = simpler }
        }
        let needed = Fault.allCases.filter { !trial.spared.contains($0) }.map(\.name)
        return "needed for it: \(needed.isEmpty ? "no fault" : needed.joined(separator: ", "))\n"
            + "with these alone: \(trial.command)\n"
    }

    private static func since(_ start: ContinuousClock.Instant) -> Double {
        (ContinuousClock.now - start) / .seconds(1)
    }
}

private func faults(_ list: String) throws -> [Fault] {
    try list.split(separator: ",").filter { $0 != "none" }.map { name in
        guard let fault = Fault(named: String(name)) else {
            let names = Fault.allCases.map(\.name).joined(separator: ", ")
            throw ValidationError("there is no fault `\(name)`; there are \(names)")
        }
        return fault
    }
}

extension Sim {
    /// Each sabotage must be caught, and by the promise that it breaks.
    private func proveAll() throws {
        let twins = Twins()
        var holes = 0
        for sabotage in Sabotage.allCases {
            var caught: SimulationReport.Failure?
            for seed in 1...40 as ClosedRange<UInt64> where caught == nil {
                let trial = Trial(seed: seed, days: days, sabotage: sabotage)
                caught = try twins.run(trial).failure
            }
            let isRight = caught?.promise == sabotage.breaks
            holes += isRight ? 0 : 1
            print(
                "\(sabotage.rawValue): "
                    + (caught.map { "\($0.promise.rawValue): \($0.words)" } ?? "not noticed"))
        }
        print("\(holes) of \(Sabotage.allCases.count) were not caught by the promise they break")
        if holes > 0 { throw ExitCode(1) }
    }
}

extension SimulationReport {
    fileprivate var line: String {
        "seed \(trial.seed): \(trial.days) days, \(events) events, \(crashes) crashes, "
            + "\(damages) damages, \(transitions) transitions, \(deliveries) deliveries, "
            + "digest \(digest)"
    }
}
