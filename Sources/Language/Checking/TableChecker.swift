import Model
import Plans

/// Checks a table: that its rows fit its tags, are told apart, and are of one unit.
struct TableChecker: Complaining {
    private let declaration: TableDeclaration
    private let names: Names
    var diagnostics: [Diagnostic] = []

    init(_ declaration: TableDeclaration, _ names: Names) {
        self.declaration = declaration
        self.names = names
    }

    mutating func check() -> (CheckedTable, TablePlan?) {
        let by = declaration.by.map(\.text)
        var checked = CheckedTable(by: by)
        if declaration.rows.isEmpty, !declaration.isDamaged { reportEmpty() }
        guard let unit = commonUnit() else { return (checked, nil) }
        checked.unit = unit
        let areSound = checkKeys()
        guard areSound, !declaration.isDamaged else { return (checked, nil) }
        let values = declaration.rows.map { ($0.keys.map(\.value), $0.value.value.measured?.0) }
        let otherwise = values.first { $0.0.isEmpty }.flatMap(\.1)
        if otherwise == nil { checkCoverage() }
        return (
            checked,
            TablePlan(
                declaration.name.text, by: by, unit: unit,
                rows: values.compactMap { keys, value in
                    keys.isEmpty ? nil : value.map { TablePlan.Row(keys, $0) }
                }, otherwise: otherwise)
        )
    }

    private mutating func reportEmpty() {
        report(
            .missingClause, "table `\(declaration.name.text)` has no rows",
            at: declaration.name.range, "nothing to look up",
            help: "add a row such as `\"chat\" 3m`, or `else 4h`")
    }

    /// The unit of the first row, which all others must have.
    private mutating func commonUnit() -> Unit? {
        guard let first = declaration.rows.first else { return nil }
        guard first.value.value.measured != nil else {
            let noun = first.value.value.unit.noun
            report(
                .notANumber, "\(noun) stands where a number is needed", at: first.value.range, noun)
            return nil
        }
        let unit = first.value.value.unit
        for row in declaration.rows.dropFirst() where row.value.value.unit != unit {
            let other = row.value.value.unit
            report(
                .unitMismatch, "the rows of a table have one unit", at: row.value.range, other.noun,
                and: [Diagnostic.Label(first.value.range, unit.noun)],
                help: "write \(unit.noun) here")
            return nil
        }
        return unit
    }

    private mutating func checkKeys() -> Bool {
        var seen: [[String]: SourceRange] = [:]
        var areSound = true
        for row in declaration.rows {
            if !row.keys.isEmpty, row.keys.count != declaration.by.count {
                reportWidth(row)
                areSound = false
            } else if let first = seen.updateValue(row.range, forKey: row.keys.map(\.value)) {
                report(
                    .duplicate, "this row is there twice", at: row.range, "the second time",
                    and: [Diagnostic.Label(first, "the first time")], help: "keep one of the two")
                areSound = false
            }
        }
        return areSound
    }

    private mutating func reportWidth(_ row: TableDeclaration.Row) {
        let tags = declaration.by.map(\.text)
        report(
            .badRow,
            "a row of `\(declaration.name.text)` begins with \(plural(tags.count, "value"))",
            at: row.range, "has \(plural(row.keys.count, "value"))",
            help: "write one value in quotes for each of \(list(tags)), with a comma between them")
    }

    /// Without `else`, a value that a stream lists and no row has is most likely forgotten.
    private mutating func checkCoverage() {
        guard declaration.by.count == 1 else { return }
        let tag = declaration.by[0].text
        let listed = names.streams.sorted { $0.key < $1.key }.lazy
            .compactMap { $0.value.plan.tags.first { $0.name == tag }?.values }
            .first { !$0.isEmpty }
        let known = declaration.rows.compactMap { $0.keys.first?.value }
        let missing = (listed ?? []).filter { !known.contains($0) }
        guard !missing.isEmpty else { return }
        let forgotten = list(missing.map { "\"\($0)\"" })
        report(
            .unlistedValue, "table `\(declaration.name.text)` has no number for \(forgotten)",
            at: declaration.name.range, "no row, and no `else`",
            help: "add `else` and a number for all others")
    }

    private func plural(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
