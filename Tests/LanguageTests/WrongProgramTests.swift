import Fixtures
import Language
import Testing

/// What newcomers write, a mistake a file: one error, in the right place, with help.
@Suite struct WrongProgramTests {
    @Test(arguments: Repository.files(in: "Tests/Golden/wrong"))
    func oneMistakeIsOneError(_ path: String) throws {
        let golden = Golden(path)
        let sources = golden.sections.filter { $0.name.hasPrefix("source ") }.map {
            SourceText(path: String($0.name.dropFirst(7)), text: $0.text)
        }
        let found = compile(sources, with: testRegistry).diagnostics
        let errors = found.filter { $0.severity == .error }
        #expect(errors.count == 1, "\(path): \(render(found, sources: sources))")
        #expect(errors.first?.range.file == 1, "\(path)")
        #expect(errors.first?.help != nil, "\(path): \(render(errors, sources: sources))")
        try golden.expect([("diagnostics", render(errors, sources: sources))])
    }
}
