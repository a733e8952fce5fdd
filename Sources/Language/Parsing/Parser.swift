import Model

/// Reads tokens as declarations, by recursive descent; the methods follow the order of
/// `rules/grammar.txt`.
///
/// It never fails. What it cannot read it reports once and skips: a clause to the end of its line,
/// a declaration to its closing brace.
struct Parser: Complaining {
    /// Thrown where a clause cannot be read further; the complaint has been made.
    struct Stop: Error {}

    private let bytes: [UInt8]
    private let tokens: [Token]
    private var position = 0
    /// How deep the expression is that is being read.
    var depth = 0
    var diagnostics: [Diagnostic]
    var declarations = Declarations()
    /// What was passed over because this version cannot read it: the lexer's complaints there do
    /// not count.
    private var ignored: [SourceRange] = []
    var isIgnoring = false

    /// For the caller to read as what it is: words that are no program.
    init(words source: SourceText, file: Int) {
        let lexer = Lexer(source, file: file)
        bytes = lexer.bytes
        tokens = lexer.tokens
        diagnostics = lexer.diagnostics
    }

    init(_ source: SourceText, file: Int) {
        self.init(words: source, file: file)
        parseProgram()
        diagnostics = diagnostics.filter { !isIgnored($0.range.start) }
    }

    private mutating func parseProgram() {
        skipNewlines()
        while !at(.end) {
            do {
                try parseDeclaration()
            } catch {
                skip { $0.skipDeclaration() }
            }
            skipNewlines()
        }
    }

    /// Passes over what follows; after `notBuilt`, for good.
    mutating func skip(_ over: (inout Parser) -> Void) {
        let start = token.range
        over(&self)
        if isIgnoring {
            ignored.append(
                SourceRange(file: start.file, start: start.start, end: token.range.start))
        }
        isIgnoring = false
    }

    private func isIgnored(_ byte: Int) -> Bool {
        var (low, high) = (0, ignored.count)
        while low < high {
            let middle = (low + high) / 2
            if ignored[middle].end <= byte { low = middle + 1 } else { high = middle }
        }
        return low < ignored.count && ignored[low].start < byte
    }

    // MARK: - Looking

    var token: Token { tokens[position] }

    func peek(_ distance: Int = 1) -> Token { tokens[min(position + distance, tokens.count - 1)] }

    func at(_ kind: Token.Kind) -> Bool { token.kind == kind }

    func at(word: String) -> Bool { at(.name) && spelling(of: token) == word }

    func spelling(of token: Token) -> String {
        String(decoding: bytes[token.range.start..<token.range.end], as: UTF8.self)
    }

    /// All that stands here without a blank or a comma in between.
    var spellingToSpace: String {
        let ends = Array(" \t\r\n,}".utf8)
        let rest = bytes[token.range.start...].prefix { !ends.contains($0) }
        return String(decoding: rest, as: UTF8.self)
    }

    /// Whether a token begins its line, without an indent.
    func isAtMargin(_ token: Token) -> Bool {
        token.range.start == 0 || bytes[token.range.start - 1] == UInt8(ascii: "\n")
    }

    /// What was read last.
    var previous: Token { tokens[max(0, position - 1)] }

    // MARK: - Taking

    @discardableResult
    mutating func advance() -> Token {
        defer { if position < tokens.count - 1 { position += 1 } }
        return token
    }

    mutating func take(_ kind: Token.Kind) -> Token? { at(kind) ? advance() : nil }

    mutating func take(word: String) -> Token? { at(word: word) ? advance() : nil }

    @discardableResult
    mutating func need(_ kind: Token.Kind, _ what: String, help: String? = nil)
        throws(Stop) -> Token
    {
        if let token = take(kind) { return token }
        throw expected(what, help: help)
    }

    mutating func need(word: String, help: String? = nil) throws(Stop) {
        if take(word: word) == nil { throw expected("`\(word)`", help: help) }
    }

    mutating func skipNewlines() {
        while at(.newline) { advance() }
    }

    // MARK: - Complaining

    /// Reports what should have stood here. Says nothing of a stray sign: the lexer has.
    mutating func expected(_ what: String, help: String? = nil) -> Stop {
        guard !at(.stray) else { return Stop() }
        if let stop = expectedAfterComma(what) { return stop }
        let isEnd = at(.newline) || at(.end)
        let place = isEnd ? previous.range : token.range
        report(
            .unexpected, "expected \(what), found \(found)",
            at: isEnd ? SourceRange(file: place.file, start: place.end, end: place.end) : place,
            "expected \(what)", help: help ?? habitHelp)
        return Stop()
    }

    /// A list that ends in a comma: that is where to look, and not at what follows, which may stand
    /// lines below.
    private mutating func expectedAfterComma(_ what: String) -> Stop? {
        guard previous.kind == .comma else { return nil }
        switch token.kind {
        case .rightBrace, .rightBracket, .rightParenthesis, .end, .newline: break
        default: return nil
        }
        report(
            .unexpected, "expected \(what), found \(found)", at: previous.range,
            "nothing follows this comma", help: "remove the comma, or go on with the list")
        return Stop()
    }

    /// What people mean who write what stands here.
    private var habitHelp: String? {
        switch token.kind {
        case .minus where previous.kind == .name && peek().kind == .name:
            "names have `_` where others have `-`: "
                + "`\(spelling(of: previous))_\(spelling(of: peek()))`"
        case .minus: "leave the `-` out"
        case .star: "leave the `*` out: `count()` counts every event"
        case .leftBrace where previous.kind == .name:
            "write conditions behind `where`: `where channel == \"chat\"`"
        default: nil
        }
    }

    private var found: String {
        switch token.kind {
        case .newline: "the end of the line"
        case .end: "the end of the file"
        case .text: "a text"
        default: "`\(spelling(of: token))`"
        }
    }

    /// The most that may nest or be chained in one expression.
    mutating func deepen(by levels: Int = 1) throws(Stop) {
        depth += levels
        guard depth > Limits.nesting else { return }
        depth -= levels
        report(
            .tooDeep, "this expression is too deep", at: token.range,
            "more than \(Limits.nesting) levels or terms",
            help: "give a part of it a name, as a KPI of its own")
        throw Stop()
    }
}
