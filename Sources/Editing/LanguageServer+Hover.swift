import Language
import Model
import Plans
import PluginKit

/// What a name means, and what is wrong where the pointer rests.
extension LanguageServer {
    func hover(at place: Place) -> JSON {
        var parts: [String] = []
        var range: SourceRange?
        if let mention = place.mention, let meaning = meaning(of: mention.symbol, place.program) {
            parts.append(meaning)
            range = mention.range
        }
        for diagnostic in place.program.diagnostics
        where diagnostic.range.file == place.file && diagnostic.range.start <= place.byte
            && place.byte <= diagnostic.range.end
        {
            guard let words = explanation(of: diagnostic.code.rawValue) else { continue }
            parts.append("```text\n\(words)\n```")
            range = range ?? diagnostic.range
        }
        guard let range else { return .null }
        let text = parts.joined(separator: "\n\n---\n\n")
        return [
            "contents": ["kind": "markdown", "value": .text(text)],
            "range": place.map.range(range.start, range.end),
        ]
    }

    func meaning(of symbol: NameIndex.Symbol, _ program: EditedProgram) -> String? {
        switch symbol.kind {
        case .function: return function(symbol.name)
        case .kpi: return program.plan?.kpi(symbol.name).map(sentence) ?? plain(symbol, program)
        default: return plain(symbol, program)
        }
    }

    private func sentence(_ kpi: KPIPlan) -> String {
        let title = kpi.title.isEmpty ? "" : " \"\(kpi.title)\""
        let groups = kpi.by.isEmpty ? "one group" : "by \(kpi.by.joined(separator: ", "))"
        let needs = kpi.needs > 0 ? ", needs \(kpi.needs)" : ""
        return
            "**kpi** `\(kpi.name)`\(title)\n\nunit: \(kpi.unit), \(groups), \(kpi.window)\(needs)"
    }

    /// As it was declared.
    private func plain(_ symbol: NameIndex.Symbol, _ program: EditedProgram) -> String? {
        let outlines = program.index.outlines.flatMap { [$0] + $0.parts }
        guard let outline = outlines.first(where: { $0.symbol == symbol }) else { return nil }
        let owner = symbol.stream.map { " of `\($0)`" } ?? ""
        let detail = outline.detail.isEmpty ? "" : "\n\n`\(outline.detail)`"
        let values = outline.values.map { "`\"\($0)\"`" }.joined(separator: ", ")
        return "**\(symbol.kind.rawValue)** `\(symbol.name)`\(owner)\(detail)"
            + (values.isEmpty ? "" : "\n\none of \(values)")
    }

    private func function(_ name: String) -> String? {
        guard let kind = functions[name] else { return nil }
        let manifest = kind.description.manifest
        let parameters = manifest.parameters.map { "\n- `\($0.name)`: \($0.summary)" }.joined()
        return "`\(Vocabulary.signature(of: kind, as: name))`\n\n\(manifest.summary)\n\n"
            + "wants \(kind.description.wants)\(parameters)"
    }

    /// By every name under which they can be called.
    var functions: [String: FunctionKind] {
        var found: [String: FunctionKind] = [:]
        for kind in registry.functions {
            found[kind.name] = kind
            for spelling in kind.description.spellings { found[spelling.name] = kind }
        }
        return found
    }
}
