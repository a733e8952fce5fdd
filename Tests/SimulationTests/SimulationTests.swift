import Foundation
import Functions
import PluginKit
import Simulation
import Testing

/// Runs of the real crank in made-up worlds, each from its seed.
@Suite struct SimulationTests {
    static let registry = Registry(functions: builtinFunctions, notifiers: [])

    @Test(arguments: 1...30)
    func aWorldFullOfFaultsBreaksNothing(seed: UInt64) {
        let report = simulate(seed: seed, days: 0.25, with: Self.registry)
        #expect(report.failure == nil, "\(report.failure ?? "")")
        #expect(report.events > 100)
    }

    /// What broke once must not break again. A file in `Tests/Seeds` holds a seed and days a line,
    /// and why.
    @Test(arguments: oldSeeds())
    func oldFailuresStayMended(run: OldSeed) {
        let report = simulate(seed: run.seed, days: run.days, with: Self.registry)
        #expect(report.failure == nil, "\(report.failure ?? "")")
    }

    @Test func theSameSeedGivesTheSameDigest() {
        let digests = (0..<2).map { _ in
            simulate(seed: 5, days: 0.1, with: Self.registry).digest
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != simulate(seed: 6, days: 0.1, with: Self.registry).digest)
    }
}

struct OldSeed: Sendable, CustomTestStringConvertible {
    var seed: UInt64
    var days: Double
    var testDescription: String { "seed \(seed), days \(days)" }
}

/// `SEED DAYS  # why`, a line a run, in every `.txt` of `Tests/Seeds`.
func oldSeeds() -> [OldSeed] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Seeds")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".txt") }.sorted().flatMap { name -> [OldSeed] in
        let path = folder.appendingPathComponent(name)
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let words = line.prefix { $0 != "#" }.split(separator: " ")
            guard words.count == 2, let seed = UInt64(words[0]), let days = Double(words[1]) else {
                return nil
            }
            return OldSeed(seed: seed, days: days)
        }
    }
}
