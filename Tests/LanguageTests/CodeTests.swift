import Fixtures
import Testing

@testable import Language

/// Each code is shown by a golden file and explained by examples that hold.
@Suite struct CodeTests {
    @Test(arguments: Code.allCases)
    func isShown(_ code: Code) {
        let files = Repository.files(in: "Tests/Golden/diagnostics")
        let isShown = files.contains { Golden($0)["diagnostics"].contains("[\(code.rawValue)]") }
        #expect(isShown, "no file of Tests/Golden/diagnostics shows \(code)")
    }

    @Test(arguments: Code.allCases)
    func isExplained(_ code: Code) throws {
        let answer = code.explanation
        #expect(try #require(explanation(of: code.rawValue)).contains(answer.words))
        let before = compile(example: answer.wrong)
        #expect(before.map(\.code) == [code], "\(render(before, sources: sources(answer.wrong)))")
        let after = compile(example: answer.right)
        #expect(after.isEmpty, "\(render(after, sources: sources(answer.right)))")
    }

    @Test func unknownCodesAreNotExplained() {
        #expect(explanation(of: "V999") == nil)
        #expect(explanation(of: "v300") != nil)
    }

    private func sources(_ example: String) -> [SourceText] {
        [
            SourceText(path: "given.vigie", text: Explanation.given),
            SourceText(path: "example.vigie", text: example),
        ]
    }

    private func compile(example: String) -> [Diagnostic] {
        Language.compile(
            sources(example) + zoneSources, with: testRegistry,
            contacts: ["support-chat", "cx-team"], in: 2026
        ).diagnostics
    }
}
