import Foundation
import Model
import PluginKit
import Testing

/// What goes over the wire, whole, for every kind and state: `Tests/Golden/envelopes`.
///
/// `GOLDEN=accept swift test` writes what is said now; `git diff` is the review.
@Suite struct GoldenEnvelopeTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden/envelopes")

    @Test(arguments: notifierNames, Notice.Kind.allCases)
    func envelopes(_ name: String, _ kind: Notice.Kind) throws {
        try check(name, kind, "\(name)-\(kind.name)") { notice(kind, $0) }
    }

    /// What is not the rule's own words is in the alert's language.
    @Test(arguments: notifierNames, Notice.Kind.allCases)
    func envelopesInFrench(_ name: String, _ kind: Notice.Kind) throws {
        try check(name, kind, "\(name)-\(kind.name)-fr") { frenchNotice(kind, $0) }
    }

    /// Three incidents in one message.
    @Test(arguments: notifierNames)
    func bundle(_ name: String) throws {
        try check(name, .opened, "\(name)-bundle") { bundledNotice($0) }
    }

    /// What a detector says, of many groups at once.
    @Test(arguments: notifierNames)
    func anomaly(_ name: String) throws {
        try check(name, .opened, "\(name)-anomaly") { anomalousNotice($0) }
    }

    /// How sure a value is.
    @Test(arguments: notifierNames, [Tongue.english, .french])
    func assurance(_ name: String, _ tongue: Tongue) throws {
        let golden = "\(name)-sure" + (tongue == .french ? "-fr" : "")
        try check(name, .opened, golden) { sureNotice($0, tongue) }
    }

    /// What moved it, and what people wrote.
    @Test(arguments: notifierNames, [Tongue.english, .french])
    func causes(_ name: String, _ tongue: Tongue) throws {
        let golden = "\(name)-causes" + (tongue == .french ? "-fr" : "")
        try check(name, .opened, golden) { explainedNotice($0, tongue) }
    }

    private func check(
        _ name: String, _ kind: Notice.Kind, _ golden: String, _ notice: (AlertState) -> Notice
    ) throws {
        let said = AlertState.all.map { state in
            let envelope = notifier(name).envelope(for: notice(state))
            return "=== \(kind.name) \(state.name)\n\(envelope.contentType)\n"
                + indented(envelope.body)
        }.joined(separator: "\n")
        let file = Self.folder.appendingPathComponent("\(golden).txt")
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try said.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == said)
    }

    /// The same JSON, a value a line, keys in their order: for people who review it.
    private func indented(_ json: String) -> String {
        var (text, depth, quoted, escaped) = ("", 0, false, false)
        func newline() { text += "\n" + String(repeating: "  ", count: depth) }
        for character in json {
            if quoted || character == "\"" {
                if character == "\"", !escaped { quoted.toggle() }
                escaped = character == "\\" && !escaped
                text.append(character)
                continue
            }
            if "}]".contains(character) {
                depth -= 1
                newline()
            }
            text.append(character)
            if character == ":" { text += " " }
            if "{[".contains(character) { depth += 1 }
            if "{[,".contains(character) { newline() }
        }
        return text + "\n"
    }
}
