import ArgumentParser
import Foundation

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures; every figure beside its threshold.",
        discussion: """
            Without a flag: the engine in this process, by its CPU time, the best of several \
            rounds. Absolute figures depend on the machine: compare within one run, and with what \
            the same machine gave before. --instructions counts instead, by valgrind, and has \
            next to no noise. --daemon and --peers run the scripts of Tests/Benchmarks with the \
            binary of $VIGIE. Ends with 1 if a figure is past its threshold in Thresholds.swift.
            """)

    @Argument(help: "Only the benches whose name has one of these in it.") var names: [String] = []
    @Option(help: "Lines a round.") var lines = 200_000
    @Option(help: "Rounds; the best counts.") var rounds = 5
    @Flag(help: "Replays a whole gigabyte of journal, instead of a third of it.")
    var gigabyte = false
    @Flag(help: "Counts instructions by valgrind's callgrind.") var instructions = false
    @Flag(help: "Measures the whole daemon.") var daemon = false
    @Flag(help: "Measures beside VictoriaMetrics and Prometheus.") var peers = false
    @Option(help: .hidden) var chore: Chore?
    @Option(help: .hidden) var times = 1

    func run() throws {
        if let chore { return chore.perform(times) }
        if daemon { try dev.run(["Tests/Benchmarks/run"] + names) }
        if peers { try dev.run(["Tests/Benchmarks/run", "peer"] + names) }
        if daemon || peers { return }
        var table = Table()
        if instructions {
            for chore in Chore.allCases where isWanted(chore.rawValue) {
                table.show(chore.rawValue + " by count", try chore.instructionsPerUnit())
            }
        } else {
            let scale = Scale(lines: lines, rounds: rounds, gigabyte: gigabyte)
            for bench in Self.all where isWanted(bench.name) {
                for (name, value) in bench.measure(scale) { table.show(name, value) }
            }
        }
        if table.isBreached { throw ExitCode(1) }
    }

    private func isWanted(_ name: String) -> Bool {
        names.isEmpty || names.contains { name.contains($0) }
    }

    /// Every bench in this process, the quick ones first.
    private static let all: [(name: String, measure: @Sendable (Scale) -> [(String, Double)])] = [
        ("parse", parsing), ("ingest", ingest), ("ids", identities), ("beside", besideC),
        ("million", million), ("windows", windowLengths), ("tick", ticks), ("cycle", cycles),
        ("checkpoint", checkpoints), ("rules", checkedRules), ("replay", journalReplay),
        ("detectors", detectors),
    ]
}

/// How much is measured.
struct Scale {
    var lines: Int
    var rounds: Int
    var gigabyte: Bool

    /// The least of several rounds: noise only adds.
    func best(_ body: () -> Double) -> Double { (0..<max(1, rounds)).map { _ in body() }.min()! }
}

/// CPU nanoseconds of this process.
func timed(_ body: () -> Void) -> Double {
    let start = processTime()
    body()
    return processTime() - start
}

func processTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
