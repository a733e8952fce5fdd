extension Parser {
    /// confidence = "with" "confidence" PERCENTAGE
    mutating func parseConfident(_ compared: Expression) throws(Stop) -> Expression {
        advance()
        try need(word: "confidence", help: "write `with confidence 95%`")
        guard case .percentage = token.kind else {
            throw expected("a percentage", help: "write `with confidence 95%`")
        }
        let level = try parseLiteral()
        return Expression(
            form: .confident(compared, level), range: compared.range.through(level.range))
    }

    /// anomaly = "is" "anomalous" [ "high" | "low" ] [ "using" detector ] [ "budget" rate ]
    mutating func parseAnomalous(_ value: Expression) throws(Stop) -> Expression {
        let first = advance().range
        try need(word: "anomalous", help: "write `is anomalous`, or compare with `==`")
        var anomaly = Anomaly(range: first)
        for direction in Anomaly.Direction.allCases where take(word: direction.rawValue) != nil {
            anomaly.direction = direction
        }
        if take(word: "using") != nil { anomaly.detector = try parseDetector() }
        if take(word: "budget") != nil { anomaly.budget = try parseBudget() }
        anomaly.range = first.through(previous.range)
        return Expression(
            form: .anomalous(value, anomaly), range: value.range.through(previous.range))
    }

    /// detector = NAME [ "(" argument { "," argument } ")" ]
    private mutating func parseDetector() throws(Stop) -> Call {
        let name = try parseName("the name of a detector")
        var call = Call(function: name, selection: Selection(), arguments: [])
        guard take(.leftParenthesis) != nil else { return call }
        repeat { call.arguments.append(try parseArgument()) } while take(.comma) != nil
        try need(.rightParenthesis, "`)`")
        return call
    }

    /// A rate such as `1 per 30d`.
    private mutating func parseBudget() throws(Stop) -> Literal {
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
