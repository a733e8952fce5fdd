import ArgumentParser
import Foundation
import Fuzzing

struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Throws bytes at what reads bytes of strangers, and keeps what breaks it.",
        discussion: """
            Builds the fuzzers with libFuzzer and the address sanitizer into .build-fuzz, and runs \
            one from its corpus in Tests/Fuzz/corpus and what earlier runs learned. A finding is \
            written to .build-fuzz/findings, with the line to see it again. Ends with 1 if there \
            is one.
            """)

    @Argument(help: "Which fuzzer.") var name: String?
    @Flag(help: "Says which fuzzers there are.") var list = false
    @Option(help: "How long it runs.") var minutes = 1.0
    @Option(help: "The seed of its chances; 0: another each time.") var seed: UInt32 = 0
    @Option(help: "Runs this one input and nothing else.") var input: String?
    @Flag(help: "Puts the best small inputs of earlier runs into Tests/Fuzz/corpus.")
    var keep = false

    func run() throws {
        if list {
            for harness in harnesses { print("\(harness.name)  \(harness.summary)") }
            return
        }
        guard let harness = harnesses.first(where: { $0.name == name }) else {
            let names = harnesses.map(\.name).joined(separator: ", ")
            throw ValidationError("which fuzzer? there are: \(names)")
        }
        let fuzzer = Fuzzer(harness)
        try fuzzer.build()
        if let input {
            try fuzzer.run(input)
        } else if keep {
            try fuzzer.keep()
        } else {
            try fuzzer.run("-max_total_time=\(Int(minutes * 60))", "-seed=\(seed)")
        }
    }
}

/// One fuzzer, its folders and libFuzzer's options.
private struct Fuzzer {
    let harness: Harness
    private let home = ".build-fuzz"
    /// Bytes that one fuzzer may keep in the tree.
    private let keptBytes = 30_000
    private let keptFiles = 40

    init(_ harness: Harness) { self.harness = harness }

    private var learned: String { "\(home)/corpus/\(harness.name)" }
    private var kept: String { "Tests/Fuzz/corpus/\(harness.name)" }
    private var findings: String { "\(home)/findings/\(harness.name)" }
    private var dictionary: String { "Tests/Fuzz/\(harness.name).dict" }

    func build() throws {
        try dev.run(
            "swift", "build", "-c", "release", "--scratch-path", home, "--product", "fuzz",
            "-Xswiftc", "-sanitize=fuzzer,address",
            "-Xcc", "-fsanitize=fuzzer-no-link,address", with: ["VIGIE_FUZZ": "1"])
        for folder in [learned, kept, findings] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        try start([], with: ["VIGIE_SEEDS": learned])
    }

    /// From the corpus on, or one input.
    func run(_ options: String...) throws {
        let isOne = !options[0].hasPrefix("-")
        var words =
            options + [
                "-artifact_prefix=\(findings)/", "-max_len=\(harness.longest)", "-timeout=20",
                "-rss_limit_mb=2048", "-print_final_stats=1",
            ]
        if FileManager.default.fileExists(atPath: dictionary) {
            words.append("-dict=\(dictionary)")
        }
        if !isOne { words += [learned, kept] }
        do { try start(words) } catch {
            guard !isOne, let finding = try newest(in: findings) else { throw error }
            print("to see it again: swift run dev fuzz \(harness.name) --input \(finding)")
            throw error
        }
    }

    /// Some of the fewest inputs that reach all that is reached. Those that were once a finding
    /// have names in words, and stay.
    func keep() throws {
        let best = "\(home)/best/\(harness.name)"
        try? FileManager.default.removeItem(atPath: best)
        try FileManager.default.createDirectory(atPath: best, withIntermediateDirectories: true)
        try start(["-set_cover_merge=1", "-max_len=\(harness.longest)", best, learned, kept])
        for old in try files(in: kept) where !old.path.contains("-") {
            try FileManager.default.removeItem(atPath: old.path)
        }
        let all = try files(in: best).sorted { ($0.size, $0.path) < ($1.size, $1.path) }
        var left = keptBytes
        // From the smallest to the largest, so that there are simple ones and deep ones.
        let step = max(1, all.count / keptFiles)
        for (index, file) in all.enumerated() where index.isMultiple(of: step) {
            guard file.size <= left else { continue }
            left -= file.size
            let name = URL(filePath: file.path).lastPathComponent.prefix(12)
            try FileManager.default.copyItem(atPath: file.path, toPath: "\(kept)/\(name)")
        }
    }

    private func start(_ words: [String], with more: [String: String] = [:]) throws {
        let environment = [
            "VIGIE_FUZZER": harness.name, "ASAN_OPTIONS": "detect_leaks=0:malloc_context_size=3",
            // The backtrace of Swift's own would ask a question and wait.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        try dev.run(
            ["\(home)/release/fuzz"] + words, with: environment.merging(more) { $1 })
    }

    private func files(in folder: String) throws -> [(path: String, size: Int)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
            let path = "\(folder)/\(name)"
            return (path, try Data(contentsOf: URL(filePath: path)).count)
        }
    }

    private func newest(in folder: String) throws -> String? {
        try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
            .max { try written($0) < written($1) }
    }

    private func written(_ path: String) throws -> Date {
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        return facts[.modificationDate] as? Date ?? .distantPast
    }
}
