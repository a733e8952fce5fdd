import Fixtures
import Foundation
import Language
import Testing

/// The packs that come with Vigie are without fault, each alone and all together.
@Suite struct PackTests {
    private static let packs: [SourceText] = {
        let folder = Repository.root.appending(path: "rules")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "vigie" }
        return files.map(\.path).sorted().map { path in
            SourceText(
                path: String(path.dropFirst(Repository.root.path.count)),
                text: (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
        }
    }()

    @Test(arguments: Repository.packs)
    func hasNothingToSay(_ path: String) {
        let sources = Repository.program(of: path).map {
            SourceText(path: $0, text: Repository.text($0))
        }
        let found = compile(sources + zoneSources, with: testRegistry).diagnostics
        #expect(found.isEmpty, "\(render(found, sources: sources + zoneSources))")
    }

    @Test func packsAreOneProgram() {
        let sources = Self.packs + zoneSources
        let found = compile(sources, with: testRegistry).diagnostics
        #expect(found.isEmpty, "\(render(found, sources: sources))")
    }
}
