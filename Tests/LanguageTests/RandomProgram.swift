import Model

/// A program without a fault, drawn from a seed over the whole grammar, and written badly.
struct RandomProgram {
    private var writer: SloppyWriter
    private var depth = 0

    static func text(seed: UInt64) -> String {
        var program = RandomProgram(writer: SloppyWriter(SplitMix64(seed: seed)))
        program.write()
        return program.writer.text
    }

    private init(writer: SloppyWriter) { self.writer = writer }

    private mutating func write() {
        param()
        stream("call")
        let kpis = (0..<writer.number(1...4)).map { "kpi_\($0)" }
        for (index, name) in kpis.enumerated() { kpi(name, among: Array(kpis[..<index])) }
        for index in 0..<writer.number(0...4) { alert("alert_\(index)", on: writer.pick(kpis)) }
        if writer.chance(2) { watch() }
    }

    private mutating func param() {
        if writer.chance(3) { writer.end() }
        writer.say("param", "wait_limit", "=", "5m")
        writer.end()
        writer.say("param", "floor", "=")
        if writer.chance(2) { writer.say("-") }
        writer.say("\(writer.number(1...9_000))")
        writer.end()
        guard writer.chance(2) else { return }
        writer.say("set", "floor", "=", "2.5")
        writer.end()
    }

    private mutating func block(_ clauses: [(inout RandomProgram) -> Void]) {
        writer.say("{")
        if !writer.chance(4) { writer.end() }
        for clause in writer.shuffled(clauses) {
            clause(&self)
            writer.end()
        }
        writer.say("}")
        writer.end()
    }

    private mutating func stream(_ name: String) {
        writer.say("stream", name)
        block([
            { $0.writer.say("tag", "channel", "in", "[", "\"phone\"", ",", "\"chat\"", "]") },
            { $0.writer.say("tag", "team", ",", "region") },
            { $0.writer.say("field", "wait", "duration", "(", "s", ")") },
            { $0.writer.say("field", "score", "score", "(", "0", "..", "10", ")") },
            { $0.writer.say("field", "number", "number") },
            { $0.writer.say("field", "solved", "bool") },
            { $0.writer.say("field", "call_id", "text", "id") },
            { $0.writer.say("late", "\($0.writer.number(1...90))m") },
        ])
    }

    private mutating func kpi(_ name: String, among earlier: [String]) {
        writer.say("kpi", name)
        if writer.chance(2) { writer.say("\"The # of {\\\"\(name)\\\"}\"") }
        let by = writer.chance(2)
        var clauses: [(inout RandomProgram) -> Void] = [
            {
                $0.writer.say("from", "call")
                if $0.writer.chance(2) {
                    $0.writer.say("where")
                    $0.condition()
                }
            },
            {
                $0.writer.say("value")
                $0.value()
            },
            { $0.writer.say("over", "1h") },
            { $0.writer.say("every", "5m") },
            { $0.writer.say("better", $0.writer.pick(["higher", "lower"])) },
            { $0.writer.say("needs", "\($0.writer.number(1...500))") },
            { $0.writer.say("limit", "10_000", "groups") },
        ]
        if by { clauses.append { $0.writer.say("by", "channel", ",", "team") } }
        block(clauses)
    }

    /// A number without a unit.
    private mutating func value() {
        depth += 1
        defer { depth -= 1 }
        switch writer.number(0...(depth > 4 ? 2 : 6)) {
        case 0: writer.say("mean", "(", "number", ")")
        case 1:
            writer.say("\(writer.number(1...99)).5", writer.pick(["*", "+", "-"]))
            writer.say("quantile", "(", "number", ",", "0.95", ")")
        case 2: writer.say("\(writer.number(0...9))", "*", "max", "(", "number", ")")
        case 3:
            writer.say("(")
            value()
            writer.say(")")
        case 4:
            writer.say("-")
            value()
        default:
            value()
            writer.say(writer.pick(["+", "-"]))
            value()
        }
    }

    private mutating func condition() {
        depth += 1
        defer { depth -= 1 }
        switch writer.number(0...(depth > 4 ? 4 : 8)) {
        case 0: writer.say("channel", "==", "\"phone\"")
        case 1: writer.say("wait", writer.pick(["<", "<=", ">", ">="]), "1m30s")
        case 2: writer.say("channel", "in", "[", "\"chat\"", ",", "\"phone\"", "]")
        case 3: writer.say("solved")
        case 4: writer.say("team", "not", "in", "[", "\"a\"", "]")
        case 5:
            writer.say("not", "(")
            condition()
            writer.say(")")
        default:
            writer.say("(")
            condition()
            writer.say(writer.pick(["and", "or"]))
            condition()
            writer.say(")")
        }
    }

    private mutating func alert(_ name: String, on kpi: String) {
        writer.say("alert", name, "on", kpi)
        let optional: [(inout RandomProgram) -> Void] = [
            { $0.writer.say("owner", "\"o\"") },
            { $0.writer.say("runbook", "\"https://example.org/#x\"") },
            { $0.writer.say("no", "data", $0.writer.pick(["keep", "ok"])) },
            { $0.writer.say("notify", "\"a\"", ",", "\"b\"") },
            { $0.writer.say("repeat", "every", "4h") },
            { $0.writer.say("summary", "\"{value} é # {limit}\"") },
            { $0.writer.say("labels", "pack", "=", "\"x\"", ",", "y", "=", "\"\"") },
        ]
        let ladder: (inout RandomProgram) -> Void = {
            $0.writer.say("critical", "when")
            $0.limit()
            if $0.writer.chance(2) { $0.writer.say("for", "\($0.writer.number(10...90))m") }
        }
        block(optional.filter { _ in !writer.chance(4) } + [ladder])
    }

    private mutating func limit() {
        writer.say("value", writer.pick(["<", ">"]))
        if writer.chance(3) { writer.say("-") }
        writer.say(writer.pick(["floor", "2.5", "(5 + 6)"]))
        guard writer.chance(3) else { return }
        writer.say(writer.pick(["and", "or"]), "value", "!=", "3")
    }

    private mutating func watch() {
        writer.say("alert", "each_call", "on", "each", "call")
        block([
            { $0.writer.say("owner", "\"o\"") },
            { $0.writer.say("warning", "when", "wait", ">", "wait_limit") },
            { $0.writer.say("once", "per", "call_id", "within", "1d") },
        ])
    }
}
