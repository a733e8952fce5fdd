import Model

/// The smallest parts: names, texts, numbers and lengths of time.
extension Parser {
    func name(of token: Token) -> Name { Name(text: spelling(of: token), range: token.range) }

    mutating func parseName(_ what: String, help: String? = nil) throws(Stop) -> Name {
        switch token.kind {
        case .and, .or, .not, .in, .where:
            throw expected(what, help: "`\(spelling(of: token))` is a word of the language")
        default:
            return name(of: try need(.name, what, help: help))
        }
    }

    mutating func parseNames(_ what: String) throws(Stop) -> [Name] {
        var names = [try parseName(what)]
        while take(.comma) != nil { names.append(try parseName(what)) }
        return names
    }

    mutating func parseTextIfAny() -> Text? {
        guard case .text(let value) = token.kind else { return nil }
        return Text(value: value, range: advance().range)
    }

    mutating func parseText() throws(Stop) -> Text {
        if let text = parseTextIfAny() { return text }
        guard at(.name) else { throw expected("a text in quotes") }
        let stop = expected("a text in quotes", help: "write `\"\(spellingToSpace)\"`")
        // Whatever the lexer says of the signs in it: in quotes they are none.
        isIgnoring = true
        throw stop
    }

    mutating func parseTexts() throws(Stop) -> [Text] {
        var texts = [try parseText()]
        while take(.comma) != nil { texts.append(try parseText()) }
        return texts
    }

    /// texts = "[" TEXT { "," TEXT } "]"
    mutating func parseTextsInBrackets() throws(Stop) -> [Text] {
        try need(.leftBracket, "`[`", help: "write `in [\"one\", \"two\"]`")
        let texts = try parseTexts()
        try need(.rightBracket, "`]`", help: "a list has commas: `[\"one\", \"two\"]`")
        return texts
    }

    mutating func parseWhole() throws(Stop) -> Whole {
        guard case .number(let value) = token.kind, value == value.rounded(), value < 1e9 else {
            throw expected("a whole number")
        }
        return Whole(value: Int(value), range: advance().range)
    }

    mutating func parseSignedNumber(_ what: String) throws(Stop) -> Double {
        let sign = take(.minus) == nil ? 1.0 : -1.0
        guard case .number(let value) = token.kind else { throw expected(what) }
        advance()
        return sign * value
    }

    /// A length of time.
    mutating func parseSpan() throws(Stop) -> Span {
        let what = "a length of time such as `15m`"
        switch token.kind {
        case .duration(let interval):
            return Span(interval: interval, range: advance().range)
        case .number where peek().kind == .name:
            let literal = try parseLiteral(what)
            if case .duration(let interval) = literal.value {
                return Span(interval: interval, range: literal.range)
            }
            throw Stop()
        case .number where peek().kind == .comma:
            throw expected(what, help: "write thousands as `10_000`, or not at all")
        case .number:
            throw expected(what, help: "put the unit behind the number: `s`, `m`, `h`, `d`")
        default: throw expected(what)
        }
    }

    /// literal = [ "-" ] number [ "points" | CURRENCY ] | percentage | duration | TEXT | "true" |
    /// "false"
    mutating func parseLiteral(_ what: String = "a value such as `15m`, `30` or `15%`")
        throws(Stop) -> Literal
    {
        let first = token.range
        let isNegative = take(.minus) != nil
        var value: Literal.Value
        switch token.kind {
        case .number(let number): value = parseUnit(of: number)
        case .percentage(let share): value = .percentage(share)
        case .duration(let interval): value = .duration(interval)
        case .text(let text): value = .text(text)
        case .name where at(word: "true"): value = .bool(true)
        case .name where at(word: "false"): value = .bool(false)
        default: throw expected(what)
        }
        if isNegative {
            guard let negated = value.negated else { throw expected("a number after `-`") }
            value = negated
        }
        advance()
        if at(word: "per"), let rate = try parseRate(of: value) { value = rate }
        return Literal(value: value, range: first.through(previous.range))
    }

    /// The `per minute` behind a number; nil: the number is none that could come at a rate.
    private mutating func parseRate(of value: Literal.Value) throws(Stop) -> Literal.Value? {
        guard let (number, unit) = value.measured else { return nil }
        advance()
        if case .duration(let interval) = token.kind {
            advance()
            return .rate(number, unit, interval)
        }
        let help = "write `per minute`, `per hour`, `per day` or `per 10m`"
        let word = try parseName("a length of time", help: help)
        guard let nanoseconds = TimeUnit.nanoseconds(TimeUnit.foreign[word.text] ?? word.text)
        else {
            report(
                .unexpected, "`\(word.text)` is no length of time", at: word.range,
                "not a length of time", help: help)
            throw Stop()
        }
        return .rate(number, unit, Interval(nanoseconds: Int64(nanoseconds)))
    }

    /// The unit word behind a number, if there is one; leaves the last token of the literal to be
    /// taken.
    private mutating func parseUnit(of number: Double) -> Literal.Value {
        let range = token.range.through(peek().range)
        if peek().kind == .percentSign {
            report(
                .foreignUnit, "`%` stands right behind its number", at: range,
                "a space between them", help: "write `\(spelling(of: token))%`")
            advance()
            return .percentage(number / 100)
        }
        guard peek().kind == .name else { return .number(number) }
        let word = spelling(of: peek())
        if word == "points" || word == "point" {
            advance()
            return .points(number)
        }
        if word.utf8.count == 3, word.utf8.allSatisfy({ (65...90).contains($0) }) {
            advance()
            return .money(number, word)
        }
        guard let unit = TimeUnit.nanoseconds(TimeUnit.foreign[word] ?? word),
            number * unit < 1e18
        else { return .number(number) }
        let interval = Interval(nanoseconds: Int64((number * unit).rounded()))
        report(
            .foreignUnit, "the unit of time stands right behind its number", at: range,
            "a space between them, or a long name", help: "write `\(interval)`")
        advance()
        return .duration(interval)
    }
}
