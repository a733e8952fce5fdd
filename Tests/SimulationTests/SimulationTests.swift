import Detectors
import Foundation
import Functions
import PluginKit
import Testing

@testable import Simulation

/// Runs of the real crank in made-up worlds, each from its seed.
@Suite struct SimulationTests {
    static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

    @Test(arguments: 1...30)
    func aWorldFullOfFaultsBreaksNothing(seed: UInt64) {
        let report = simulate(Trial(seed: UInt64(seed), days: 0.25), with: Self.registry)
        #expect(report.failure == nil, "\(report.story ?? "")")
        #expect(report.events > 100)
    }

    /// What broke once must not break again. A file in `Tests/Seeds` holds a seed and days a line,
    /// and why.
    @Test(arguments: oldSeeds())
    func oldFailuresStayMended(run: OldSeed) {
        let trial = Trial(seed: run.seed, days: run.days)
        let report = simulate(trial, with: Self.registry)
        #expect(report.failure == nil, "\(report.story ?? "")")
    }

    @Test func theSameSeedGivesTheSameDigest() {
        let reports = [5, 5, 6].map { seed in
            simulate(Trial(seed: seed, days: 0.1), with: Self.registry)
        }
        #expect(reports[0] == reports[1])
        #expect(reports[0].digest != reports[2].digest)
    }

    /// Over some seeds every fault is met, and none is met always.
    @Test func everyFaultHasItsTurn() {
        let fates = (1...40).map { Set(Fate(seed: $0).present) }
        for fault in Fault.allCases {
            let count = fates.count { $0.contains(fault) }
            #expect((5...35).contains(count), "\(fault.name) in \(count) of 40")
            #expect(Fault(named: fault.name) == fault)
        }
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
