import Model
import Plans

extension Parser {
    /// declaration = stream | kpi | alert | calendar | table | stage | benchmark | param | set
    ///             | language | test
    mutating func parseDeclaration() throws(Stop) {
        let word = spelling(of: token)
        guard at(.name) else {
            if peek().kind == .name { declarations.lost.append(name(of: peek())) }
            // Another language altogether: its signs are no mistakes of their own.
            isIgnoring = at(.leftBrace)
            throw expected(
                "a declaration", help: "declarations begin with \(list(Block.declarations))")
        }
        guard Block.declarations.contains(word) else { throw unknownDeclaration(word) }
        advance()
        switch word {
        case "stream": try parseStream()
        case "kpi": try parseKPI()
        case "alert": try parseAlert()
        case "calendar": try parseCalendar()
        case "table": try parseTable()
        case "stage": try parseStage()
        case "benchmark": try parseBenchmark()
        case "language": try parseLanguage()
        case "test": try parseTest()
        case "param": declarations.params.append(try parseAssignment())
        default: declarations.sets.append(try parseAssignment())
        }
        if at(.newline) || at(.end) || previous.kind == .newline { return }
        declarations.damageLast(word)
        throw expected("the end of the line", help: "each declaration begins on a line of its own")
    }

    private mutating func unknownDeclaration(_ word: String) -> Stop {
        let help =
            Block.foreignDeclarations[word].map { "write `\($0)`" }
            ?? suggestion(for: word, among: Block.declarations).map { "did you mean `\($0)`?" }
            ?? "declarations begin with \(list(Block.declarations))"
        report(
            .unknownDeclaration, "`\(word)` begins no declaration", at: token.range,
            "not a declaration", help: help)
        if peek().kind == .name { advance() }
        declarations.lost.append(name(of: token))
        return Stop()
    }

    /// param = "param" NAME "=" literal;  set = "set" NAME "=" literal
    private mutating func parseAssignment() throws(Stop) -> Assignment {
        let name = try parseName("a name")
        do {
            try need(.assign, "`=`")
            let value = try parseLiteral()
            guard at(.newline) || at(.end) else { throw expected("the end of the line") }
            return Assignment(name: name, value: value)
        } catch {
            while !at(.newline), !at(.end) { advance() }
            return Assignment(name: name, value: nil)
        }
    }

    /// language = "language" ( "en" | "fr" )
    private mutating func parseLanguage() throws(Stop) {
        let word = previous.range
        let tongue = try parseTongue(help: "write `language fr`")
        let language = LanguageDeclaration(tongue: tongue, range: word.through(previous.range))
        if let first = declarations.language {
            report(
                .duplicate, "the language of this file is declared twice", at: language.range,
                "the second time", and: [Diagnostic.Label(first.range, "the first time")],
                help: "remove one of the two; it holds for the whole file")
        }
        declarations.language = declarations.language ?? language
    }

    private mutating func parseTongue(help: String) throws(Stop) -> Tongue {
        for tongue in Tongue.allCases where take(word: tongue.code) != nil { return tongue }
        throw expected(Tongue.allCases.map { "`\($0.code)`" }.joined(separator: " or "), help: help)
    }

    /// also = "also" ( "en" | "fr" ) TEXT
    private mutating func parseAlso() throws(Stop) -> KPIPlan.Name {
        let tongue = try parseTongue(help: "write `also fr \"NOM\"`")
        return KPIPlan.Name(tongue, try parseText().value)
    }

    /// stream = "stream" NAME "{" { tag | field | late | refuse } "}"
    private mutating func parseStream() throws(Stop) {
        var stream = StreamDeclaration(name: try parseName("the name of the stream"))
        stream.isDamaged = !parseBlock(.stream) { (parser, word) throws(Stop) in
            switch word {
            case "tag": stream.tags += try parser.parseTags()
            case "field": stream.fields.append(try parser.parseField())
            case "refuse":
                try parser.need(.where, "`where`", help: "write `refuse where CONDITION`")
                stream.refuse = try parser.parseLastExpression()
            default: stream.late = try parser.parseSpan()
            }
        }
        declarations.streams.append(stream)
    }

    /// tag = "tag" NAME [ "in" texts ] { "," NAME [ "in" texts ] }
    private mutating func parseTags() throws(Stop) -> [StreamDeclaration.Tag] {
        var tags: [StreamDeclaration.Tag] = []
        repeat {
            let name = try parseName("the name of a tag")
            let values = take(.in) == nil ? [] : try parseTextsInBrackets()
            tags.append(StreamDeclaration.Tag(name: name, values: values))
        } while take(.comma) != nil
        return tags
    }

    /// field = "field" NAME type [ "id" | "weight" ] [ "shown" ]
    private mutating func parseField() throws(Stop) -> StreamDeclaration.Field {
        let name = try parseName("the name of a field")
        if at(.comma) {
            throw expected("a type", help: "each field has a line of its own")
        }
        let type = try parseType()
        let id = take(word: "id")?.range
        let weight = take(word: "weight")?.range
        let isShown = take(word: "shown") != nil
        try endClause()
        return StreamDeclaration.Field(
            name: name, type: type, id: id, weight: weight, isShown: isShown)
    }

    /// type = NAME [ "(" ( NAME | number | number ".." number ) ")" ]
    private mutating func parseType() throws(Stop) -> TypeName {
        let name = try parseName("a type", help: "types are \(list(TypeName.names))")
        guard take(.leftParenthesis) != nil else {
            return TypeName(name: name, detail: nil, range: name.range)
        }
        let detail = try parseTypeDetail()
        let help = name.text == "score" ? "write `score(0..10)`" : nil
        let last = try need(.rightParenthesis, "`)`", help: help)
        return TypeName(name: name, detail: detail, range: name.range.through(last.range))
    }

    private mutating func parseTypeDetail() throws(Stop) -> TypeName.Detail {
        if let word = take(.name) { return .word(spelling(of: word)) }
        let low = try parseSignedNumber("a unit or a number")
        guard take(.dots) != nil else { return .number(low) }
        return .bounds(low, try parseSignedNumber("a number"))
    }

    /// kpi = "kpi" NAME [ TEXT ] "{" { clause } "}"
    private mutating func parseKPI() throws(Stop) {
        var kpi = KPIDeclaration(
            name: try parseName("the name of the KPI", help: "write `kpi NAME \"TITLE\" {`"))
        kpi.title = parseTextIfAny()
        kpi.isDamaged = !parseBlock(.kpi) { (parser, word) throws(Stop) in
            switch word {
            case "from": kpi.selection = try parser.parseFrom()
            case "value": kpi.value = try parser.parseLastExpression()
            case "by": kpi.by += try parser.parseNames("the name of a tag")
            case "over": try parser.parseWindow(&kpi)
            case "per": try parser.parseCalendarWindow(&kpi)
            case "every": kpi.every = try parser.parseSpan()
            case "better":
                let word = parser.previous.range
                let side = try parser.parseBetter()
                kpi.better = (side, word.through(parser.previous.range))
            case "settle": kpi.settle = try parser.parseSpan()
            case "needs": kpi.needs = try parser.parseWhole()
            case "anonymous":
                try parser.need(word: "below", help: "write `anonymous below 8`")
                kpi.anonymousBelow = try parser.parseWhole()
            case "stage": kpi.stage = try parser.parseName("the name of a stage")
            case "kano": kpi.kano = try parser.parseKano()
            case "goal": kpi.goal = try parser.parseGoal()
            case "no":
                try parser.need(word: "alert", help: "write `no alert`")
                kpi.isUnwatched = true
            case "also": kpi.also.append(try parser.parseAlso())
            default:
                kpi.groupLimit = try parser.parseWhole()
                try parser.need(word: "groups", help: "write `limit 10_000 groups`")
            }
        }
        declarations.kpis.append(kpi)
    }

    /// over = "over" DURATION [ "every" DURATION ] [ "settle" DURATION ]
    private mutating func parseWindow(_ kpi: inout KPIDeclaration) throws(Stop) {
        kpi.over = try parseSpan()
        try parseStep(&kpi)
    }

    private mutating func parseStep(_ kpi: inout KPIDeclaration) throws(Stop) {
        if take(word: "every") != nil { kpi.every = try parseSpan() }
        if take(word: "settle") != nil { kpi.settle = try parseSpan() }
    }

    /// per = "per" [ "closed" ] UNIT [ "in" TEXT ] [ "every" DURATION ] [ "settle" DURATION ]
    private mutating func parseCalendarWindow(_ kpi: inout KPIDeclaration) throws(Stop) {
        let first = previous.range
        let isClosedOnly = take(word: "closed") != nil
        let unit = try parseName("`hour`, `day`, `week`, `month`, `quarter` or `year`")
        let zone = take(.in) == nil ? nil : try parseText()
        kpi.period = CalendarWindow(
            unit: unit, isClosedOnly: isClosedOnly, zone: zone,
            range: first.through(previous.range))
        try parseStep(&kpi)
    }

    /// better = "better" ( "higher" | "lower" )
    private mutating func parseBetter() throws(Stop) -> KPIPlan.Better {
        if take(word: "higher") != nil { return .higher }
        if take(word: "lower") != nil { return .lower }
        throw expected("`higher` or `lower`")
    }
}
