import ArgumentParser
import Core
import Foundation
import Language
import LineProtocol
import Model

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the engine; every figure beside its threshold.",
        discussion: """
            CPU time of this process, the best of several rounds. Absolute figures depend on the \
            machine: compare within one run, and against what the same machine gave before. Ends \
            with 1 if a figure is past its threshold in Thresholds.swift.
            """)

    @Option(help: "Lines a round.") var lines = 200_000
    @Option(help: "Rounds; the best counts.") var rounds = 5

    func run() throws {
        let small = Recording(series: 12_000, lines: lines)
        let large = Recording(series: 1_000_000, lines: 1_200_000)
        var table = Table()
        table.add("parse", best(of: rounds) { parse(small) } / Double(small.lines))
        table.add("ingest", best(of: rounds) { ingest(small) })
        table.add("ingest1M", best(of: 1) { ingest(large) })
        table.add("tick", tick())
        print(table.text)
        if table.isBreached { throw ExitCode(1) }
    }

    /// Nanoseconds for all lines: names, tags, fields and times found and decoded.
    private func parse(_ recording: Recording) -> Double {
        timed {
            var buffer = PointBuffer(points: 256)
            for batch in recording.batches {
                var parser = LineParser(precision: .nanoseconds)
                batch.bytes.withUnsafeBytes { bytes in
                    var offset = 0
                    while offset < bytes.count {
                        buffer.removeAll()
                        offset = parser.parse(bytes, from: offset, limit: 256, into: &buffer)
                    }
                }
            }
        }
    }

    /// Nanoseconds a line from bytes to folded windows, ten KPIs with alerts on the stream, once
    /// every series is known.
    private func ingest(_ recording: Recording) -> Double {
        var engine = Self.engine()
        _ = engine.apply(.tick(Recording.start))
        for batch in recording.batches { _ = engine.apply(.lines(batch, ticket: nil)) }
        let time = timed {
            for batch in recording.batches { _ = engine.apply(.lines(batch, ticket: nil)) }
        }
        return time / Double(recording.lines)
    }

    /// Nanoseconds a changed group: 10,000 groups, one alert each of ten, judged at one pane end.
    private func tick() -> Double {
        var engine = Self.engine(by: "user")
        _ = engine.apply(.tick(Recording.start))
        let recording = Recording(series: 10_000, lines: 40_000)
        for batch in recording.batches { _ = engine.apply(.lines(batch, ticket: nil)) }
        let time = timed { _ = engine.apply(.tick(Recording.start + .minutes(1))) }
        return time / 10_000
    }

    static func engine(by tag: String = "channel") -> Engine {
        let source = SourceText(path: "bench.vigie", text: Recording.rules(by: tag))
        guard let plan = compile([source], with: builtins).plan else {
            preconditionFailure(
                render(compile([source], with: builtins).diagnostics, sources: [source]))
        }
        var engine = Engine { Program(plan, from: $0, with: builtins) }
        _ = engine.apply(.rules(RuleSet(files: [])))
        return engine
    }

    private func best(of rounds: Int, _ body: () -> Double) -> Double {
        (0..<max(1, rounds)).map { _ in body() }.min() ?? 0
    }
}

/// CPU nanoseconds of this process.
func timed(_ body: () -> Void) -> Double {
    let start = clock()
    body()
    return Double(clock() - start) * 1e9 / Double(CLOCKS_PER_SEC)
}
