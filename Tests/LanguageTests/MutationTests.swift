import Fixtures
import Foundation
import Testing

@testable import Language

/// Whatever the text, it is answered, soon, and laying it out changes nothing. `VIGIE_SOAK=SECONDS`
/// goes on for so long, with other seeds, and says how far it came.
@Suite struct MutationTests {
    private static let bases: [String] = {
        let goldens = ["stages", "diagnostics", "formatted"].flatMap {
            Repository.files(in: "Tests/Golden/\($0)")
        }
        return goldens.flatMap { path in
            Golden(path).sections.filter { $0.name.hasPrefix("source") }.map(\.text)
        } + Repository.packs.map(Repository.text)
    }()

    @Test func mutantsAreAnswered() throws {
        let environment = ProcessInfo.processInfo.environment
        let seconds = environment["VIGIE_SOAK"].flatMap(Double.init) ?? 0
        let first = environment["VIGIE_SOAK_SEED"].flatMap(UInt64.init) ?? 1
        let clock = ContinuousClock()
        let start = clock.now
        var rounds: UInt64 = 0
        repeat {
            var mutator = Mutator(seed: first &+ rounds, bases: Self.bases)
            for _ in 0..<1_000 { try tryOut(mutator.next(), "seed \(first &+ rounds)", clock) }
            rounds += 1
            if seconds > 0, rounds.isMultiple(of: 20) {
                print("soak: \(rounds) thousand mutants, up to seed \(first &+ rounds)")
            }
        } while clock.now - start < .seconds(seconds)
    }

    private func tryOut(_ text: String, _ seed: String, _ clock: ContinuousClock) throws {
        let source = SourceText(path: "mutant.vigie", text: text)
        let start = clock.now
        let compilation = compile([source], with: testRegistry)
        let hasError = compilation.diagnostics.contains { $0.severity == .error }
        try #require((compilation.plan == nil) == hasError, "\(seed)")
        let face = render(compilation.diagnostics, sources: [source])
        try #require(face.isEmpty == compilation.diagnostics.isEmpty, "\(seed)")
        let formatting = format(source)
        try #require(formatting != .left(because: .wouldChange), "\(seed): \(text)")
        if case .text(let pretty) = formatting {
            let again = SourceText(path: "mutant.vigie", text: pretty)
            try #require(format(again) == formatting, "\(seed): \(text)")
            if let plan = compilation.plan {
                try #require(compile([again], with: testRegistry).plan == plan, "\(seed): \(text)")
            }
        }
        // A thousand times what such a text takes: quadratic, not slow.
        try #require(clock.now - start < .seconds(5), "\(seed) takes long: \(text)")
    }
}
