import ArgumentParser
import Foundation

/// Runs a program of the toolchain in the package's folder, with its output on ours.
func run(_ words: String..., with environment: [String: String] = [:]) throws {
    try run(words, with: environment)
}

func run(_ words: [String], with environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ExitCode(process.terminationStatus) }
}

struct Tidy: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The house rules: format, lengths, names, imports, lists.")

    func run() throws {
        try dev.run("swift", "format", "lint", "--strict", "--recursive", "Sources", "Tests")
        try dev.run(
            "swift", "test", "--scratch-path", ".build-pure", "--filter", "TidyTests",
            with: ["VIGIE_PURE": "1"])
    }
}

struct Golden: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the golden files anew; `git diff` is the review.")

    func run() throws {
        try dev.run(
            "swift", "test", "--scratch-path", ".build-pure",
            with: ["VIGIE_PURE": "1", "GOLDEN": "accept"])
    }
}

struct CI: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "All that CI does, in its order.")

    func run() throws { try dev.run("deploy/test") }
}
