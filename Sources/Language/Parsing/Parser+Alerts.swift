import Model
import Plans

extension Parser {
    /// alert = "alert" NAME "on" NAME "{" { clause } "}"
    mutating func parseAlert() throws(Stop) {
        let name = try parseName("the name of the alert")
        try need(word: "on", help: "write `alert \(name.text) on KPI {`")
        if at(word: "stream") || at(word: "each"), peek().kind == .name {
            throw notBuilt("an alert `on \(spelling(of: token))`", help: "remove the alert")
        }
        var alert = AlertDeclaration(name: name, kpi: try parseName("the name of a KPI"))
        alert.isDamaged = !parseBlock(.alert) { (parser, word) throws(Stop) in
            try parser.parseClause(word, of: &alert)
        }
        declarations.alerts.append(alert)
    }

    private mutating func parseClause(_ word: String, of alert: inout AlertDeclaration)
        throws(Stop)
    {
        let first = previous.range
        switch word {
        case "owner": alert.owner = try parseText()
        case "runbook": alert.runbook = try parseText()
        case "recover": alert.recover = try parseHeld(first)
        case "no": alert.noData = try parseNoData()
        case "notify": alert.notify = try parseTexts()
        case "repeat":
            try need(word: "every", help: "write `repeat every 4h`")
            alert.repeatEvery = try parseSpan()
        case "summary": alert.summary = try parseText()
        case "detail": alert.detail = try parseText()
        case "labels": alert.labels = try parseLabels()
        default:
            let when = try parseHeld(first)
            for severity in Severity.allCases where severity.name == word {
                alert.rungs.append(AlertDeclaration.Rung(severity: severity, when: when))
            }
        }
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
