/// The kinds of block, and the words that begin their clauses.
enum Block: String, CustomStringConvertible, Sendable {
    case stream, kpi, alert, calendar, table
    case watch = "alert on each event"
    case test

    var description: String { rawValue }

    var article: String { rawValue.hasPrefix("alert") ? "an \(rawValue)" : "a \(rawValue)" }

    /// In the order in which rules are best written.
    var words: [String] {
        switch self {
        case .stream: ["tag", "field", "late", "refuse"]
        case .kpi:
            [
                "from", "value", "by", "over", "per", "every", "settle", "better", "needs",
                "anonymous", "stage", "kano", "goal",
                "limit", "no", "also",
            ]
        case .alert:
            [
                "owner", "runbook", "info", "warning", "critical", "recover", "no", "notify",
                "repeat", "during", "season", "unless", "mode", "bundle", "explain", "quote",
                "summary", "detail", "labels",
            ]
        case .watch:
            [
                "owner", "runbook", "info", "warning", "critical", "once", "notify", "during",
                "unless", "mode", "bundle", "summary", "detail", "labels",
            ]
        case .calendar: ["zone", "open", "closed", "holidays"]
        case .table: []
        case .test: ["at", "set", "feed", "for", "expect"]
        }
    }

    static let allWords = Set(
        [Block.stream, .kpi, .alert, .watch, .calendar].flatMap { $0.words + $0.unbuilt })

    var repeatable: [String] {
        switch self {
        case .stream: ["tag", "field"]
        case .kpi: ["also"]
        case .test: ["set", "feed", "expect"]
        case .calendar: ["open", "closed", "holidays"]
        default: []
        }
    }

    /// Clauses of the language that this version cannot read yet.
    var unbuilt: [String] {
        switch self {
        default: []
        }
    }

    /// Words of other languages behind a condition or a value, and what to write for them.
    static let foreignTails: [String: String] = [
        "like": "write `==`, or `in [\"one\", \"two\"]`",
        "LIKE": "write `==`, or `in [\"one\", \"two\"]`",
        "between": "write two comparisons with `and` between them",
        "BETWEEN": "write two comparisons with `and` between them",
        "by": "write `by TAG` on a line of its own",
        "group": "write `by TAG` on a line of its own",
        "over": "write `over 1h` on a line of its own",
        "followed": "write `count(CONDITION followed by STREAM on FIELD within 7d)`",
        "then": "write `notify \"CONTACT\"` on a line of its own",
    ]

    /// Words that people bring from elsewhere, and ours.
    var foreign: [String: String] {
        switch self {
        case .calendar:
            [
                "timezone": "zone", "tz": "zone", "hours": "open mon..fri 08:00..18:00",
                "opening": "open", "days": "open mon..fri 08:00..18:00",
                "holiday": "closed 2026-12-25", "close": "closed", "except": "closed 2026-12-25",
                "ics": "holidays \"FILE.ics\"",
            ]
        case .table: [:]
        case .stream: ["tags": "tag", "fields": "field", "label": "tag", "column": "field"]
        case .kpi:
            [
                "window": "over", "group": "by", "select": "value", "expr": "value",
                "stream": "from", "interval": "every", "delay": "settle", "maturity": "settle",
                "title": "kpi NAME \"TITLE\" {",
                "filter": "from STREAM where CONDITION", "minimum": "needs",
                "groups": "limit 10_000 groups", "target": "goal", "objective": "goal",
                "phase": "stage", "step": "every",
            ]
        case .alert, .watch:
            [
                "message": "summary", "text": "summary", "title": "summary",
                "description": "detail", "severity": "warning when CONDITION",
                "when": "warning when CONDITION", "if": "warning when CONDITION",
                "warn": "warning", "crit": "critical", "error": "critical",
                "resolve": "recover", "team": "owner", "to": "notify", "send": "notify",
                "label": "labels", "annotations": "summary",
                "for": "warning when CONDITION for 15m",
                "nodata": "no data keep",
            ]
        case .test:
            [
                "assert": "expect", "should": "expect", "check": "expect", "send": "feed",
                "input": "feed", "given": "feed", "param": "set", "begin": "at", "start": "at",
                "any": "for any NAME in LOW..HIGH", "forall": "for any NAME in LOW..HIGH",
            ]
        }
    }

    static let declarations = [
        "stream", "kpi", "alert", "calendar", "table", "stage", "benchmark", "param", "set",
        "language", "test",
    ]

    static let foreignDeclarations: [String: String] = [
        "measurement": "stream", "metric": "kpi", "rule": "alert", "let": "param",
        "var": "param", "const": "param", "override": "set", "source": "stream",
        "select": "kpi", "SELECT": "kpi", "flux": "stream", "alerte": "alert",
        "indicateur": "kpi", "calendrier": "calendar", "parameter": "param", "KPI": "kpi",
        "scenario": "test", "it": "test", "phase": "stage", "reference": "benchmark",
    ]
}
