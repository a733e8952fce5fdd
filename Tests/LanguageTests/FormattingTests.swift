import Fixtures
import Foundation
import Model
import Testing

@testable import Language

/// A formatter that changes nothing but the looks, and has one opinion.
@Suite struct FormattingTests {
    /// Every file of rules in the repository, and every source in a golden file.
    private static let texts: [(path: String, text: String)] = {
        let found = FileManager.default.enumerator(
            at: Repository.root.appending(path: "rules"), includingPropertiesForKeys: nil)
        let packs = (found?.compactMap { $0 as? URL } ?? []).filter {
            $0.pathExtension == "vigie"
        }
        let goldens = ["stages", "diagnostics", "formatted"].flatMap {
            Repository.files(in: "Tests/Golden/\($0)")
        }
        return packs.map { ($0.path, (try? String(contentsOf: $0, encoding: .utf8)) ?? "") }
            + goldens.flatMap { path in
                Golden(path).sections.filter { $0.name.hasPrefix("source") }.map { (path, $0.text) }
            }
    }()

    private func formatted(_ text: String) -> String? {
        guard case .text(let text) = format(SourceText(path: "a.vigie", text: text)) else {
            return nil
        }
        return text
    }

    @Test func wholeRepositoryKeepsItsMeaning() {
        var done = 0
        for (path, text) in Self.texts {
            let formatting = format(SourceText(path: path, text: text))
            #expect(formatting != .left(because: .wouldChange), "\(path)")
            guard case .text(let pretty) = formatting else { continue }
            #expect(formatted(pretty) == pretty, "\(path) is not done at once")
            let plans = [text, pretty].map {
                compile([SourceText(path: path, text: $0)], with: testRegistry).plan
            }
            #expect(plans[0] == plans[1], "\(path)")
            done += 1
        }
        #expect(done > 12)
    }

    /// Parse, print, parse: the same plan, whatever the program.
    @Test func randomProgramsKeepTheirMeaning() throws {
        for seed in 0..<400 {
            let text = RandomProgram.text(seed: UInt64(seed))
            let sources = [SourceText(path: "a.vigie", text: text)]
            let compilation = compile(sources, with: testRegistry)
            let errors = compilation.diagnostics.filter { $0.severity == .error }
            try #require(errors.isEmpty, "seed \(seed): \(render(errors, sources: sources))")
            let pretty = try #require(formatted(text), "seed \(seed)")
            let again = compile([SourceText(path: "a.vigie", text: pretty)], with: testRegistry)
            try #require(compilation.plan == again.plan, "seed \(seed)")
            let twice = try #require(formatted(pretty), "seed \(seed)")
            try #require(twice == pretty, "seed \(seed): \(changes(from: pretty, to: twice))")
        }
    }

    /// Lines that differ are all there is to a difference: old and new can be made of each other.
    @Test func differencesAreWhole() {
        for seed in 0..<100 {
            let text = RandomProgram.text(seed: UInt64(seed))
            guard let pretty = formatted(text) else { continue }
            var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            for change in changes(from: text, to: pretty).reversed() {
                let start = change.line - 1
                #expect(Array(lines[start..<start + change.old.count]) == change.old)
                lines.replaceSubrange(start..<start + change.old.count, with: change.new)
            }
            #expect(lines.joined(separator: "\n") == pretty)
        }
    }

    /// Torn programs are laid out or left; nothing is lost by it.
    @Test func mutantsAreLaidOutOrLeft() throws {
        var random = SplitMix64(seed: 7)
        let signs = Array("{}()[]\"#,.=<>- \n0ae".utf8)
        for seed in 0..<400 {
            var bytes = Array(RandomProgram.text(seed: UInt64(seed % 50)).utf8)
            for _ in 0..<3 {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                bytes[at] = signs.randomElement(using: &random)!
            }
            let source = SourceText(path: "a", text: String(decoding: bytes, as: UTF8.self))
            let formatting = format(source)
            #expect(formatting != .left(because: .wouldChange), "seed \(seed)")
            guard case .text(let text) = formatting, let twice = formatted(text) else { continue }
            try #require(twice == text, "seed \(seed): \(changes(from: text, to: twice))")
        }
    }

    @Test(arguments: Repository.files(in: "Tests/Golden/formatted"))
    func golden(_ path: String) throws {
        let golden = Golden(path)
        let pretty = try #require(formatted(golden["source"]))
        try golden.expect([("formatted", pretty)])
        #expect(formatted(pretty) == pretty)
    }

    @Test func packsAreFormatted() {
        for (path, text) in Self.texts where path.hasSuffix(".vigie") {
            #expect(formatted(text) == text, "\(path): run `vigie fmt rules`")
        }
    }

    @Test(arguments: ["kpi k { value ", "a ]", "\"open", "x = 5 // y", "kpi k {\n value (a]\n}"])
    func whatIsTornIsLeft(_ text: String) {
        #expect(formatted(text) == nil)
    }
}
