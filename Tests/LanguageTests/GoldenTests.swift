import Fixtures
import Language
import Plans
import Testing

/// Small sources and all that is made of them; anyone can add one, as `Tests/Golden/*/NAME.txt`.
@Suite struct GoldenTests {
    @Test(arguments: Repository.files(in: "Tests/Golden/stages"))
    func everyStage(_ path: String) throws {
        let golden = Golden(path)
        let (compilation, sources) = compiled(golden)
        try golden.expect([
            ("diagnostics", render(compilation.diagnostics, sources: sources)),
            ("plan", compilation.plan.map { "\($0)" } ?? ""),
            ("tests", compilation.tests.map(\.description).joined(separator: "\n")),
        ])
    }

    @Test(arguments: Repository.files(in: "Tests/Golden/diagnostics"))
    func diagnostics(_ path: String) throws {
        let golden = Golden(path)
        let (compilation, sources) = compiled(golden)
        try golden.expect([("diagnostics", render(compilation.diagnostics, sources: sources))])
    }

    /// Sections called `source` or `source PATH` are the program; `contacts` lists the contacts
    /// there are.
    private func compiled(_ golden: Golden) -> (Compilation, [SourceText]) {
        let sources = golden.sections.filter { $0.name.hasPrefix("source") }.map {
            SourceText(
                path: $0.name.split(separator: " ").last == "source"
                    ? "rules.vigie" : String($0.name.dropFirst(7)), text: $0.text)
        }
        let contacts = golden.sections.first { $0.name == "contacts" }?.text
            .split(separator: "\n").map(String.init)
        let compilation = compile(
            sources + zoneSources, with: testRegistry, contacts: contacts, in: 2026)
        return (compilation, sources)
    }
}
