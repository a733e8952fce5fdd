import ArgumentParser
import Foundation
import Simulation

/// Runs the trials that come in on standard input, a line each, and writes a line of report each.
struct SimWorker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sim-worker", abstract: "One of the two processes of `dev sim`.",
        shouldDisplay: false)

    func run() throws {
        let encoder = JSONEncoder()
        while let line = readLine() {
            let trial = try JSONDecoder().decode(Trial.self, from: Data(line.utf8))
            let report = simulate(trial, with: builtins)
            FileHandle.standardOutput.write(try encoder.encode(report) + [UInt8(ascii: "\n")])
        }
    }
}

/// Two processes that are given the same trials. Swift seeds its hashing anew in each, so that any
/// order that leaks out of a dictionary makes for two reports.
final class Twins {
    private var one = Worker()
    private var other = Worker()

    /// - Errors: a worker that died, with the trial that it died of.
    func run(_ trial: Trial) throws -> SimulationReport {
        try one.begin(trial)
        try other.begin(trial)
        let report = try one.report(of: trial)
        return report.compared(with: try other.report(of: trial))
    }
}

private final class Worker {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var read: [UInt8] = []

    struct Death: Error, CustomStringConvertible {
        var description: String
    }

    init() {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["sim-worker"]
        process.standardInput = input
        process.standardOutput = output
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
    }

    func begin(_ trial: Trial) throws {
        if !process.isRunning { try process.run() }
        let line = try JSONEncoder().encode(trial) + [UInt8(ascii: "\n")]
        try input.fileHandleForWriting.write(contentsOf: line)
    }

    func report(of trial: Trial) throws -> SimulationReport {
        while true {
            if let end = read.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(read[..<end])
                read.removeSubrange(...end)
                return try JSONDecoder().decode(SimulationReport.self, from: line)
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                process.waitUntilExit()
                throw Death(
                    description: "a process died with \(process.terminationStatus) of: "
                        + trial.command)
            }
            read += more
        }
    }
}
