import Calendars
import Model
import Plans
import PluginKit

/// Everything that has a name, as far as it has been checked. The parts of the checker look up here
/// and add nothing.
struct Names {
    var functions: FunctionNames
    var detectors: [DetectorKind]
    /// nil: the caller does not say, and contacts are taken as written.
    var contacts: [String]?
    var streams: [String: CheckedStream] = [:]
    var params: [String: Param] = [:]
    var kpis: [String: CheckedKPI] = [:]
    var tables: [String: CheckedTable] = [:]
    var stages: [String: StagePlan] = [:]
    /// nil: it could not be read, and that is reported.
    var benchmarks: [String: BenchmarkPlan?] = [:]
    /// nil: it cannot be used, and that is reported.
    var calendars: [String: OpeningCalendar?] = [:]
    let attachments: Attachments
    /// Every alert, of either kind.
    var alerts: [String: Name] = [:]
    /// Those on each event.
    var watches: Set<String> = []
    /// Declared, and not readable.
    var lost: Set<String> = []
    /// The sources, so that a complaint can quote.
    var sources: [[UInt8]]
    /// Of today; nil: nobody says.
    var year: Int?

    /// What stands in the sources at a place.
    func quote(_ range: SourceRange) -> String {
        String(decoding: sources[range.file][range.start..<range.end], as: UTF8.self)
    }

    /// The KPI or param whose name is most like one that there is not, or one of `others`.
    func nearest(to name: String, or others: [String] = []) -> String? {
        // Before a list is made of them: there may be as many mistakes as names.
        guard kpis.count + params.count <= Limits.suggestionNames else { return nil }
        return suggestion(for: name, among: others + params.keys + kpis.keys)
    }

    func lacks(stream name: Name) -> Diagnostic {
        let near = suggestion(for: name.text, among: streams.keys)
        return Diagnostic(
            .unknownStream, "there is no stream `\(name.text)`", at: name.range, "not declared",
            help: near.map { "did you mean `\($0)`?" }
                ?? "declare it: `stream \(name.text) { ... }`")
    }

    /// The number and unit of a literal, a param or a benchmark; nil: it is none of them.
    func measured(_ expression: Expression) -> (Double, Unit)? {
        if case .name(let text) = expression.form, let benchmark = benchmarks[text] {
            return benchmark.map { ($0.value, $0.unit) }
        }
        return constant(expression)?.measured
    }

    /// The value of a literal or a param; nil: it is neither.
    func constant(_ expression: Expression) -> Literal.Value? {
        switch expression.form {
        case .literal(let value): return value
        case .name(let text): return params[text]?.value
        case .negated(let inner): return constant(inner)?.negated
        default: return nil
        }
    }
}

/// A stream, and its tags and fields by name.
struct CheckedStream {
    enum Column {
        case tag(TagPlan)
        /// nil: of a type that is reported already.
        case field(Unit?)
    }

    var plan: StreamPlan
    var columns: [String: Column] = [:]
    /// Some of it could not be read: what it seems to lack may be there.
    var isDamaged: Bool
}

extension CheckedStream {
    /// What is wrong with making groups by a name; nil: it is a tag.
    func misfit(by tag: Name) -> Diagnostic? {
        switch columns[tag.text] {
        case .tag: nil
        case .field:
            Diagnostic(
                .unknownColumn, "`\(tag.text)` is a field, and groups are made by tags",
                at: tag.range, "a field of `\(plan.name)`",
                help: "let it come as a tag if it has few values")
        case nil: isDamaged ? nil : lacks(tag)
        }
    }

    /// What is wrong with showing a field as it came; nil: it may be shown.
    func hidden(_ field: Name) -> Diagnostic? {
        guard let found = plan.fields.first(where: { $0.name == field.text }), plan.hides(found)
        else { return nil }
        return Diagnostic(
            .outOfPlace, "`\(field.text)` is an id, which leaves as a hash only", at: field.range,
            "tells of whom it is",
            help: "quote what people wrote, or say `field \(field.text) text shown`")
    }

    func lacks(_ name: Name) -> Diagnostic {
        let near = suggestion(for: name.text, among: columns.keys)
        let all = (plan.tags.map(\.name) + plan.fields.map(\.name)).prefix(12)
        return Diagnostic(
            .unknownColumn, "`\(plan.name)` has no tag or field `\(name.text)`", at: name.range,
            "not in the stream",
            help: near.map { "did you mean `\($0)`?" }
                ?? (all.isEmpty ? nil : "it has \(list(Array(all)))"))
    }
}

extension CheckedStream.Column {
    var isText: Bool {
        switch self {
        case .tag, .field(.text): true
        case .field: false
        }
    }
}

/// A param after `set`.
struct Param {
    /// nil where it could not be read.
    var value: Literal.Value?
}

/// What others need to know of a table: also of one that could not be checked in full.
struct CheckedTable {
    var by: [String]
    /// nil: not known, and that is reported.
    var unit: Unit?
}

/// What others need to know of a KPI: also of one that could not be checked in full.
struct CheckedKPI {
    var name: String
    /// nil: not known, and that is reported.
    var unit: Unit?
    /// What its value can be, where that is known.
    var bounds: ClosedRange<Double>?
    var by: [String]
    /// False where a clause could not be read: its groups, too, may be others.
    var isWhole = true
    /// nil: not known, and that is reported.
    var plan: KPIPlan?
}

/// The KPI functions by every name under which they can be called.
struct FunctionNames {
    struct Entry {
        var kind: FunctionKind
        /// What its spelling fills in.
        var given: [Arguments.Argument]
    }

    private(set) var entries: [String: Entry] = [:]

    init(_ registry: Registry) {
        for kind in registry.functions {
            entries[kind.name] = Entry(kind: kind, given: [])
            for spelling in kind.description.spellings {
                entries[spelling.name] = Entry(kind: kind, given: spelling.arguments)
            }
        }
    }

    /// What other tools call them.
    static let foreign: [String: String] = [
        "avg": "mean", "average": "mean", "moyenne": "mean", "total": "sum", "somme": "sum",
        "count_distinct": "distinct", "uniq": "distinct", "unique": "distinct",
        "percentile": "quantile(FIELD, 0.95)", "percent": "share", "ratio": "share",
        "std": "stddev", "stdev": "stddev", "sd": "stddev", "minimum": "min", "maximum": "max",
        "mediane": "median", "num": "count", "len": "count", "nb": "count",
    ]
}
