import Fixtures
import Foundation
import Testing

/// A golden file: a first line that says what it is about, then sections, each under a line `===
/// NAME`.
///
/// With `GOLDEN=accept` in the environment what is said now is written into the file; `git diff` is
/// the review.
struct Golden {
    let path: String
    private(set) var title = ""
    private(set) var sections: [(name: String, text: String)] = []

    init(_ path: String) {
        self.path = path
        for line in Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                sections.append((String(line.dropFirst(4)), ""))
            } else if sections.isEmpty {
                title += line + "\n"
            } else {
                sections[sections.count - 1].text += line + "\n"
            }
        }
        for index in sections.indices { sections[index].text = trimmed(sections[index].text) }
    }

    subscript(name: String) -> String { sections.first { $0.name == name }?.text ?? "" }

    func expect(_ said: [(name: String, text: String)]) throws {
        if ProcessInfo.processInfo.environment["GOLDEN"] == "accept" { return try accept(said) }
        for (name, text) in said where trimmed(text) != self[name] {
            Issue.record("\(path), \(name): expected\n\(self[name])\nand it says\n\(trimmed(text))")
        }
    }

    private func accept(_ said: [(name: String, text: String)]) throws {
        let names = said.map(\.name)
        let kept = sections.filter { !names.contains($0.name) }
        let new = said.filter { !$0.text.isEmpty }.map { ($0.name, trimmed($0.text)) }
        let text = (kept + new).map { "=== \($0.0)\n\($0.1)" }.joined(separator: "\n")
        try Repository.write(title + text, to: path)
    }

    private func trimmed(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }
}
