import Foundation
import Fuzzing
import Model
import Testing

/// What the fuzzers found interesting is gone through again, with thousands of seeded changes.
@Suite struct ReplayTests {
    /// `Tests/Fuzz/corpus`, beside this target and not in it.
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/corpus")

    @Test(arguments: harnesses.map(\.name))
    func seedsAndCorpus(_ name: String) throws {
        let harness = try #require(harnesses.first { $0.name == name })
        for seed in harness.seeds() { try check(seed, by: harness, "a seed") }
        for (file, bytes) in try files(of: name) { try check(bytes, by: harness, file) }
    }

    @Test(arguments: harnesses.map(\.name))
    func mutants(_ name: String) throws {
        let harness = try #require(harnesses.first { $0.name == name })
        let known = try harness.seeds() + files(of: name).map(\.bytes)
        var random = SplitMix64(seed: 20_261_126)
        for round in 0..<300 {
            let mutant = Mutant(of: known, longest: harness.longest, &random).bytes
            try check(mutant, by: harness, "round \(round)")
        }
    }

    @Test func theCorpusIsSmall() throws {
        var size = 0
        for harness in harnesses {
            let files = try files(of: harness.name)
            #expect(!files.isEmpty, "\(harness.name) has no corpus")
            size += files.reduce(0) { $0 + $1.bytes.count }
        }
        #expect(size < 200_000)
    }

    private func check(_ bytes: [UInt8], by harness: Harness, _ what: String) throws {
        do { try bytes.withUnsafeBytes { try harness.check($0) } } catch {
            Issue.record("\(harness.name), \(what): \(error)")
            throw error
        }
    }

    private func files(of name: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = Self.corpus.appending(path: name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            ($0, Array(try Data(contentsOf: folder.appending(path: $0))))
        }
    }
}

/// A known input with a few things changed: what a fuzzer does, without what it learns.
struct Mutant {
    private(set) var bytes: [UInt8]

    init(of known: [[UInt8]], longest: Int, _ random: inout SplitMix64) {
        bytes = known.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let other = known.randomElement(using: &random) ?? []
            change(other, &random)
        }
        bytes.removeLast(max(0, bytes.count - longest))
    }

    private mutating func change(_ other: [UInt8], _ random: inout SplitMix64) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let length = Int.random(in: 0...min(32, bytes.count - at), using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: bytes.removeSubrange(at..<at + length)
        case 1: bytes.insert(contentsOf: bytes[at..<at + length], at: at)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        case 3: bytes.removeSubrange(at...)
        case 4: bytes = Array(bytes[..<at] + other.suffix(max(0, other.count - at)))
        case 5:
            let value: UInt8 = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            for place in at..<at + min(length, 8) { bytes[place] = value }
        default:
            guard at < bytes.count else { return }
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
}
