import Language
import Model
import Plans
import PluginKit

/// What could stand where somebody types.
extension LanguageServer {
    struct Offer {
        /// The kinds of the protocol.
        enum Kind: Int64 {
            case function = 3
            case field = 5
            case variable = 6
            case module = 9
            case unit = 11
            case keyword = 14
            case value = 12
        }

        var label: String
        var kind: Kind
        var detail = ""
    }

    func complete(at place: Place) -> JSON {
        let cursor = Cursor(place.source, at: place.byte)
        guard !cursor.isInComment else { return [] }
        var items: [JSON] = []
        for (order, offer) in offers(cursor, place.program).enumerated() {
            let rank = String(10_000 + order)
            items.append([
                "label": .text(offer.label), "kind": .integer(offer.kind.rawValue),
                "detail": .text(offer.detail), "sortText": .text(rank),
            ])
        }
        return ["isIncomplete": .bool(false), "items": .array(items)]
    }

    private func offers(_ cursor: Cursor, _ program: EditedProgram) -> [Offer] {
        if let text = cursor.text { return inText(text, cursor, program) }
        guard let block = cursor.block else { return betweenDeclarations(cursor, program) }
        guard let clause = cursor.words.first else {
            return words(Vocabulary.clauses(of: block))
        }
        if let number = cursor.typedNumber {
            return Vocabulary.units.map { Offer(label: number + $0, kind: .unit) }
        }
        switch (block, clause, cursor.words.last ?? "") {
        case ("stream", "field", _):
            return cursor.words.count == 2
                ? Vocabulary.types.map { Offer(label: $0, kind: .keyword) }
                : cursor.words.count > 2 ? words(["id"]) : []
        case ("stream", _, _): return cursor.words.count > 1 ? words(["in"]) : []
        case (_, _, "from"), ("test", "feed", "feed"): return named(.stream, program)
        case ("kpi", _, "followed"): return words(["by"])
        case ("kpi", _, "by") where cursor.words.dropLast().last == "followed":
            return named(.stream, program)
        case ("kpi", "value", "on"): return columns(cursor, program, onlyTags: false)
        case (_, "during", _): return named(.calendar, program)
        case (_, "unless", _), ("test", _, "expect"): return named(.alert, program)
        case ("alert", _, "with"): return words(["confidence 95%", "confidence 99%"])
        case ("alert", _, "at") where cursor.words.contains("confidence"):
            return words(["all looks", "each look"])
        case (_, "better", _): return words(["higher", "lower"])
        case ("kpi", "stage", _): return named(.stage, program)
        case ("kpi", "kano", _): return words(["basic", "performance", "delight"])
        case ("kpi", "goal", _): return named(.param, program) + named(.benchmark, program)
        case ("kpi", "anonymous", _): return words(["below"])
        case ("kpi", "no", _): return words(["alert"])
        case (_, "no", "no"): return words(["data"])
        case (_, "no", _): return words(["keep", "ok", "warning after 2h", "critical after 2h"])
        case (_, "repeat", _): return words(["every"])
        case (_, "by", _), (_, _, "by"), (_, "explain", _), (_, "bundle", _):
            return columns(cursor, program, onlyTags: true)
        case ("alert", "quote", _): return columns(cursor, program, onlyTags: false)
        case ("watch", "once", _):
            return words(["per", "within"]) + columns(cursor, program, onlyTags: false)
        default: return expression(clause, cursor, program)
        }
    }

    private func words(_ words: [String]) -> [Offer] {
        words.map { Offer(label: $0, kind: .keyword) }
    }

    private func named(_ kind: NameIndex.Kind, _ program: EditedProgram) -> [Offer] {
        program.index.declared(kind).map {
            let symbol = NameIndex.Symbol(kind, $0)
            let unit = kind == .kpi ? program.plan?.kpi($0).map { ", \($0.unit)" } ?? "" : ""
            return Offer(label: symbol.name, kind: .variable, detail: kind.rawValue + unit)
        }
    }

    private func betweenDeclarations(_ cursor: Cursor, _ program: EditedProgram) -> [Offer] {
        guard let word = cursor.words.first else { return words(Vocabulary.declarations) }
        switch (word, cursor.words.last ?? "") {
        case ("set", "set"): return named(.param, program)
        case ("alert", "on"): return named(.kpi, program) + words(["each", "stream"])
        case ("alert", "each"), ("alert", "stream"): return named(.stream, program)
        case ("alert", _) where cursor.words.count == 2: return words(["on"])
        case ("stage", _): return cursor.words.count == 2 ? words(["moment of truth"]) : []
        case ("table", "by"):
            return Set(program.index.declared(.tag)).sorted().map {
                Offer(label: $0, kind: .field, detail: "tag")
            }
        default: return []
        }
    }

    /// The streams whose columns are meant where the cursor is.
    private func streams(_ cursor: Cursor, _ program: EditedProgram) -> [String] {
        let named = zip(cursor.words, cursor.words.dropFirst()).filter { $0.0 == "from" }
            .map(\.1)
        let own = cursor.name.map { program.index.streams(of: $0) } ?? []
        let all = named + own
        return all.isEmpty ? program.index.declared(.stream) : all
    }

    private func columns(_ cursor: Cursor, _ program: EditedProgram, onlyTags: Bool) -> [Offer] {
        var seen: Set<String> = []
        return streams(cursor, program).flatMap { stream in
            program.index.outlines.filter { $0.symbol == NameIndex.Symbol(.stream, stream) }
                .flatMap(\.parts)
        }.filter { part in
            (!onlyTags || part.symbol.kind == .tag) && seen.insert(part.symbol.name).inserted
        }.map { part in
            let type = part.symbol.kind == .tag ? "tag" : part.detail
            return Offer(
                label: part.symbol.name, kind: .field,
                detail: "\(type) of \(part.symbol.stream ?? "")")
        }
    }

    private func expression(_ clause: String, _ cursor: Cursor, _ program: EditedProgram)
        -> [Offer]
    {
        let ladder = ["info", "warning", "critical", "recover"]
        if ladder.contains(clause), cursor.words.count == 1 { return words(["when"]) }
        let isLadder = cursor.block == "alert"
        let kinds: [NameIndex.Kind] = [.param, .benchmark, .table, .kpi]
        let constants = kinds.flatMap { named($0, program) }
        let calls = functions.keys.sorted().compactMap { name in
            functions[name].map {
                Offer(
                    label: name, kind: .function,
                    detail: Vocabulary.signature(of: $0, as: name) + "  "
                        + $0.description.manifest.summary)
            }
        }
        let own = columns(cursor, program, onlyTags: false)
        return (isLadder ? words(["value"]) + constants : own + calls + constants)
            + words(Vocabulary.connectives + (isLadder ? ["with confidence 95%"] : []))
    }

    // MARK: - In a text

    private func inText(_ text: String, _ cursor: Cursor, _ program: EditedProgram) -> [Offer] {
        switch cursor.words.first {
        case "notify": return (contacts ?? []).map { Offer(label: $0, kind: .value) }
        case "summary", "detail":
            let last = text.last { $0 == "{" || $0 == "}" }
            guard last == "{" else { return [] }
            let fixed = ["value", "limit", "samples", "since", "state", "alert", "kpi.title"]
            return fixed.map { Offer(label: $0, kind: .variable) }
                + columns(cursor, program, onlyTags: cursor.block != "watch")
        default: return values(cursor, program)
        }
    }

    /// The values that the tag may have which stands before the quote.
    private func values(_ cursor: Cursor, _ program: EditedProgram) -> [Offer] {
        let written = cursor.words.last { word in
            !["==", "!=", "in", "[", ",", "not", "="].contains(word) && !word.hasPrefix("\"")
        }
        let parts = program.index.outlines.flatMap(\.parts)
        for stream in streams(cursor, program) {
            let tag = parts.first {
                $0.symbol == NameIndex.Symbol(.tag, written ?? "", of: stream)
            }
            if let tag { return tag.values.map { Offer(label: $0, kind: .value) } }
        }
        return []
    }
}

extension Cursor {
    /// The number that is being typed, so far without a unit.
    fileprivate var typedNumber: String? {
        !typed.isEmpty && typed.utf8.allSatisfy { (48...57).contains($0) } ? typed : nil
    }
}
