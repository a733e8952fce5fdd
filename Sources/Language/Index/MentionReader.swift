/// Finds the names that one declaration mentions.
struct MentionReader {
    private let block: Statement
    private let names: DeclaredNames
    /// The streams whose tags and fields are meant.
    private var streams: [String] = []
    private(set) var mentions: [NameIndex.Mention] = []

    init(_ block: Statement, _ names: DeclaredNames) {
        self.block = block
        self.names = names
    }

    mutating func read() {
        readHead()
        for clause in block.clauses {
            switch block.word {
            case "stream", "calendar", "table": break
            case "test": readTest(clause)
            default: read(clause)
            }
        }
        for column in block.columns { add(column.symbol, column.token, isDeclaration: true) }
    }

    private mutating func add(
        _ symbol: NameIndex.Symbol, _ token: SpelledToken, isDeclaration: Bool = false
    ) {
        mentions.append(
            NameIndex.Mention(symbol: symbol, range: token.range, isDeclaration: isDeclaration))
    }

    private mutating func add(_ kind: NameIndex.Kind, _ token: SpelledToken?) {
        guard let token, token.kind == .name, names.has(kind, token.text) else { return }
        add(NameIndex.Symbol(kind, token.text), token)
    }

    private mutating func readHead() {
        if let symbol = block.symbol, let name = block.name {
            add(symbol, name, isDeclaration: true)
        }
        let rest = Array(block.head.dropFirst(2))
        switch block.word {
        case "set": add(.param, block.name)
        case "kpi": streams = block.name.map { names.streams(ofKPI: $0.text) } ?? []
        case "alert": readSubject(rest)
        case "table":
            for token in rest.listed(after: 0) {
                if let column = names.anyColumn(token.text) { add(column, token) }
            }
        default: break
        }
    }

    /// `on KPI`, `on each STREAM`, `on stream STREAM where … by …`.
    private mutating func readSubject(_ words: [SpelledToken]) {
        guard words.first?.text == "on", words.count > 1 else { return }
        if words.count > 2, ["each", "stream"].contains(words[1].text), words[2].kind == .name {
            add(.stream, words[2])
            streams = [words[2].text]
            readExpression(Array(words.dropFirst(3)))
        } else {
            add(.kpi, words[1])
            streams = names.streams(ofKPI: words[1].text)
        }
    }

    /// Clauses that hold no name of anything.
    private static let plain: Set<String> = [
        "better", "needs", "limit", "over", "every", "per", "owner", "runbook", "notify", "repeat",
        "labels", "mode", "also", "no", "anonymous", "kano",
    ]

    private mutating func read(_ clause: [SpelledToken]) {
        let word = clause[0].text
        switch word {
        case "during": add(.calendar, clause.dropFirst().first)
        case "stage": add(.stage, clause.dropFirst().first)
        case "goal": readExpression(Array(clause.dropFirst().prefix { $0.text != "by" }))
        case "unless": for token in clause.listed(after: 0) { add(.alert, token) }
        case "by": readColumns(clause.listed(after: 0))
        case "explain", "bundle", "once": readColumns(clause.listed(after: 1))
        case "quote": readColumns(clause.listed(after: 0))
        case "summary", "detail": readSlots(clause)
        case "from":
            add(.stream, clause.dropFirst().first)
            readExpression(Array(clause.dropFirst(2)))
        case _ where Self.plain.contains(word): break
        default: readExpression(Array(clause.dropFirst()))
        }
    }

    private mutating func readColumns(_ tokens: [SpelledToken]) {
        for token in tokens {
            if let column = names.column(token.text, of: streams) { add(column, token) }
        }
    }

    /// Fields first where events are looked at, params and KPIs first where a value is.
    private mutating func readExpression(_ words: [SpelledToken]) {
        let outer = streams
        defer { streams = outer }
        // `mean(wait_s from contact)` says the stream behind what belongs to it.
        for (index, token) in words.enumerated() where token.kind == .name {
            let next = index + 1 < words.count ? words[index + 1].kind : .end
            let before = words[max(0, index - 2)..<index].map(\.text)
            let isStream = before.last == "from" || before == ["followed", "by"]
            if isStream, names.has(.stream, token.text) {
                add(.stream, token)
                streams = [token.text] + outer
            } else if next == .leftParenthesis {
                add(NameIndex.Symbol(.function, token.text), token)
                if let own = ownStream(words, from: index + 1) { streams = [own] + outer }
            } else if let symbol = symbol(of: token.text) {
                add(symbol, token)
            }
        }
    }

    /// The stream that a call names between its parentheses.
    private func ownStream(_ words: [SpelledToken], from start: Int) -> String? {
        var depth = 0
        for index in start..<min(words.count, start + 64) {
            if words[index].kind == .leftParenthesis { depth += 1 }
            if words[index].kind == .rightParenthesis { depth -= 1 }
            if depth == 0 { return nil }
            if words[index].text == "from", index + 1 < words.count,
                names.has(.stream, words[index + 1].text)
            {
                return words[index + 1].text
            }
        }
        return nil
    }

    private func symbol(of name: String) -> NameIndex.Symbol? {
        let isLadder = block.word == "alert" && !block.head.contains { $0.text == "each" }
        let column = names.column(name, of: streams)
        return isLadder ? names.constant(name) ?? column : column ?? names.constant(name)
    }

    /// `{channel}` in a text.
    private mutating func readSlots(_ clause: [SpelledToken]) {
        for token in clause {
            guard case .text = token.kind else { continue }
            for slot in token.slots {
                if let column = names.column(slot.text, of: streams) { add(column, slot) }
            }
        }
    }

    // MARK: - Tests

    private mutating func readTest(_ clause: [SpelledToken]) {
        switch clause[0].text {
        case "set": add(.param, clause.dropFirst().first)
        case "feed":
            guard clause.count > 1 else { return }
            add(.stream, clause[1])
            streams = [clause[1].text]
            readAssigned(clause[2...])
        default:
            guard let word = clause.firstIndex(where: { $0.text == "expect" }),
                word + 1 < clause.count
            else { return }
            let subject = clause[word + 1]
            let isAlert = names.has(.alert, subject.text)
            add(isAlert ? .alert : .kpi, subject)
            streams =
                isAlert
                ? names.streams(ofAlert: subject.text) : names.streams(ofKPI: subject.text)
            readAssigned(clause[(word + 2)...])
        }
    }

    /// The names before a `=`.
    private mutating func readAssigned(_ words: ArraySlice<SpelledToken>) {
        for (token, next) in zip(words, words.dropFirst())
        where token.kind == .name && next.kind == .assign {
            if let column = names.column(token.text, of: streams) ?? names.anyColumn(token.text) {
                add(column, token)
            }
        }
    }
}

extension SpelledToken {
    /// The names between braces, each as a token of its own.
    fileprivate var slots: [SpelledToken] {
        let bytes = Array(text.utf8)
        var found: [SpelledToken] = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "{") { start = index + 1 }
            guard byte == UInt8(ascii: "}"), let first = start else { continue }
            start = nil
            let name = String(decoding: bytes[first..<index], as: UTF8.self)
            let place = SourceRange(
                file: range.file, start: range.start + first, end: range.start + index)
            found.append(SpelledToken(kind: .name, text: name, range: place))
        }
        return found
    }
}
