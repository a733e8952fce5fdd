extension Parser {
    /// call = NAME "(" [ expression ] selection [ follow ] { "," argument } [ selection ] ")"
    mutating func parseCall() throws(Stop) -> Expression {
        let function = name(of: advance())
        try need(.leftParenthesis, "`(`")
        let operand = atOperand ? try parseOperand() : nil
        var selection = try parseSelection()
        let follow = atFollow ? try parseFollow() : nil
        var arguments: [Call.Argument] = []
        while take(.comma) != nil { arguments.append(try parseArgument()) }
        if selection.stream == nil, selection.condition == nil {
            selection = try parseSelection()
        }
        let last = try needEnd(of: function)
        return Expression(
            form: .call(
                Call(
                    function: function, operand: operand, selection: selection, follow: follow,
                    arguments: arguments)),
            range: function.range.through(last.range))
    }

    private mutating func needEnd(of function: Name) throws(Stop) -> Token {
        if at(.newline) || at(.end) {
            throw expected("`)`", help: "close what `\(function.text)(` opens")
        }
        return try need(.rightParenthesis, "`)`")
    }

    private var atOperand: Bool {
        switch token.kind {
        case .rightParenthesis, .where, .comma: false
        default: !atFrom && !atFollow
        }
    }

    /// `from STREAM`; a field may be called `from` too.
    private var atFrom: Bool { at(word: "from") && peek().kind == .name }

    /// An operand may be a whole condition: `share(first_contact and wait_s < 30s)`.
    private mutating func parseOperand() throws(Stop) -> Expression {
        let level = depth
        defer { depth = level }
        return try parseDisjunction()
    }

    /// selection = [ "from" NAME ] [ "where" expression ]
    private mutating func parseSelection() throws(Stop) -> Selection {
        var selection = Selection()
        if atFrom {
            advance()
            selection.stream = try parseName("the name of a stream")
        }
        if take(.where) != nil { selection.condition = try parseDisjunction() }
        return selection
    }

    /// from = "from" NAME [ "where" expression ]
    mutating func parseFrom() throws(Stop) -> Selection {
        let stream = try parseName("the name of a stream")
        let condition = take(.where) == nil ? nil : try parseExpression()
        try endClause()
        return Selection(stream: stream, condition: condition)
    }

    /// argument = [ NAME ] expression [ ".." expression ]
    mutating func parseArgument() throws(Stop) -> Call.Argument {
        var name: Name?
        switch peek().kind {
        case .number, .percentage, .duration, .name: name = take(.name).map { self.name(of: $0) }
        default: break
        }
        let value = try parseDisjunction()
        let upTo = take(.dots) == nil ? nil : try parseSum()
        return Call.Argument(name: name, value: value, upTo: upTo)
    }

    /// PromQL's `x[5m]`.
    mutating func rangeInBrackets() -> Stop {
        let name = advance()
        let bracket = advance()
        let range = at(.rightBracket) ? "1h" : spelling(of: token)
        report(
            .foreignSpelling, "a range in brackets is PromQL", at: bracket.range,
            "the window is not said here",
            help: "write `\(spelling(of: name))`, and `over \(range)` as a clause of the KPI")
        return Stop()
    }

    /// Reports something of the language that this version cannot do.
    mutating func notBuilt(_ what: String, at range: SourceRange? = nil, help: String) -> Stop {
        report(
            .notBuiltYet, "\(what) is not built yet in this version", at: range ?? token.range,
            "planned, and not there", help: help)
        isIgnoring = true
        return Stop()
    }
}
