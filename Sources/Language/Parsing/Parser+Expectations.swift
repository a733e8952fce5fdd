import Model
import Plans

extension Parser {
    /// expect = "expect" ( subject claim | TEXT [ "never" ] "told" … | "nobody" "told" … )
    mutating func parseExpectation() throws(Stop) -> TestDeclaration.Expectation {
        let word = previous.range
        let claim = try parseClaim()
        return TestDeclaration.Expectation(claim: claim, range: word.through(previous.range))
    }

    private mutating func parseClaim() throws(Stop) -> TestDeclaration.Expectation.Claim {
        if let contact = parseTextIfAny() {
            let isNever = take(word: "never") != nil
            return .told(try parseTelling(contact, times: isNever ? 0 : nil))
        }
        if at(word: "nobody") {
            advance()
            return .told(try parseTelling(nil, times: 0))
        }
        let subject = try parseSubject()
        if take(word: "never") != nil {
            let state = try parseState()
            return .never(subject, state, try parseStretch())
        }
        if at(word: "no"), peek().kind == .name, spelling(of: peek()) == "value" {
            advance()
            advance()
            return .noValue(subject, at: try parseMoment())
        }
        if let comparison = takeComparison() { return try parseValue(of: subject, comparison) }
        let state = try parseState()
        return .state(subject, state, try parseWhen())
    }

    /// subject = NAME [ group ]
    private mutating func parseSubject() throws(Stop) -> TestDeclaration.Expectation.Subject {
        var subject = TestDeclaration.Expectation.Subject(
            name: try parseName(
                "an alert, a KPI, a contact in quotes or `nobody`",
                help: "write `expect ALERT{channel=chat} warning within 1h`"))
        if at(.leftBrace) { subject.group = try parseGroup() }
        return subject
    }

    /// group = "{" NAME "=" ( NAME | TEXT ) { "," NAME "=" ( NAME | TEXT ) } "}"
    mutating func parseGroup() throws(Stop) -> [(name: Name, value: Text)] {
        try need(.leftBrace, "`{`")
        do {
            return try parsePairs()
        } catch {
            // Its brace closes no block.
            while !at(.rightBrace), !at(.newline), !at(.end) { advance() }
            _ = take(.rightBrace)
            throw error
        }
    }

    private mutating func parsePairs() throws(Stop) -> [(name: Name, value: Text)] {
        var group: [(name: Name, value: Text)] = []
        repeat {
            let tag = try parseName("the name of a tag")
            if take(.equal) == nil {
                try need(.assign, "`=`", help: "write `\(tag.text)=VALUE`")
            }
            if at(.name) {
                let word = try parseBareWord()
                group.append((tag, Text(value: word.text, range: word.range)))
            } else {
                group.append((tag, try parseText()))
            }
        } while take(.comma) != nil
        try need(.rightBrace, "`}`", help: "put a value of more than letters in quotes")
        return group
    }

    /// state = ( "ok" | severity | "no" "data" ) [ "or" "worse" ]
    private mutating func parseState() throws(Stop) -> TestDeclaration.Expectation.State {
        let first = token.range
        let state: AlertState
        if take(word: "ok") != nil {
            state = .ok
        } else if take(word: "no") != nil {
            try need(word: "data")
            state = .noData
        } else {
            let severity = Severity.allCases.first { at(word: $0.name) }
            guard let severity else { throw unknownState() }
            advance()
            state = .firing(severity)
        }
        let orWorse = take(.or) != nil
        if orWorse { try need(word: "worse") }
        return TestDeclaration.Expectation.State(
            state: state, orWorse: orWorse, range: first.through(previous.range))
    }

    private mutating func unknownState() -> Stop {
        let states = ["ok", "info", "warning", "critical", "no data", "never", "no value"]
        let near = at(.name) ? suggestion(for: spelling(of: token), among: states) : nil
        return expected(
            "a state, or `=` and the value of a KPI",
            help: near.map { "did you mean `\($0)`?" }
                ?? "the states are `ok`, `info`, `warning`, `critical` and `no data`")
    }

    /// when = "within" DURATION [ "after" DURATION ] | "throughout" stretch | "at" DURATION
    private mutating func parseWhen() throws(Stop) -> TestDeclaration.Expectation.When {
        if take(word: "within") != nil {
            return .within(
                try parseSpan(), after: take(word: "after") == nil ? nil : try parseSpan())
        }
        if take(word: "throughout") != nil { return .throughout(try parseStretch()) }
        if take(word: "at") != nil { return .at(try parseSpan()) }
        throw expected(
            "`within`, `throughout` or `at`",
            help: "write `within 1h`, `within 1h after 2h`, `throughout` or `at 3h`")
    }

    /// stretch = [ "from" DURATION ] [ "to" DURATION ]
    private mutating func parseStretch() throws(Stop) -> TestDeclaration.Expectation.Stretch {
        let from = take(word: "from") == nil ? nil : try parseSpan()
        return TestDeclaration.Expectation.Stretch(
            from: from, to: take(word: "to") == nil ? nil : try parseSpan())
    }

    private mutating func parseMoment() throws(Stop) -> Span? {
        take(word: "at") == nil ? nil : try parseSpan()
    }

    private mutating func takeComparison() -> Comparison? {
        let comparison: Comparison
        switch token.kind {
        case .assign, .equal: comparison = .equal
        case .notEqual: comparison = .notEqual
        case .less: comparison = .less
        case .lessOrEqual: comparison = .lessOrEqual
        case .greater: comparison = .greater
        case .greaterOrEqual: comparison = .greaterOrEqual
        default: return nil
        }
        advance()
        return comparison
    }

    /// value = ( "=" | "<" | … ) literal [ "within" literal ] [ "at" DURATION ]
    private mutating func parseValue(
        of subject: TestDeclaration.Expectation.Subject, _ comparison: Comparison
    ) throws(Stop) -> TestDeclaration.Expectation.Claim {
        let literal = try parseLiteral()
        let tolerance = take(word: "within") == nil ? nil : try parseLiteral()
        return .value(subject, comparison, literal, tolerance: tolerance, at: try parseMoment())
    }

    /// told = "told" [ times ] [ "containing" TEXT { "," TEXT } ] [ "within" DURATION ] [ "after"
    /// DURATION ]
    private mutating func parseTelling(_ contact: Text?, times: Int?) throws(Stop)
        -> TestDeclaration.Expectation.Telling
    {
        try need(word: "told", help: "write `expect \"CONTACT\" told within 1h`")
        var telling = TestDeclaration.Expectation.Telling(contact: contact, times: times)
        if times == nil, case .number = token.kind { telling.times = try parseTimes().value }
        if take(word: "containing") != nil { telling.containing = try parseTexts() }
        if take(word: "within") != nil { telling.within = try parseSpan() }
        if take(word: "after") != nil { telling.after = try parseSpan() }
        return telling
    }
}
