import Model
import Plans

extension Parser {
    /// test = "test" TEXT "{" { at | set | feed | forany | expect } "}"
    mutating func parseTest() throws(Stop) {
        var test = TestDeclaration(title: try parseTitle())
        let isWhole = parseBlock(.test) { (parser, word) throws(Stop) in
            switch word {
            case "at": test.start = try parser.parseStart()
            case "set": test.sets.append(try parser.parseSetting())
            case "feed": test.feeds.append(try parser.parseFeed())
            case "for": try parser.parseForAny(&test)
            default: test.expectations.append(try parser.parseExpectation())
            }
        }
        test.isDamaged = !isWhole || test.title.value.isEmpty
        declarations.tests.append(test)
    }

    /// Without one the block is read all the same, for its clauses would pass for declarations.
    private mutating func parseTitle() throws(Stop) -> Text {
        if let text = parseTextIfAny() { return text }
        let stop = expected("what it shows, in quotes", help: "write `test \"what it shows\" {`")
        guard at(.leftBrace) || peek().kind == .leftBrace else { throw stop }
        if at(.name) { advance() }
        return Text(value: "", range: previous.range)
    }

    /// at = "at" DATE CLOCK [ "in" TEXT ]
    private mutating func parseStart() throws(Stop) -> TestDeclaration.Start {
        let help = "write `at 2026-03-09 09:00 in \"Europe/Paris\"`"
        let first = token.range
        guard case .date(let day) = token.kind else { throw expected("a date", help: help) }
        advance()
        guard case .clock(let minutes) = token.kind else {
            throw expected("a time of day", help: help)
        }
        advance()
        let zone = take(.in) == nil ? nil : try parseText()
        return TestDeclaration.Start(
            day: day, minutes: minutes, zone: zone, range: first.through(previous.range))
    }

    private mutating func parseSetting() throws(Stop) -> Assignment {
        let name = try parseName("the name of a param")
        try need(.assign, "`=`")
        return Assignment(name: name, value: try parseLiteral())
    }

    /// forany = "for" "any" draw { "and" draw } [ WHOLE "times" ] [ expect ]
    private mutating func parseForAny(_ test: inout TestDeclaration) throws(Stop) {
        try need(word: "any", help: "write `for any wait in 0s..3m`")
        repeat {
            test.draws.append(try parseDraw())
        } while take(.and) != nil
        if case .number = token.kind { test.runs = try parseTimes() }
        if take(word: "expect") != nil { test.expectations.append(try parseExpectation()) }
    }

    /// draw = NAME "in" literal ".." literal
    private mutating func parseDraw() throws(Stop) -> TestDeclaration.Draw {
        let name = try parseName("a name for the values")
        try need(.in, "`in`", help: "write `for any \(name.text) in 0s..3m`")
        let low = try parseLiteral()
        try need(.dots, "`..`", help: "write the lowest and the highest value, as in `0s..3m`")
        return TestDeclaration.Draw(name: name, low: low, high: try parseLiteral())
    }

    /// times = WHOLE "times"
    mutating func parseTimes() throws(Stop) -> Whole {
        let whole = try parseWhole()
        if take(word: "time") == nil { try need(word: "times") }
        return whole
    }

    // MARK: - Feeds

    /// feed = "feed" NAME { NAME "=" course } { timing }
    private mutating func parseFeed() throws(Stop) -> TestDeclaration.Feed {
        let word = previous.range
        var feed = TestDeclaration.Feed(
            stream: try parseName("the name of a stream"), range: word)
        while at(.name), peek().kind == .assign {
            let column = name(of: advance())
            advance()
            feed.givens.append(.init(column: column, course: try parseCourse()))
        }
        while !at(.newline), !at(.rightBrace), !at(.end) { try parseTiming(of: &feed) }
        feed.range = word.through(previous.range)
        if let every = feed.every, feed.lasting == nil {
            report(
                .missingClause, "this feed does not say for how long", at: every.range,
                "an event each \(every.interval)", help: "add `for 2h`")
            throw Stop()
        }
        if let lasting = feed.lasting, feed.every == nil {
            report(
                .missingClause, "this feed does not say how often", at: lasting.range,
                "for \(lasting.interval)", help: "write `every 10s for \(lasting.interval)`")
            throw Stop()
        }
        return feed
    }

    /// timing = times | "every" DURATION "for" DURATION | "after" DURATION | "late" DURATION |
    /// "doubled"
    private mutating func parseTiming(of feed: inout TestDeclaration.Feed) throws(Stop) {
        if case .number = token.kind { return feed.times = try parseTimes() }
        switch at(.name) ? spelling(of: token) : "" {
        case "every":
            advance()
            feed.every = try parseSpan()
        case "for":
            advance()
            feed.lasting = try parseSpan()
        case "after":
            advance()
            feed.after = try parseSpan()
        case "late":
            advance()
            feed.late = try parseSpan()
        case "doubled": feed.doubled = advance().range
        default: throw unknownTiming()
        }
    }

    private mutating func unknownTiming() -> Stop {
        let words = ["every", "for", "after", "late", "doubled"]
        let meant = ["from": "after", "since": "after", "delayed": "late", "twice": "doubled"]
        let word = at(.name) ? spelling(of: token) : ""
        let near = meant[word] ?? suggestion(for: word, among: words)
        return expected(
            "how often and when, or the end of the line",
            help: near.map { "write `\($0)`" }
                ?? "write `FIELD=VALUE`, `20 times`, `every 10s for 2h`, `after 1h`, `late 30m` or "
                + "`doubled`")
    }

    /// course = operand [ "to" operand | { "then" operand } | "rising" "by" operand ] [ "varying"
    /// "by" operand ]
    private mutating func parseCourse() throws(Stop) -> TestDeclaration.Course {
        let first = try parseOperandOfFeed()
        var shape = TestDeclaration.Course.Shape.steps([first])
        if take(word: "to") != nil {
            shape = .ramp(first, to: try parseOperandOfFeed())
        } else if take(word: "rising") != nil {
            try need(word: "by", help: "write `0 rising by 10`")
            shape = .rising(first, by: try parseOperandOfFeed())
        } else {
            var steps = [first]
            while take(word: "then") != nil { steps.append(try parseOperandOfFeed()) }
            shape = .steps(steps)
        }
        guard take(word: "varying") != nil else {
            return TestDeclaration.Course(shape: shape, noise: nil)
        }
        try need(word: "by", help: "write `40s varying by 5s`")
        return TestDeclaration.Course(shape: shape, noise: try parseOperandOfFeed())
    }

    private mutating func parseOperandOfFeed() throws(Stop) -> TestDeclaration.Operand {
        switch token.kind {
        case .name where !at(word: "true") && !at(word: "false"): return .word(try parseBareWord())
        case .number(let value) where peek().kind == .name && peek(2).kind == .assign:
            return .literal(Literal(value: .number(value), range: advance().range))
        default: return .literal(try parseLiteral("a value such as `40s`, `chat` or `\"c-{n}\"`"))
        }
    }

    /// A text without quotes, of letters, digits and `_`.
    mutating func parseBareWord() throws(Stop) -> Name {
        let next = peek()
        let isWhole =
            next.range.start > token.range.end
            || [.comma, .newline, .rightBrace, .end].contains(next.kind)
        guard isWhole else {
            throw expected("a text in quotes", help: "write `\"\(spellingToSpace)\"`")
        }
        return name(of: advance())
    }
}
