import Model
import Plans

/// Checks a KPI: its value and the unit of that, its groups, its window.
struct KPIChecker: Complaining {
    let declaration: KPIDeclaration
    let names: Names
    var diagnostics: [Diagnostic] = []
    private let isInCycle: Bool

    init(_ declaration: KPIDeclaration, _ names: Names, isInCycle: Bool) {
        self.declaration = declaration
        self.names = names
        self.isInCycle = isInCycle
    }

    mutating func check() -> CheckedKPI {
        var checked = CheckedKPI(
            name: declaration.name.text, by: declaration.by.map(\.text),
            isWhole: !declaration.isDamaged, plan: nil)
        checkRepeatedTags()
        if declaration.value == nil, !declaration.isDamaged {
            missing("value", help: "add `value count()`, or another aggregate")
        }
        var checker = ValueChecker(declaration, names)
        let value = declaration.value.flatMap { isInCycle ? nil : checker.number($0) }
        diagnostics += checker.diagnostics
        if let value, value.constant != nil { reportConstant(value.range) }
        checkGroups(of: checker)
        let window = isInCycle ? nil : checkedWindow(of: checker)
        guard let value else { return checked }
        checked.unit = value.unit
        checked.bounds = value.bounds
        guard let window, let settle = checkedSettle(checker, window), !declaration.isDamaged
        else { return checked }
        var plan = KPIPlan(
            checked.name, title: declaration.title?.value ?? "", aggregates: checker.aggregates,
            value: value.form, unit: value.unit, by: checked.by, over: window.over,
            every: window.every, period: window.period, settle: settle,
            needs: declaration.needs?.value ?? 0,
            better: checkedBetter(value.unit), groupLimit: declaration.groupLimit?.value,
            names: declaration.also)
        plan.anonymousBelow = checkedFloor()
        plan.stage = checkedStage()
        plan.kano = declaration.kano
        plan.goal = checkedGoal(value)
        checked.plan = plan
        return checked
    }

    private mutating func checkRepeatedTags() {
        var seen: [String: Name] = [:]
        for tag in declaration.by {
            if let first = seen.updateValue(tag, forKey: tag.text) {
                report(
                    .duplicate, "`\(tag.text)` is listed twice", at: tag.range, "the second time",
                    and: [Diagnostic.Label(first.range, "the first time")],
                    help: "remove one of the two")
            }
        }
    }

    /// An effort says itself which way is good.
    private mutating func checkedBetter(_ unit: Unit) -> KPIPlan.Better? {
        guard let scale = unit.effortScale else { return declaration.better?.side }
        let side = scale.sense.better
        if let said = declaration.better, said.side != side {
            report(
                .betterAgainstSense, "of \(unit.noun), \(side.rawValue) is better", at: said.range,
                "the other way round",
                help: "write `better \(side.rawValue)`, or leave it out")
        }
        return side
    }

    private mutating func checkedFloor() -> Int {
        guard let floor = declaration.anonymousBelow else { return 0 }
        if floor.value < 2 {
            report(
                .foregoneConclusion, "no group has fewer than \(floor.value) and still a value",
                at: floor.range, "hides nobody", help: "write `anonymous below 8`")
        }
        return floor.value
    }

    // MARK: - Groups

    /// Every stream of the value has every tag of `by`, and every KPI of the value is grouped by
    /// some of them.
    private mutating func checkGroups(of value: ValueChecker) {
        if declaration.isDamaged { return }
        for stream in streams(of: value) where !stream.isDamaged {
            diagnostics += declaration.by.compactMap { stream.misfit(by: $0) }
        }
        let by = Set(declaration.by.map(\.text))
        for (reference, kpi) in value.references where !by.isSuperset(of: kpi.by) {
            reportUnshared(reference, kpi)
        }
        for (reference, kpi) in value.groupReferences { checkSpan(of: reference, kpi, by) }
        guard !declaration.hasAggregates, value.groupReferences.isEmpty, !value.references.isEmpty,
            value.references.allSatisfy({ by.isSuperset(of: $0.kpi.by) }),
            !value.references.contains(where: { Set($0.kpi.by) == by })
        else { return }
        let (reference, kpi) = value.references[0]
        report(
            .groupsNotShared, "no KPI of this value has the groups of `\(declaration.name.text)`",
            at: reference.range, kpi.by.isEmpty ? "has no groups" : "by \(list(kpi.by))",
            help: kpi.by.isEmpty
                ? "remove `by`" : "write `by \(kpi.by.joined(separator: ", "))`")
    }

    /// The groups of a KPI are compared within ours, and there must be more than one of them.
    private mutating func checkSpan(of reference: Name, _ kpi: CheckedKPI, _ by: Set<String>) {
        let foreign = declaration.by.first { !kpi.by.contains($0.text) }
        if let foreign {
            return report(
                .groupsNotShared, "`\(kpi.name)` is not grouped by `\(foreign.text)`",
                at: foreign.range, "not among its groups",
                help: kpi.by.isEmpty
                    ? "`\(kpi.name)` has one group: there is nothing to compare"
                    : "it is by \(list(kpi.by))")
        }
        guard kpi.isWhole, Set(kpi.by) == by else { return }
        report(
            .groupsNotShared,
            kpi.by.isEmpty
                ? "`\(kpi.name)` has one group, and there is nothing to compare it with"
                : "each group here holds one group of `\(kpi.name)`: there is nothing to compare",
            at: reference.range, kpi.by.isEmpty ? "has no groups" : "by \(list(kpi.by))",
            help: kpi.by.isEmpty
                ? "add `by TAG` to `\(kpi.name)`" : "leave a tag out of the `by` of this KPI")
    }

    /// A value that is wrong may have come to no stream; then there is still the one after `from`.
    private func streams(of value: ValueChecker) -> [CheckedStream] {
        if !value.streams.isEmpty { return value.streams }
        return [declaration.selection.stream.flatMap { names.streams[$0.text] }].compactMap { $0 }
    }

    private mutating func reportUnshared(_ reference: Name, _ kpi: CheckedKPI) {
        let own = declaration.by.map(\.text)
        let lacking = kpi.by.filter { !own.contains($0) }
        report(
            .groupsNotShared,
            "`\(kpi.name)` is grouped by \(list(lacking)) and `\(declaration.name.text)` is not",
            at: reference.range, "which of its groups is not said",
            help: "write `by \((own + lacking).joined(separator: ", "))`")
    }

    // MARK: - Complaining

    private mutating func reportConstant(_ range: SourceRange) {
        report(
            .foregoneConclusion, "the value of `\(declaration.name.text)` never changes", at: range,
            "known beforehand", help: "write `param` for a constant")
    }

    mutating func missing(_ clause: String, help: String) {
        report(
            .missingClause, "`\(declaration.name.text)` has no `\(clause)`",
            at: declaration.name.range, "`\(clause)` is missing", help: help)
    }
}

extension EffortScale.Sense {
    fileprivate var better: KPIPlan.Better { self == .ease ? .higher : .lower }
}
