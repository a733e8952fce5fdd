import Language
import Model

/// Where names are declared and used, and how to change them everywhere.
extension LanguageServer {
    func definition(at place: Place) -> JSON {
        guard let mention = place.mention else { return .null }
        return .array(locations(place.program.index.declarations(of: mention.symbol), place))
    }

    func references(at place: Place, withDeclaration: Bool) -> JSON {
        guard let mention = place.mention else { return [] }
        let all = place.program.index.mentions(of: mention.symbol)
        return .array(locations(all.filter { withDeclaration || !$0.isDeclaration }, place))
    }

    private func locations(_ mentions: [NameIndex.Mention], _ place: Place) -> [JSON] {
        mentions.map { place.program.location($0.range, uri: desk.uri) }
    }

    // MARK: - Symbols

    func symbols(of document: (EditedProgram, file: Int)) -> JSON {
        let (program, file) = document
        let outlines = program.index.outlines.filter { $0.whole.file == file }
        return .array(outlines.map { symbol($0, program.maps[file]) })
    }

    private func symbol(_ outline: NameIndex.Outline, _ map: LineMap) -> JSON {
        [
            "name": .text(outline.symbol.name), "detail": .text(outline.detail),
            "kind": .integer(outline.symbol.kind.symbolKind),
            "range": map.range(outline.whole.start, outline.whole.end),
            "selectionRange": map.range(outline.name.start, outline.name.end),
            "children": .array(outline.parts.map { symbol($0, map) }),
        ]
    }

    // MARK: - Another name

    func prepareRename(at place: Place) -> JSON {
        guard let mention = renameable(at: place) else { return .null }
        return place.map.range(mention.range.start, mention.range.end)
    }

    private func renameable(at place: Place) -> NameIndex.Mention? {
        guard let mention = place.mention, mention.symbol.kind != .function,
            !place.program.index.declarations(of: mention.symbol).isEmpty
        else { return nil }
        return mention
    }

    /// All uses in all files at once. What would leave more mistakes than before is refused: a name
    /// that is taken, a column that another stream must share.
    func rename(at place: Place, to name: String) throws(Fault) -> JSON {
        guard let mention = renameable(at: place) else {
            throw Fault(-32803, "here is no name that could be changed")
        }
        guard Vocabulary.isName(name) else {
            throw Fault(
                -32803, "`\(name)` cannot be a name: names are made of a to z, digits and `_`")
        }
        let program = place.program
        let mentions = program.index.mentions(of: mention.symbol)
        var sources = program.sources
        var edits: [(file: Int, edits: [JSON])] = []
        for file in 0..<program.ruleCount {
            let own = mentions.filter { $0.range.file == file }
            guard !own.isEmpty else { continue }
            sources[file].text = replaced(own, in: sources[file].text, by: name)
            edits.append(
                (
                    file,
                    own.map { mention in
                        [
                            "range": program.maps[file].range(
                                mention.range.start, mention.range.end),
                            "newText": .text(name),
                        ]
                    }
                ))
        }
        let after = compile(sources, with: registry, contacts: contacts).diagnostics
        let errors = after.filter { $0.severity == .error }
        if errors.count > program.errorCount, let first = errors.first {
            throw Fault(-32803, "as `\(name)` it would be a mistake: \(first.message)")
        }
        return [
            "changes": .object(
                edits.map { (desk.uri(of: program.sources[$0.file].path), .array($0.edits)) })
        ]
    }

    private func replaced(_ mentions: [NameIndex.Mention], in text: String, by name: String)
        -> String
    {
        let old = Array(text.utf8)
        var new: [UInt8] = []
        var position = 0
        for mention in mentions where mention.range.start >= position {
            new += old[position..<mention.range.start]
            new += name.utf8
            position = mention.range.end
        }
        return String(decoding: new + old[position...], as: UTF8.self)
    }

    // MARK: - Formatting

    func formatting(of document: (EditedProgram, file: Int)) throws(Fault) -> JSON {
        let (program, file) = document
        let source = program.sources[file]
        switch format(source) {
        case .text(source.text): return []
        case .text(let text):
            return [["range": program.maps[file].whole, "newText": .text(text)]]
        case .left(let reason): throw Fault(-32803, reason.sentence(in: source))
        }
    }
}

extension NameIndex.Kind {
    /// The numbers of the protocol, chosen for the picture that editors draw.
    fileprivate var symbolKind: Int64 {
        switch self {
        case .stream: 23  // struct
        case .tag: 20  // key
        case .field: 8
        case .kpi: 12  // function
        case .alert: 24  // event
        case .param, .benchmark: 14  // constant
        case .stage: 3  // namespace
        case .calendar: 19  // object
        case .table: 18  // array
        case .function: 12
        }
    }
}
