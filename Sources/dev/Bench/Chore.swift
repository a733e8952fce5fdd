import ArgumentParser
import Core
import Foundation
import Model

/// Work that can be counted in instructions: this program runs itself under valgrind, once with
/// one round and once with two, and what the second costs more is what a round costs.
enum Chore: String, CaseIterable, ExpressibleByArgument {
    case parse, ingest, ids, judge

    private var unitsPerRound: Double { self == .judge ? 1_000 : 6_000 }

    /// Prepares the same for any number of rounds.
    func perform(_ times: Int) {
        switch self {
        case .parse:
            let recording = Recording(series: 3_000, lines: 6_000)
            for _ in 0..<times { dev.parse(recording) }
        case .ingest:
            let recording = Recording(series: 3_000, lines: 6_000)
            var engine = Engine(BenchRules.ten())
            engine.take(recording)
            for _ in 0..<times { engine.take(recording) }
        case .ids:
            let rounds = (1...3).map {
                Recording(series: 3_000, lines: 6_000, seed: UInt64($0), ids: true)
            }
            var engine = Engine(BenchRules.ten(ids: true))
            engine.take(rounds[0])
            for round in rounds.dropFirst().prefix(times) { engine.take(round) }
        case .judge:
            let recording = Recording(series: 1_000, lines: 1_000, timed: false)
            var engine = Engine(BenchRules.ten(by: "user"))
            var now = Recording.start
            // First until the window is full.
            for _ in 0..<(10 + times) {
                engine.take(recording.arriving(at: now))
                now = now + .minutes(1)
                _ = engine.apply(.tick(now))
            }
        }
    }

    func instructionsPerUnit() throws -> Double {
        let files = FileManager.default
        let copy = files.temporaryDirectory.appendingPathComponent("dev-\(getpid())").path
        defer { try? files.removeItem(atPath: copy) }
        // Older valgrinds give up at the debug information of newer compilers.
        let program = try files.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        try dev.run("strip", "--strip-debug", "-o", copy, program)
        let two = try instructions(of: copy, times: 2)
        return try (two - instructions(of: copy, times: 1)) / unitsPerRound
    }

    private func instructions(of program: String, times: Int) throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program,
            "bench", "--chore", rawValue, "--times", String(times),
        ]
        let said = Pipe()
        process.standardError = said
        try process.run()
        let text = String(
            decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0,
            let match = text.firstMatch(of: /Collected : (\d+)/), let count = Double(match.1)
        else { throw ValidationError("valgrind did not count (is it installed?):\n\(text)") }
        return count
    }
}
