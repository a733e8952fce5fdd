import Fixtures
import PluginKit
import Testing

@testable import Language

/// What `rules/LANGUAGE.md` says is so.
@Suite struct ReferenceTests {
    private static let reference = Repository.text("rules/LANGUAGE.md")

    /// The blocks between lines of three backticks that are marked as rules.
    private static let examples: [String] = reference.components(
        between: "```vigie\n", and: "```\n")

    @Test func hasExamples() { #expect(Self.examples.count >= 6) }

    @Test(arguments: examples)
    func exampleCompiles(_ text: String) {
        let sources = [SourceText(path: "rules/LANGUAGE.md", text: text)]
        let found = compile(sources + zoneSources, with: testRegistry).diagnostics
        #expect(found.isEmpty, "\(render(found, sources: sources))")
    }

    @Test func examplesAreOneProgram() {
        let sources = Self.examples.map { SourceText(path: "rules/LANGUAGE.md", text: $0) }
        let found = compile(sources + zoneSources, with: testRegistry).diagnostics
        #expect(found.isEmpty, "\(render(found, sources: sources))")
    }

    @Test(arguments: testRegistry.functions.map(\.name))
    func functionIsNamed(_ name: String) {
        // People write `sum(latest(f))`.
        let written = name.replacing("_of_latest", with: "(latest")
        #expect(Self.reference.contains("`\(written)("), "rules/LANGUAGE.md does not name \(name)")
    }

    @Test(arguments: testRegistry.detectors.map(\.name))
    func detectorIsNamed(_ name: String) {
        #expect(Self.reference.contains("| `\(name)` |"), "rules/LANGUAGE.md does not name \(name)")
    }

    @Test(arguments: [Block.stream, .kpi, .alert, .watch, .calendar, .test])
    func grammarHasEveryClause(_ block: Block) {
        let grammar = Repository.text("rules/grammar.txt")
        for word in block.words {
            #expect(grammar.contains("\"\(word)\""), "rules/grammar.txt has no `\(word)`")
            #expect(Self.reference.contains("`\(word)"), "rules/LANGUAGE.md has no `\(word)`")
        }
        for word in block.unbuilt { #expect(Self.reference.contains("`\(word)")) }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [String] {
        ranges(of: start).compactMap { opening in
            let rest = self[opening.upperBound...]
            return rest.firstRange(of: end).map { String(rest[..<$0.lowerBound]) }
        }
    }
}
