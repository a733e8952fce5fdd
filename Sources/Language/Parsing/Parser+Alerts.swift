import Model
import Plans

extension Parser {
    /// alert = "alert" NAME "on" ( NAME | "each" NAME ) "{" { clause } "}"
    mutating func parseAlert() throws(Stop) {
        let name = try parseName("the name of the alert")
        try need(word: "on", help: "write `alert \(name.text) on KPI {`")
        if at(word: "stream"), peek().kind == .name {
            throw notBuilt("an alert `on stream`", help: "remove the alert")
        }
        declarations.lastAlertIsWatch = at(word: "each") && peek().kind == .name
        if declarations.lastAlertIsWatch { return try parseWatch(name) }
        var alert = AlertDeclaration(name: name, kpi: try parseName("the name of a KPI"))
        alert.isDamaged = !parseBlock(.alert) { (parser, word) throws(Stop) in
            try parser.parseClause(word, of: &alert)
        }
        declarations.alerts.append(alert)
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
        case "no": alert.noData = try parseNoData()
        case "repeat":
            try need(word: "every", help: "write `repeat every 4h`")
            alert.repeatEvery = try parseSpan()
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
        default: message.labels = try parseLabels()
        }
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
        if at(word: "silent") { throw notBuilt("`silent`", help: "remove the clause") }
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
