import Model
import Plans

extension Parser {
    /// alert = "alert" NAME "on" ( NAME | "each" NAME | "stream" silence ) "{" { clause } "}"
    mutating func parseAlert() throws(Stop) {
        let name = try parseName("the name of the alert")
        try need(word: "on", help: "write `alert \(name.text) on KPI {`")
        declarations.lastAlertIsWatch = at(word: "each") && peek().kind == .name
        if declarations.lastAlertIsWatch { return try parseWatch(name) }
        var alert = AlertDeclaration(name: name, subject: try parseSubject())
        alert.isDamaged = !parseBlock(.alert) { (parser, word) throws(Stop) in
            try parser.parseClause(word, of: &alert)
        }
        declarations.alerts.append(alert)
    }

    /// silence = NAME [ "where" expression ] [ "by" NAME { "," NAME } ]
    private mutating func parseSubject() throws(Stop) -> AlertDeclaration.Subject {
        guard at(word: "stream"), peek().kind == .name else {
            return .kpi(try parseName("the name of a KPI"))
        }
        advance()
        let stream = try parseName("the name of a stream")
        let condition = take(.where) == nil ? nil : try parseExpression()
        let by = take(word: "by") == nil ? [] : try parseNames("the name of a tag")
        return .stream(Selection(stream: stream, condition: condition), by: by)
    }

    private mutating func parseWatch(_ name: Name) throws(Stop) {
        advance()
        var watch = WatchDeclaration(name: name, stream: try parseName("the name of a stream"))
        watch.isDamaged = !parseBlock(.watch) { (parser, word) throws(Stop) in
            switch word {
            case "once": watch.once = try parser.parseOnce()
            case "info", "warning", "critical": watch.rungs += try parser.parseRung(word)
            default: try parser.parseClause(word, of: &watch.message)
            }
        }
        declarations.watches.append(watch)
    }

    private mutating func parseClause(_ word: String, of alert: inout AlertDeclaration)
        throws(Stop)
    {
        switch word {
        case "recover": alert.recover = try parseHeld(previous.range)
        case "no":
            let first = previous.range
            alert.noData = try parseNoData()
            alert.noDataRange = first.through(previous.range)
        case "repeat":
            try need(word: "every", help: "write `repeat every 4h`")
            alert.repeatEvery = try parseSpan()
        case "explain":
            try need(word: "by", help: "write `explain by TAG`")
            alert.explainBy = try parseNames("the name of a tag")
        case "quote": alert.quote = try parseName("the name of a text field")
        case "info", "warning", "critical": alert.rungs += try parseRung(word)
        default: try parseClause(word, of: &alert.message)
        }
    }

    private mutating func parseClause(_ word: String, of message: inout Message) throws(Stop) {
        switch word {
        case "owner": message.owner = try parseText()
        case "runbook": message.runbook = try parseText()
        case "notify": message.notify = try parseTexts()
        case "summary": message.summary = try parseText()
        case "detail": message.detail = try parseText()
        case "during": message.during = try parseName("the name of a calendar")
        case "season": message.season = try parseName("the name of a calendar")
        case "unless": message.unless = try parseNames("the name of an alert")
        case "bundle": message.bundle = try parseBundle()
        case "mode":
            try need(word: "shadow", help: "write `mode shadow`, or leave the clause out")
            message.isShadow = true
        default: message.labels = try parseLabels()
        }
    }

    /// bundle = "bundle" "by" NAME { "," NAME } "within" DURATION | "bundle" "within" DURATION
    private mutating func parseBundle() throws(Stop) -> Message.Bundle {
        let help = "write `bundle within 30s`, or `bundle by TAG within 30s`"
        let by = take(word: "by") == nil ? [] : try parseNames("the name of a tag")
        try need(word: "within", help: help)
        return Message.Bundle(by: by, within: try parseSpan())
    }

    private mutating func parseRung(_ word: String) throws(Stop) -> [AlertDeclaration.Rung] {
        let when = try parseHeld(previous.range)
        return Severity.allCases.filter { $0.name == word }.map {
            AlertDeclaration.Rung(severity: $0, when: when)
        }
    }

    /// once = "once" "per" NAME "within" DURATION
    private mutating func parseOnce() throws(Stop) -> WatchDeclaration.Once {
        try need(word: "per", help: "write `once per order_id within 1d`")
        let column = try parseName("the name of a tag or field")
        try need(word: "within", help: "write `once per \(column.text) within 1d`")
        return WatchDeclaration.Once(column: column, within: try parseSpan())
    }

    /// held = "when" expression [ "for" duration ]
    private mutating func parseHeld(_ word: SourceRange) throws(Stop) -> AlertDeclaration.Held {
        try need(word: "when", help: "write `\(spelling(of: previous)) when value > LIMIT`")
        let condition = try parseExpression()
        let lasting = take(word: "for") == nil ? nil : try parseSpan()
        try endClause()
        return AlertDeclaration.Held(word: word, condition: condition, lasting: lasting)
    }

    /// nodata = "no" "data" ( "keep" | "ok" | severity "after" duration )
    private mutating func parseNoData() throws(Stop) -> NoData {
        try need(word: "data")
        if take(word: "keep") != nil { return .keep }
        if take(word: "ok") != nil { return .ok }
        for severity in Severity.allCases where take(word: severity.name) != nil {
            try need(word: "after", help: "write `no data \(severity.name) after 2h`")
            return .alarm(severity, after: try parseSpan().interval)
        }
        throw expected("`keep`, `ok` or a severity", help: "write `no data critical after 2h`")
    }

    /// labels = "labels" NAME "=" TEXT { "," NAME "=" TEXT }
    private mutating func parseLabels() throws(Stop) -> [(name: Name, value: Text)] {
        var labels: [(name: Name, value: Text)] = []
        repeat {
            let name = try parseName("the name of a label")
            try need(.assign, "`=`")
            labels.append((name, try parseText()))
        } while take(.comma) != nil
        return labels
    }
}
