import Model
import Plans

/// Checks an alert: its KPI, its ladder, its texts and whom it tells.
struct AlertChecker: Complaining {
    let declaration: AlertDeclaration
    let names: Names
    var diagnostics: [Diagnostic] = []
    /// A stand-in where the KPI is unknown, of which nothing more is said.
    let kpi: CheckedKPI

    init(_ declaration: AlertDeclaration, _ names: Names) {
        self.declaration = declaration
        self.names = names
        kpi =
            names.kpis[declaration.kpi.text]
            ?? CheckedKPI(name: declaration.kpi.text, by: [], isWhole: false, plan: nil)
    }

    mutating func check() -> AlertPlan? {
        checkKPI()
        let isLongEnough = checkRepeat()
        let rungs = declaration.rungs.map { rung in
            held(rung.when).map { Rung(rung.severity, when: $0) }
        }
        let recover = declaration.recover.map { held($0) }
        let message = checkedMessage()
        if rungs.isEmpty, !declaration.isDamaged { reportNoRung() }
        guard kpi.plan != nil, !declaration.isDamaged, !rungs.isEmpty, isLongEnough,
            rungs.allSatisfy({ $0 != nil }), recover.map({ $0 != nil }) ?? true
        else { return nil }
        let ladder = rungs.compactMap { $0 }.sorted { $0.severity < $1.severity }
        let recovery = recover.flatMap { $0 }
        diagnostics += LadderChecker(declaration, ladder, recovery, kpi).diagnostics
        return AlertPlan(
            declaration.name.text, on: kpi.name, ladder: ladder, recover: recovery,
            noData: declaration.noData ?? .keep,
            repeatEvery: declaration.repeatEvery?.interval, message: message)
    }

    private mutating func checkKPI() {
        let name = declaration.kpi
        guard names.kpis[name.text] == nil, !names.lost.contains(name.text) else { return }
        let near = suggestion(for: name.text, among: names.kpis.keys)
        report(
            .unknownName, "there is no KPI `\(name.text)`", at: name.range, "not declared",
            help: near.map { "did you mean `\($0)`?" }
                ?? "declare it: `kpi \(name.text) { ... }`")
    }

    private mutating func checkRepeat() -> Bool {
        guard let span = declaration.repeatEvery, span.interval <= .zero else { return true }
        report(
            .emptyLength, "a length of time of zero is none", at: span.range, "zero",
            help: "write a longer one, such as `4h`")
        return false
    }

    private mutating func reportNoRung() {
        report(
            .missingClause, "alert `\(declaration.name.text)` can never be raised",
            at: declaration.name.range, "no `info`, `warning` or `critical`",
            help: "add `warning when value > LIMIT`")
    }

    private mutating func held(_ held: AlertDeclaration.Held) -> HeldCondition? {
        var checker = ConditionChecker(names, kpi)
        let condition = checker.condition(held.condition)
        diagnostics += checker.diagnostics
        return condition.map {
            HeldCondition($0, lasting: held.lasting?.interval ?? .zero)
        }
    }

    // MARK: - Texts

    private mutating func checkedMessage() -> MessagePlan {
        let tags = kpi.by.map { (name: $0, slot: TextTemplate.Slot.tag($0)) }
        var checker = MessageChecker(
            declaration.message, of: declaration.name, isDamaged: declaration.isDamaged, names,
            slots: Slots(
                TextTemplate.Slot.ofKPIs + tags, groups: kpi.by, isWhole: kpi.isWhole))
        defer { diagnostics += checker.diagnostics }
        return checker.check(unsaid: standardSummary)
    }

    /// `{kpi.title} for {channel} is {value}, the limit is {limit}`, or in French without a verb:
    /// the gender and number of a title are not known.
    private var standardSummary: TextTemplate {
        let (before, middle, last) =
            declaration.message.tongue == .french
            ? (" pour ", "\u{A0}: ", ", la limite est ") : (" for ", " is ", ", the limit is ")
        var parts: [TextTemplate.Part] = [.slot(.kpiTitle)]
        for (index, tag) in kpi.by.enumerated() {
            parts += [.text(index == 0 ? before : ", "), .slot(.tag(tag))]
        }
        parts += [.text(middle), .slot(.value), .text(last), .slot(.limit)]
        return TextTemplate(parts)
    }
}
