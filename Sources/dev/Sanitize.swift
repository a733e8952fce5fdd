import ArgumentParser
import Foundation

struct Sanitize: ParsableCommand {
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case thread, address

        /// What `Tests/ModelTests/PlantedTests.swift` is asked to do wrong.
        var plant: String { self == .thread ? "race" : "overflow" }
        var headline: String { self == .thread ? "ThreadSanitizer" : "AddressSanitizer" }
    }

    static let configuration = CommandConfiguration(
        abstract: "Runs the tests under a sanitizer: thread or address.",
        discussion: """
            First a mistake is planted, and it must be seen; then all tests must pass with nothing \
            to report. Builds into .build-thread or .build-address, several minutes the first time.
            """)

    @Argument(help: "thread or address.") var kind: Kind
    @Option(help: "Only tests with this in their names.") var filter: String?

    func run() throws {
        let test = [
            "swift", "test", "--scratch-path", ".build-\(kind)", "--sanitize=\(kind)",
        ]
        try dev.run(["swift", "build", "--build-tests"] + test.dropFirst(2))
        try proveThatItSees(test + ["--skip-build", "--filter", "PlantedTests"])
        let chosen = filter.map { ["--filter", $0] } ?? []
        try dev.run(test + ["--skip-build"] + chosen, with: environment())
    }

    private func proveThatItSees(_ test: [String]) throws {
        let (status, output) = try listen(
            to: test, with: environment().merging(["VIGIE_PLANT": kind.plant]) { $1 })
        guard status != 0, output.contains("SUMMARY: \(kind.headline)") else {
            print(output)
            print("the planted \(kind.plant) was not seen: what is clean proves nothing")
            throw ExitCode(1)
        }
        print("the planted \(kind.plant) was seen")
    }

    private func environment() -> [String: String] {
        [
            // The test runner itself leaks.
            "ASAN_OPTIONS": "detect_leaks=0",
            // Swift's own backtrace would ask a question and wait.
            "SWIFT_BACKTRACE": "enable=no",
        ]
    }

    /// What a program says on both its outputs, and how it ended.
    private func listen(to words: [String], with environment: [String: String]) throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
