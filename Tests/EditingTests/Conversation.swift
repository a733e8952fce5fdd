import Detectors
import Functions
import Language
import Model
import PluginKit

@testable import Editing

let testRegistry = Registry(
    functions: builtinFunctions, detectors: builtinDetectors, notifiers: [])

/// An editor that talks to a server, as tests want it.
struct Conversation {
    private(set) var server: LanguageServer
    private var number = 0
    private var version = 0

    init(files: [String: String] = [:], contacts: [String]? = nil, isStarted: Bool = true) {
        let sources = files.keys.sorted().map { SourceText(path: $0, text: files[$0]!) }
        let disk = Desk.Disk { path in
            sources.filter { $0.path == path || $0.path.hasPrefix(path + "/") }
        }
        server = LanguageServer(testRegistry, contacts: contacts, disk: disk)
        guard isStarted else { return }
        _ = ask("initialize", ["rootUri": "file:///rules"])
        tell("initialized", .object([]))
    }

    mutating func send(_ text: String) -> [JSON] { server.take(Array(text.utf8)) }

    /// The whole answer.
    mutating func ask(_ method: String, _ parameters: JSON) -> JSON {
        number += 1
        let message: JSON = [
            "jsonrpc": "2.0", "id": .integer(Int64(number)), "method": .text(method),
            "params": parameters,
        ]
        return send(message.line).first ?? .null
    }

    mutating func tell(_ method: String, _ parameters: JSON) {
        let message: JSON = ["jsonrpc": "2.0", "method": .text(method), "params": parameters]
        _ = send(message.line)
    }

    mutating func open(_ path: String, _ text: String) {
        version += 1
        tell(
            "textDocument/didOpen",
            [
                "textDocument": [
                    "uri": .text("file://" + path), "languageId": "vigie",
                    "version": .integer(Int64(version)), "text": .text(text),
                ]
            ])
    }

    /// A change of a range; nil: the text is the whole of it.
    mutating func change(
        _ path: String, _ range: (Int, Int, Int, Int)?, to text: String
    ) {
        version += 1
        var change: [(String, JSON)] = [("text", .text(text))]
        if let range {
            change.append(
                (
                    "range",
                    [
                        "start": position(range.0, range.1), "end": position(range.2, range.3),
                    ]
                ))
        }
        tell(
            "textDocument/didChange",
            [
                "textDocument": [
                    "uri": .text("file://" + path), "version": .integer(Int64(version)),
                ],
                "contentChanges": [.object(change)],
            ])
    }

    /// What is published, as `path: line:character-line:character code`, a line each.
    mutating func published() -> [String] {
        server.settle().flatMap { message -> [String] in
            let parameters = message["params"] ?? .null
            let uri = parameters["uri"]?.text ?? ""
            let list = parameters["diagnostics"]?.list ?? []
            if list.isEmpty { return ["\(uri) is well"] }
            return list.map { "\(uri) \(span($0["range"])) \($0["code"]?.text ?? "")" }
        }
    }

    mutating func at(
        _ method: String, _ path: String, _ line: Int, _ character: Int,
        _ more: [(String, JSON)] = []
    ) -> JSON {
        ask(
            "textDocument/" + method,
            .object(
                [
                    ("textDocument", ["uri": .text("file://" + path)]),
                    ("position", position(line, character)),
                ] + more))
    }

    private func position(_ line: Int, _ character: Int) -> JSON {
        ["line": .integer(Int64(line)), "character": .integer(Int64(character))]
    }
}

/// `1:2-1:5`, from 0.
func span(_ range: JSON?) -> String {
    let ends = ["start", "end"].map { end in
        let place = range?[end]
        return "\(place?["line"]?.whole ?? -1):\(place?["character"]?.whole ?? -1)"
    }
    return ends.joined(separator: "-")
}

func labels(_ answer: JSON) -> [String] {
    answer["result"]?["items"]?.list?.compactMap { $0["label"]?.text } ?? []
}
