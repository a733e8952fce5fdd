import Core
import Detectors
import Foundation
import Functions
import Host
import Language
import Model
import PluginKit
import Testing

@testable import Inference

/// Streams guessed from lines: `Tests/Golden/streams` holds lines and the rules that come of them.
///
/// Whatever is guessed must check, and must refuse none of the lines that it was guessed from.
@Suite struct GuesserTests {
    static let registry = Registry(
        functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])
    static let files = StreamFile.all

    @Test func thereAreFiles() { #expect(Self.files.count >= 3) }

    @Test(arguments: files)
    func isGuessed(_ file: StreamFile) throws {
        let rules = guess([file.lines]).rules()
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" { try file.accept(rules) }
        #expect(rules == file.rules)
    }

    @Test(arguments: files)
    func checksAndRefusesNothing(_ file: StreamFile) {
        let guesser = guess([file.lines])
        let result = compile(
            [SourceText(path: "guess.vigie", text: guesser.rules())], with: Self.registry)
        #expect(result.diagnostics.isEmpty)
        guard file.title.contains("all of it is taken") else { return }
        var replay = Replay(
            RuleSet(files: [.init(path: "guess.vigie", text: guesser.rules())]),
            withArrival: false, linking: Self.link, hear: { _ in })
        replay.add(Array(file.lines.utf8))
        replay.finish()
        #expect(replay.refused.isEmpty)
        #expect(replay.counted == guesser.linesRead)
    }

    /// However a recording is cut into chunks, the same is guessed.
    @Test(arguments: files)
    func chunksDoNotMatter(_ file: StreamFile) {
        let lines = file.lines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0 + "\n" }
        #expect(guess(lines.map(String.init)).rules() == guess([lines.joined()]).rules())
    }

    @Test func whatCannotBeReadIsToldByFileAndLine() {
        var guesser = Guesser()
        guesser.begin("one.lp")
        guesser.add(Array("a x=1 1\nnonsense\n".utf8))
        guesser.add(Array("a x=1 2\na,b=1,b=2 x=1 3\n".utf8))
        guesser.begin("two.lp")
        guesser.add(Array("a x=\n".utf8))
        #expect(guesser.unreadable == 3)
        #expect(guesser.complaints.map(\.file) == ["one.lp", "one.lp", "two.lp"])
        #expect(guesser.complaints.map(\.line) == [2, 4, 1])
    }

    @Test func streamsOfTheRulesAreLeftOut() {
        let rules = guess(["a x=1 1\nb x=1 1\n"]).rules(leavingOut: ["a"])
        #expect(!rules.contains("stream a"))
        #expect(rules.contains("stream b"))
        #expect(rules.contains("Left out: 1 stream"))
    }

    @Test func limitsHold() {
        let many = (0..<Limits.guessedStreams + 5).map { "s\($0) x=1 1\n" }.joined()
        let guesser = guess([many])
        #expect(guesser.streams.count == Limits.guessedStreams)
        #expect(guesser.crowdedOut == 5)
        let wide = "w " + (0..<80).map { "f\($0)=1" }.joined(separator: ",") + " 1\n"
        #expect(guess([wide]).rules().contains("at most \(Limits.fieldsPerStream) fields"))
        let values = (0..<Limits.guessedTagValuesSeen + 9).map { "t,k=v\($0) x=1 1\n" }.joined()
        #expect(guess([values]).rules().contains("tag   k  # more than 1,000 values"))
    }

    private func guess(_ chunks: [String]) -> Guesser {
        var guesser = Guesser()
        for chunk in chunks { guesser.add(Array(chunk.utf8)) }
        return guesser
    }

    private static let link: Linker = { rules in
        let sources = rules.files.map { SourceText(path: $0.path, text: $0.text) }
        return compile(sources, with: registry).plan.map {
            Program($0, from: rules, with: registry)
        }
    }
}

/// A golden file: a title, `=== lines`, `=== rules`.
struct StreamFile: CustomTestStringConvertible, Sendable {
    let path: URL
    let title: String
    let lines: String
    let rules: String

    var testDescription: String { path.lastPathComponent }

    static let all: [StreamFile] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Golden/streams")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { StreamFile(folder.appending(path: $0)) }
    }()

    private init?(_ path: URL) {
        guard let text = try? String(contentsOf: path, encoding: .utf8),
            let start = text.range(of: "=== lines\n")
        else { return nil }
        self.path = path
        title = String(text[..<start.lowerBound])
        let end = text.range(of: "=== rules\n")
        lines = String(text[start.upperBound..<(end?.lowerBound ?? text.endIndex)])
        rules = end.map { String(text[$0.upperBound...]) } ?? ""
    }

    func accept(_ rules: String) throws {
        try "\(title)=== lines\n\(lines)=== rules\n\(rules)".write(
            to: path, atomically: true, encoding: .utf8)
    }
}
