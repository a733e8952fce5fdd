import Plans

extension Parser {
    /// confidence = "with" "confidence" PERCENTAGE [ "at" ( "each" "look" | "all" "looks" ) ]
    mutating func parseConfident(_ compared: Expression) throws(Stop) -> Expression {
        advance()
        try need(word: "confidence", help: "write `with confidence 95%`")
        guard case .percentage = token.kind else {
            throw expected("a percentage", help: "write `with confidence 95%`")
        }
        let assurance = Assurance(level: try parseLiteral(), looks: try parseLooks())
        return Expression(
            form: .confident(compared, assurance), range: compared.range.through(previous.range))
    }

    private mutating func parseLooks() throws(Stop) -> Confidence.Looks? {
        guard take(word: "at") != nil else { return nil }
        let help = "write `at each look` or `at all looks`"
        if take(word: "each") != nil {
            try need(word: "look", help: help)
            return .each
        }
        guard take(word: "all") != nil else { throw expected("`each` or `all`", help: help) }
        try need(word: "looks", help: help)
        return .all
    }

    /// anomaly = "is" "anomalous" [ "high" | "low" ] { term }
    /// term = "by" "at" "least" literal | "using" detector | "budget" rate
    ///     | "across" "groups" "fdr" PERCENTAGE
    mutating func parseAnomalous(_ value: Expression) throws(Stop) -> Expression {
        let first = advance().range
        try need(word: "anomalous", help: "write `is anomalous`, or compare with `==`")
        var anomaly = Anomaly(range: first)
        for direction in Anomaly.Direction.allCases where take(word: direction.rawValue) != nil {
            anomaly.direction = direction
        }
        while try parseTerm(of: &anomaly) {}
        anomaly.range = first.through(previous.range)
        return Expression(
            form: .anomalous(value, anomaly), range: value.range.through(previous.range))
    }

    /// Whether there was one.
    private mutating func parseTerm(of anomaly: inout Anomaly) throws(Stop) -> Bool {
        let isAgain: Bool
        let word = token.range
        if at(word: "by") {
            isAgain = anomaly.effect != nil
            advance()
            try need(word: "at", help: "write `by at least 10%`")
            try need(word: "least", help: "write `by at least 10%`")
            anomaly.effect = try parseLiteral("how far off")
        } else if take(word: "using") != nil {
            isAgain = anomaly.detector != nil
            anomaly.detector = try parseDetector()
        } else if take(word: "budget") != nil {
            isAgain = anomaly.budget != nil
            anomaly.budget = try parseBudget()
        } else if take(word: "across") != nil {
            isAgain = anomaly.discoveries != nil
            anomaly.discoveries = try parseDiscoveries()
        } else {
            return false
        }
        if isAgain {
            report(
                .repeatedClause, "this is said twice of one anomaly", at: word, "again",
                help: "keep one of the two")
        }
        return true
    }

    private mutating func parseDiscoveries() throws(Stop) -> Literal {
        let help = "write `across groups fdr 5%`"
        try need(word: "groups", help: help)
        try need(word: "fdr", help: help)
        guard case .percentage = token.kind else { throw expected("a percentage", help: help) }
        return try parseLiteral()
    }

    /// detector = NAME [ "(" argument { "," argument } ")" ]
    mutating func parseDetector() throws(Stop) -> Call {
        let name = try parseName("the name of a detector")
        var call = Call(function: name, selection: Selection(), arguments: [])
        guard take(.leftParenthesis) != nil else { return call }
        repeat { call.arguments.append(try parseArgument()) } while take(.comma) != nil
        try need(.rightParenthesis, "`)`")
        return call
    }

    /// A rate such as `1 per 30d`.
    mutating func parseBudget() throws(Stop) -> Literal {
        let literal = try parseLiteral("a rate such as `1 per 30d`")
        guard case .rate = literal.value else {
            report(
                .unexpected, "a budget is a rate", at: literal.range, "not a rate",
                help: "write `budget 1 per 30d`")
            throw Stop()
        }
        return literal
    }
}
