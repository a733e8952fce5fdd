import Language
import Model

/// A place in one of the files: where the cursor is.
struct Place {
    var program: EditedProgram
    var file: Int
    var byte: Int

    var source: SourceText { program.sources[file] }
    var map: LineMap { program.maps[file] }
    var mention: NameIndex.Mention? { program.index.mention(inFile: file, at: byte) }
}

extension LanguageServer {
    /// The file that a request is about.
    mutating func document(_ parameters: JSON) throws(Fault) -> (EditedProgram, file: Int) {
        guard let uri = parameters["textDocument"]?["uri"]?.text else {
            throw Fault(-32602, "no `textDocument.uri`")
        }
        let path = desk.path(of: uri)
        for program in programs {
            let file = program.sources.prefix(program.ruleCount).firstIndex { $0.path == path }
            if let file { return (program, file) }
        }
        throw Fault(-32602, "`\(uri)` is not open, nor in the folder")
    }

    mutating func place(_ parameters: JSON) throws(Fault) -> Place {
        let (program, file) = try document(parameters)
        guard let byte = parameters["position"].flatMap(program.maps[file].byte) else {
            throw Fault(-32602, "no `position`")
        }
        return Place(program: program, file: file, byte: byte)
    }
}

extension EditedProgram {
    /// The diagnostics of a file as the protocol has them.
    func faces(inFile file: Int, uri: (String) -> String) -> [JSON] {
        diagnostics.filter { $0.range.file == file }.map { diagnostic in
            let others = diagnostic.labels.dropFirst().filter { $0.range.file < ruleCount }.map {
                JSON.object([
                    ("location", location($0.range, uri: uri)), ("message", .text($0.text)),
                ])
            }
            let help = diagnostic.help.map { "\n" + $0 } ?? ""
            return [
                "range": maps[file].range(diagnostic.range.start, diagnostic.range.end),
                "severity": diagnostic.severity == .error ? 1 : 2,
                "code": .text(diagnostic.code.rawValue), "source": "vigie",
                "message": .text("\(diagnostic.message): \(diagnostic.labels[0].text)\(help)"),
                "relatedInformation": .array(Array(others)),
            ]
        }
    }

    func location(_ range: SourceRange, uri: (String) -> String) -> JSON {
        [
            "uri": .text(uri(sources[range.file].path)),
            "range": maps[range.file].range(range.start, range.end),
        ]
    }
}
