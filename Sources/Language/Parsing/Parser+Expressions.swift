import Plans

extension Parser {
    /// expression = conjunction { "or" conjunction }
    mutating func parseExpression() throws(Stop) -> Expression {
        depth = 0
        return try parseDisjunction()
    }

    /// An expression that ends its clause: one that does not is not taken for what it seems so far.
    mutating func parseLastExpression() throws(Stop) -> Expression {
        let expression = try parseExpression()
        try endClause()
        return expression
    }

    mutating func parseDisjunction() throws(Stop) -> Expression {
        try deepen()
        defer { depth -= 1 }
        var terms = [try parseConjunction()]
        while take(.or) != nil { terms.append(try parseConjunction()) }
        return joined(terms) { .any($0) }
    }

    /// conjunction = negation { "and" negation }
    private mutating func parseConjunction() throws(Stop) -> Expression {
        var terms = [try parseNegation()]
        while take(.and) != nil { terms.append(try parseNegation()) }
        return joined(terms) { .all($0) }
    }

    private func joined(_ terms: [Expression], _ form: ([Expression]) -> Expression.Form)
        -> Expression
    {
        guard terms.count > 1 else { return terms[0] }
        return Expression(
            form: form(terms), range: terms[0].range.through(terms[terms.count - 1].range))
    }

    /// negation = "not" negation | comparison
    private mutating func parseNegation() throws(Stop) -> Expression {
        guard let not = take(.not) else { return try parseComparison() }
        try deepen()
        defer { depth -= 1 }
        let inner = try parseNegation()
        return Expression(form: .not(inner), range: not.range.through(inner.range))
    }

    /// comparison = sum [ sign sum [ confidence ] | [ "not" ] "in" texts | anomaly ]
    /// sign = "<" | "<=" | ">" | ">=" | "==" | "!="
    private mutating func parseComparison() throws(Stop) -> Expression {
        let left = try parseSum()
        if at(.in) || (at(.not) && peek().kind == .in) { return try parseAmong(left) }
        if at(word: "is"), peek().kind == .name { return try parseAnomalous(left) }
        guard let comparison = takeComparison() else { return left }
        let right = try parseSum()
        if takeComparison(mayAssign: false) != nil {
            report(
                .chainedComparison, "comparisons do not chain", at: previous.range,
                "a second comparison",
                help: "write two comparisons with `and` between them")
            throw Stop()
        }
        let compared = Expression(
            form: .compare(left, comparison, right), range: left.range.through(right.range))
        return at(word: "with") ? try parseConfident(compared) : compared
    }

    private mutating func parseAmong(_ left: Expression) throws(Stop) -> Expression {
        let isNot = take(.not) != nil
        try need(.in, "`in`")
        let values = try parseTextsInBrackets()
        let among = Expression(
            form: .among(left, values), range: left.range.through(previous.range))
        return isNot ? Expression(form: .not(among), range: among.range) : among
    }

    private mutating func takeComparison(mayAssign: Bool = true) -> Comparison? {
        let comparison: Comparison
        switch token.kind {
        case .less: comparison = .less
        case .lessOrEqual: comparison = .lessOrEqual
        case .greater: comparison = .greater
        case .greaterOrEqual: comparison = .greaterOrEqual
        case .equal: comparison = .equal
        case .notEqual: comparison = .notEqual
        case .assign where mayAssign:
            comparison = .equal
            report(
                .foreignSpelling, "`=` does not compare", at: token.range, "sets a value",
                help: "write `==`")
        default: return nil
        }
        advance()
        return comparison
    }

    /// sum = product { ( "+" | "-" ) product }
    mutating func parseSum() throws(Stop) -> Expression {
        var sum = try parseProduct()
        let level = depth
        defer { depth = level }
        while let sign = takeSign([(.plus, .add), (.minus, .subtract)]) {
            try deepen()
            sum = arithmetic(sum, sign, try parseProduct())
        }
        return sum
    }

    /// product = factor { ( "*" | "/" ) factor }
    private mutating func parseProduct() throws(Stop) -> Expression {
        var product = try parseFactor()
        let level = depth
        defer { depth = level }
        while let sign = takeSign([(.star, .multiply), (.slash, .divide)]) {
            try deepen()
            product = arithmetic(product, sign, try parseFactor())
        }
        return product
    }

    private mutating func takeSign(_ signs: [(Token.Kind, Arithmetic)]) -> Arithmetic? {
        for (kind, arithmetic) in signs where take(kind) != nil { return arithmetic }
        return nil
    }

    private func arithmetic(_ left: Expression, _ sign: Arithmetic, _ right: Expression)
        -> Expression
    {
        Expression(
            form: .arithmetic(left, sign, right), range: left.range.through(right.range))
    }

    /// factor = "-" factor | "(" expression ")" | call | NAME [ group ] | literal
    private mutating func parseFactor() throws(Stop) -> Expression {
        switch token.kind {
        case .minus:
            let minus = advance()
            try deepen()
            defer { depth -= 1 }
            let inner = try parseFactor()
            return Expression(form: .negated(inner), range: minus.range.through(inner.range))
        case .leftParenthesis:
            let first = advance()
            var inner = try parseDisjunction()
            let last = try need(.rightParenthesis, "`)`")
            inner.range = first.range.through(last.range)
            return inner
        case .name where !at(word: "true") && !at(word: "false"):
            if peek().kind == .leftParenthesis { return try parseCall() }
            if peek().kind == .leftBracket { throw rangeInBrackets() }
            let name = name(of: advance())
            guard at(.leftBrace) else {
                return Expression(form: .name(name.text), range: name.range)
            }
            let pairs = try parseGroup()
            return Expression(
                form: .group(name, pairs), range: name.range.through(previous.range))
        default:
            let literal = try parseLiteral("a value")
            return Expression(form: .literal(literal.value), range: literal.range)
        }
    }
}
