import Model
import Testing

@testable import Language

/// Any text gives an answer, and one mistake gives one complaint.
@Suite struct RobustnessTests {
    private let sample =
        Golden("Tests/Golden/stages/contact-centre.txt")["source"]
        + Golden("Tests/Golden/stages/values.txt")["source"]

    private func diagnostics(_ text: String) -> [Diagnostic] {
        compile([SourceText(path: "rules.vigie", text: text)], with: testRegistry).diagnostics
    }

    @Test func twelveMistakesAreTwelveErrors() {
        let golden = Golden("Tests/Golden/diagnostics/twelve.txt")
        let found = diagnostics(golden["source"])
        #expect(found.count == 12)
        #expect(found.allSatisfy { $0.severity == .error })
    }

    @Test func samplesAreWithoutFault() {
        let found = diagnostics(sample).filter { $0.severity == .error }
        #expect(found.isEmpty, "\(found)")
    }

    /// A word that nobody knows is one mistake, and at most each use of what it declared another.
    @Test(arguments: ["zzqq", "5", ""])
    func aWrongWordIsNoAvalanche(_ word: String) {
        let text = Golden("Tests/Golden/stages/contact-centre.txt")["source"]
        let names = Lexer(SourceText(path: "rules.vigie", text: text), file: 0).tokens
            .filter { $0.kind == .name }
        for name in names {
            var bytes = Array(text.utf8)
            bytes.replaceSubrange(name.range.start..<name.range.end, with: Array(word.utf8))
            let found = diagnostics(String(decoding: bytes, as: UTF8.self))
            #expect(
                found.count <= 4, "byte \(name.range.start): \(found.map(\.message))")
        }
    }

    /// Bytes removed, doubled, changed over and replaced by others that mean something somewhere.
    @Test func mutantsAreAnswered() {
        let bytes = Array(sample.utf8)
        let signs = Array("{}()[]\"\\#,.=<>!%+-*/ \n09azé$".utf8)
        var random = SplitMix64(seed: 20_260_309)
        for round in 0..<20_000 {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            var mutant = Array(bytes[start..<min(start + 600, bytes.count)])
            for _ in 0..<Int.random(in: 1...6, using: &random) where !mutant.isEmpty {
                let at = Int.random(in: 0..<mutant.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: mutant.remove(at: at)
                case 1: mutant.insert(signs.randomElement(using: &random)!, at: at)
                case 2: mutant.swapAt(at, Int.random(in: 0..<mutant.count, using: &random))
                default: mutant[at] = signs.randomElement(using: &random)!
                }
            }
            let source = SourceText(
                path: "mutant.vigie", text: String(decoding: mutant, as: UTF8.self))
            let compilation = compile([source], with: testRegistry)
            let hasError = compilation.diagnostics.contains { $0.severity == .error }
            #expect((compilation.plan == nil) == hasError, "round \(round)")
            if round.isMultiple(of: 50) {
                #expect(
                    render(compilation.diagnostics, sources: [source]).isEmpty
                        == compilation.diagnostics.isEmpty)
            }
        }
    }

    @Test(arguments: ["(", "-", "not ", "{", "[", "x and ", "x + ", "count(", "\"", "a,", "\n"])
    func endlessRepetitionIsAnswered(_ piece: String) {
        let heap = String(repeating: piece, count: 20_000)
        for frame in [
            "", "kpi k {\n value ", "kpi k {\n from s where ", "param x = ", "stream s {\n tag ",
        ] {
            _ = diagnostics(frame + heap)
        }
    }

    /// A chain of references is no deeper for the checker than a list.
    @Test func longChainsOfReferencesAreNoDanger() {
        var text = "stream s {\n tag t\n}\nkpi k0 {\n from s\n value count()\n over 1h\n}\n"
        for index in 1...5_000 { text += "kpi k\(index) {\n value k\(index - 1) + 1\n}\n" }
        #expect(diagnostics(text).isEmpty)
        let reversed = text.split(separator: "}\n").reversed().map { $0 + "}\n" }.joined()
        #expect(diagnostics(reversed).isEmpty)
    }

    @Test(arguments: ["", "\n", "\u{FEFF}", "# only a comment", "\r\n\r\n"])
    func nothingIsAProgram(_ text: String) {
        let compilation = compile([SourceText(path: "a", text: text)], with: testRegistry)
        #expect(compilation.plan?.streams.isEmpty == true)
    }

    @Test func lineEndsOfOtherSystemsMakeNoDifference() {
        let plain = compile([SourceText(path: "a", text: sample)], with: testRegistry)
        let windows = sample.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\r\n")
        #expect(
            compile([SourceText(path: "a", text: windows)], with: testRegistry).plan == plain.plan)
    }

    /// A program is the same however it is cut into files.
    @Test func filesAreOneProgram() {
        let pieces = sample.split(separator: "\n}\n").map { $0 + "\n}\n" }
        let whole = compile([SourceText(path: "a", text: sample)], with: testRegistry)
        let cut = compile(
            pieces.map { SourceText(path: "a", text: String($0)) }, with: testRegistry)
        #expect(cut.plan == whole.plan)
    }
}
