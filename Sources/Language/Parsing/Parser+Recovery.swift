extension Parser {
    /// To the end of the line, or to the brace that closes the block.
    mutating func skipLine() {
        var open = 0
        while !at(.newline), !at(.end) {
            if at(.leftBrace) { open += 1 }
            if at(.rightBrace) {
                if open == 0 { return }
                open -= 1
            }
            advance()
        }
    }

    /// To where the next declaration begins, over a block if there is one.
    mutating func skipDeclaration() {
        var open = 0
        while !at(.end) {
            if at(.leftBrace) { open += 1 }
            if at(.rightBrace) {
                open -= 1
                if open <= 0 {
                    advance()
                    return
                }
            }
            if at(.newline), atDeclaration(1) || (open == 0 && !atOrphan(1)) { return }
            advance()
        }
    }

    /// Whether a line that can only stand in a block begins `distance` tokens from here: its block
    /// was lost already.
    private func atOrphan(_ distance: Int) -> Bool {
        let first = peek(distance)
        return first.kind == .rightBrace || (first.kind != .end && !isAtMargin(first))
            || (first.kind == .name && Block.allWords.contains(spelling(of: first)))
    }

    /// Whether a declaration begins `distance` tokens from here.
    func atDeclaration(_ distance: Int = 0) -> Bool {
        let first = peek(distance)
        guard first.kind == .name else { return false }
        let follower = peek(distance + 1).kind
        switch spelling(of: first) {
        case "stream", "kpi", "alert", "param", "set", "calendar", "table", "benchmark":
            return follower == .name
        // A clause of KPIs, too.
        case "stage": return follower == .name && isAtMargin(first)
        case "test": if case .text = follower { return true } else { return false }
        default: return false
        }
    }

    /// Reads the clauses between braces, each by `clause`, which is told its first word.
    ///
    /// - Returns: whether all of it could be read.
    mutating func parseBlock(
        _ block: Block, _ clause: (inout Parser, String) throws(Stop) -> Void
    ) -> Bool {
        var seen: [String: SourceRange] = [:]
        return parseLines(of: block) { (parser) throws(Stop) in
            let first = parser.token
            let word = parser.spelling(of: first)
            try parser.checkWord(word, of: block)
            parser.advance()
            try clause(&parser, word)
            try parser.endClause()
            parser.reportIfRepeated(word, first.range, of: block, &seen)
        }
    }

    /// Reads the lines between braces, each by `line`.
    ///
    /// - Returns: whether all of it could be read.
    mutating func parseLines(of block: Block, _ line: (inout Parser) throws(Stop) -> Void) -> Bool {
        guard let brace = openBlock(block) else {
            skipDeclaration()
            return false
        }
        var isWhole = true
        while true {
            skipNewlines()
            if take(.rightBrace) != nil { return isWhole }
            if at(.end) || (atDeclaration() && !block.words.contains(spelling(of: token))) {
                reportUnclosed(brace)
                return false
            }
            do {
                try line(&self)
                try endClause()
            } catch {
                isWhole = false
                skip { $0.skipLine() }
            }
        }
    }

    /// The opening brace; where it is forgotten before a line that is plainly a clause, the block
    /// goes on without it.
    private mutating func openBlock(_ block: Block) -> SourceRange? {
        if let brace = take(.leftBrace) { return brace.range }
        let place = previous.range
        let isSplit = previous.kind == .name && at(.name)
        _ = expected(
            "`{`",
            help: isSplit
                ? "a name is one word: `\(spelling(of: previous))_\(spelling(of: token))`"
                : "the clauses stand between `{` and `}`")
        let goesOn =
            at(.newline) && peek().kind == .name && block.words.contains(spelling(of: peek()))
        return goesOn ? place : nil
    }

    private mutating func reportUnclosed(_ brace: SourceRange) {
        report(
            .unclosedBlock, "this block is not closed", at: brace, "opened here",
            and: [Diagnostic.Label(token.range, "another declaration begins, or the file ends")],
            help: "put `}` on a line of its own after the last clause")
    }

    /// The end of the line, or of the block.
    mutating func endClause() throws(Stop) {
        if at(.newline) || at(.rightBrace) || at(.end) { return }
        switch token.kind {
        case .where:
            throw expected("the end of the line", help: "`where` belongs behind `from STREAM`")
        default:
            if let help = foreignTail { throw expected("the end of the line", help: help) }
            let words = ["every", "for", "where", "and", "or", "from", "after"]
            let near = at(.name) ? suggestion(for: spelling(of: token), among: words) : nil
            throw expected(
                "the end of the line",
                help: near.map { "did you mean `\($0)`?" }
                    ?? "each clause has a line of its own, and a list has commas")
        }
    }

    /// What people mean who go on like this.
    private var foreignTail: String? {
        if at(.comma), case .number = previous.kind, case .number = peek().kind {
            return "decimals stand behind a point: "
                + "`\(spelling(of: previous)).\(spelling(of: peek()))`"
        }
        return at(.name) ? Block.foreignTails[spelling(of: token)] : nil
    }

    private mutating func reportIfRepeated(
        _ word: String, _ range: SourceRange, of block: Block, _ seen: inout [String: SourceRange]
    ) {
        guard !block.repeatable.contains(word) else { return }
        guard let first = seen.updateValue(range, forKey: word) else { return }
        report(
            .repeatedClause, "`\(word)` is said twice", at: range, "the second time",
            and: [Diagnostic.Label(first, "the first time")], help: "keep one of the two")
    }

    private mutating func checkWord(_ word: String, of block: Block) throws(Stop) {
        guard at(.name) else { throw expected("a clause of the \(block) or `}`") }
        if block.words.contains(word) { return }
        if block.unbuilt.contains(word) { throw notBuilt("`\(word)`", help: "remove the clause") }
        let help =
            block.foreign[word].map { "write `\($0)`" }
            ?? suggestion(for: word, among: block.words).map { "did you mean `\($0)`?" }
            ?? "the clauses of \(block.article) are \(list(block.words))"
        report(
            .unknownClause, "`\(word)` is not a clause of \(block.article)", at: token.range,
            "no clause has this name", help: help)
        throw Stop()
    }
}

/// `a`, `b` and `c`, each in backticks.
func list(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " and " + last
}
