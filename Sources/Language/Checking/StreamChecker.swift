import Model
import Plans

/// Checks a stream: that no name is taken twice, and what each field's type means.
struct StreamChecker: Complaining {
    private let declaration: StreamDeclaration
    var diagnostics: [Diagnostic] = []
    private var seen: [String: Name] = [:]
    private var columns: [String: CheckedStream.Column] = [:]

    /// How late a point may be where the stream does not say.
    static let standardLateness = Interval.minutes(10)

    init(_ declaration: StreamDeclaration) { self.declaration = declaration }

    mutating func check() -> CheckedStream {
        var plan = StreamPlan(
            declaration.name.text, late: declaration.late?.interval ?? Self.standardLateness)
        for tag in declaration.tags where isFirst(tag.name) {
            let checked = TagPlan(tag.name.text, values: tag.values.map(\.value))
            plan.tags.append(checked)
            columns[tag.name.text] = .tag(checked)
            checkValues(of: tag)
        }
        for field in declaration.fields where isFirst(field.name) {
            let type = checked(field.type)
            columns[field.name.text] = .field(type?.unit)
            if let type {
                plan.fields.append(
                    FieldPlan(
                        field.name.text, type.unit, scale: type.scale, isShown: field.isShown))
            }
        }
        plan.id = checkedMark("id", \.id)?.name.text
        plan.weight = checkedWeight()
        return CheckedStream(plan: plan, columns: columns, isDamaged: declaration.isDamaged)
    }

    private mutating func isFirst(_ name: Name) -> Bool {
        guard let first = seen[name.text] else {
            seen[name.text] = name
            return true
        }
        report(
            .duplicate, "`\(name.text)` is declared twice in `\(declaration.name.text)`",
            at: name.range, "the second time",
            and: [Diagnostic.Label(first.range, "the first time")],
            help: "tags and fields of a stream need names of their own")
        return false
    }

    private mutating func checkValues(of tag: StreamDeclaration.Tag) {
        var seen: [String: Text] = [:]
        for value in tag.values {
            if let first = seen.updateValue(value, forKey: value.value) {
                report(
                    .duplicate, "`\"\(value.value)\"` is listed twice", at: value.range,
                    "the second time", and: [Diagnostic.Label(first.range, "the first time")],
                    help: "remove one of the two")
            }
        }
    }

    /// The one field that bears a mark.
    private mutating func checkedMark(
        _ word: String, _ mark: KeyPath<StreamDeclaration.Field, SourceRange?>
    ) -> StreamDeclaration.Field? {
        let marked = declaration.fields.filter { $0[keyPath: mark] != nil }
        guard let first = marked.first else { return nil }
        for field in marked.dropFirst() {
            report(
                .duplicate, "a stream has one `\(word)`",
                at: field[keyPath: mark] ?? field.name.range,
                "the second one",
                and: [Diagnostic.Label(first[keyPath: mark] ?? first.name.range, "the first one")],
                help: "keep one of the two")
        }
        return first
    }

    private mutating func checkedWeight() -> String? {
        guard let field = checkedMark("weight", \.weight) else { return nil }
        guard case .field(let unit?) = columns[field.name.text], unit != .count else {
            return field.name.text
        }
        report(
            .unitMismatch, "a `weight` says for how many events a line stands",
            at: field.type.range, "\(unit.noun)",
            help: "write `field \(field.name.text) count weight`")
        return nil
    }

    private mutating func checked(_ type: TypeName) -> (unit: Unit, scale: Double)? {
        switch (type.name.text, type.detail) {
        case ("bool", nil): return (.bool, 1)
        case ("text", nil): return (.text, 1)
        case ("count", nil): return (.count, 1)
        case ("number", nil): return (.number, 1)
        case ("points", nil): return (.points, 1)
        case ("percent", nil): return (.percent, 1)
        case ("percent", .number(100)): return (.percent, 0.01)
        case ("percent", .number(1)): return (.percent, 1)
        case ("score", .bounds(let low, let high)) where low < high: return (.score(low, high), 1)
        case ("money", .word(let currency)) where isCurrency(currency):
            return (.money(currency), 1)
        case ("duration", .word(let unit)):
            if let scale = TypeName.durations[unit] { return (.duration, scale) }
        default: break
        }
        reportUnknown(type)
        return nil
    }

    private func isCurrency(_ word: String) -> Bool {
        word.utf8.count == 3 && word.utf8.allSatisfy { (65...90).contains($0) }
    }

    private mutating func reportUnknown(_ type: TypeName) {
        let name = type.name.text
        let isKnown = TypeName.names.contains(name)
        let help: String
        if let form = TypeName.forms[name] {
            help = "write \(form)"
        } else if let meant = TypeName.foreign[name] {
            help = "write `\(meant)`"
        } else if let near = suggestion(for: name, among: TypeName.names) {
            help = "did you mean `\(near)`?"
        } else {
            help = "types are \(list(TypeName.names))"
        }
        report(
            .unknownType,
            isKnown ? "the type `\(name)` is not written like this" : "`\(name)` is not a type",
            at: type.range, isKnown ? "something lacks, or is too much" : "no type has this name",
            help: help)
    }
}

extension TypeName {
    static let names = [
        "bool", "text", "count", "number", "duration", "percent", "score", "points", "money",
    ]

    /// One on the wire, in seconds.
    static let durations: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "ms": 0.001, "s": 1, "m": 60, "h": 3_600,
    ]

    /// How to write a type whose name is right.
    static let forms: [String: String] = [
        "duration": "`duration(s)`, with `ns`, `us`, `ms`, `s`, `m` or `h`: the unit on the wire",
        "percent": "`percent` for 0 to 1 on the wire, `percent(100)` for 0 to 100",
        "score": "`score(0..10)`, the lowest and the highest mark",
        "money": "`money(EUR)`, with the three letters of the currency",
        "bool": "`bool`", "text": "`text`", "count": "`count`", "number": "`number`",
        "points": "`points`",
    ]

    static let foreign: [String: String] = [
        "string": "text", "str": "text", "float": "number", "double": "number",
        "decimal": "number", "int": "count", "integer": "count", "boolean": "bool",
        "flag": "bool", "time": "duration(s)", "seconds": "duration(s)", "ms": "duration(ms)",
        "percentage": "percent", "ratio": "percent", "currency": "money(EUR)",
        "euro": "money(EUR)", "amount": "money(EUR)", "rating": "score(0..10)",
    ]
}
