import Calendars
import Model
import Plans

/// Checks an alert: its KPI, its ladder, its texts and whom it tells.
struct AlertChecker: Complaining {
    let declaration: AlertDeclaration
    let names: Names
    var diagnostics: [Diagnostic] = []
    let kpi: CheckedKPI
    /// The KPIs that its clauses need and no rule declares.
    private(set) var implied: [KPIPlan] = []

    init(_ declaration: AlertDeclaration, _ names: Names) {
        self.declaration = declaration
        self.names = names
        switch declaration.subject {
        case .kpi(let name):
            // A stand-in where the KPI is unknown, of which nothing more is said.
            kpi =
                names.kpis[name.text]
                ?? CheckedKPI(name: name.text, by: [], isWhole: false, plan: nil)
            check(name)
        case .stream(let selection, let by):
            var checker = SilenceChecker(names)
            kpi = checker.kpi(for: declaration, on: selection, by: by)
            diagnostics = checker.diagnostics
        }
    }

    mutating func check() -> AlertPlan? {
        let isLongEnough = checkRepeat()
        let rungs = declaration.rungs.map { rung in
            held(rung.when).map { Rung(rung.severity, when: $0) }
        }
        let recover = declaration.recover.map { held($0) }
        let isAnomaly = rungs.contains { $0?.when.condition.asksDetectors ?? false }
        let (message, during, season) = checkedMessage(ofAnomaly: isAnomaly)
        if rungs.isEmpty, !declaration.isDamaged { reportNoRung() }
        guard let plan = kpi.plan, !declaration.isDamaged, !rungs.isEmpty, isLongEnough,
            rungs.allSatisfy({ $0 != nil }), recover.map({ $0 != nil }) ?? true
        else { return nil }
        let ladder = rungs.compactMap { $0 }.sorted { $0.severity < $1.severity }
        let recovery = recover.flatMap { $0 }
        var causes = CauseChecker(declaration, names, kpi)
        let (explanation, quote) = causes.check(ladder)
        diagnostics += causes.diagnostics
        let alert = AlertPlan(
            declaration.name.text, on: plan.name, ladder: weighed(ladder), recover: recovery,
            noData: weighed(declaration.noData ?? .keep),
            repeatEvery: declaration.repeatEvery?.interval, explanation: explanation,
            quote: quote, during: during, season: season, message: message)
        guard addSilence(to: plan, isAsked: alert.asksSilence) else { return nil }
        diagnostics += LadderChecker(declaration, ladder, recovery, kpi).diagnostics
        return alert
    }

    /// The KPI behind `silent`, where a clause says so or the alert is on a stream.
    private mutating func addSilence(to plan: KPIPlan, isAsked: Bool) -> Bool {
        if plan.isImplied { implied.append(plan) }
        guard isAsked else { return true }
        if !plan.isImplied {
            guard !plan.aggregates.isEmpty else {
                report(
                    .outOfPlace, "`\(kpi.name)` is made of KPIs, and has no events of its own",
                    at: declaration.name.range, "asks for silence",
                    help: "put the alert on the KPI that has the events, or `on stream`")
                return false
            }
            implied.append(SilenceChecker.plan(for: plan))
        }
        guard let range = declaration.noDataRange, declaration.noData != .keep else { return true }
        report(
            .outOfPlace, "`silent` and `no data` both say what is to be when nothing comes",
            at: range, "beside `silent`", help: "keep one of the two")
        return false
    }

    private mutating func check(_ name: Name) {
        guard names.kpis[name.text] == nil, !names.lost.contains(name.text) else { return }
        let near = suggestion(for: name.text, among: names.kpis.keys)
        let isStream = names.streams[name.text] != nil
        report(
            .unknownName, "there is no KPI `\(name.text)`", at: name.range,
            isStream ? "a stream" : "not declared",
            help: isStream
                ? "write `on each \(name.text)`, or `on stream \(name.text)` for its silence"
                : near.map { "did you mean `\($0)`?" }
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
        implied += checker.markers
        if let silence = checker.silence, held.lasting == nil {
            report(
                .missingClause, "`silent` does not say for how long", at: silence, "no `for`",
                help: "write `silent for 45m`")
            return nil
        }
        return condition.map {
            HeldCondition($0, lasting: held.lasting?.interval ?? .zero)
        }
    }

    // MARK: - Texts

    private mutating func checkedMessage(ofAnomaly isAnomaly: Bool)
        -> (MessagePlan, OpeningCalendar?, Season)
    {
        let tags = kpi.by.map { (name: $0, slot: TextTemplate.Slot.tag($0)) }
        var slots = Slots(
            TextTemplate.Slot.ofKPIs + tags, groups: kpi.by, isWhole: kpi.isWhole)
        if let plan = kpi.plan, let goal = plan.goal {
            slots.fixed["goal"] = plan.unit.text(goal.value, in: declaration.message.tongue)
        }
        var checker = MessageChecker(
            declaration.message, of: declaration.name, isDamaged: declaration.isDamaged, names,
            slots: slots)
        defer { diagnostics += checker.diagnostics }
        let unsaid =
            kpi.plan?.isImplied == true ? silentSummary : standardSummary(ofAnomaly: isAnomaly)
        var message = checker.check(unsaid: unsaid)
        message.labels.add(placeOfKPI)
        if isAnomaly, !kpi.by.isEmpty, message.bundle == nil {
            // What strikes many groups at once is one thing to tell.
            message.bundle = MessagePlan.Bundle(within: .zero)
        }
        let during = checker.checkedCalendar()
        return (message, during, checker.checkedSeason(during))
    }

    /// `no refund for channel web in the last 45m`, for an alert on a stream.
    private var silentSummary: TextTemplate {
        let tongue = declaration.message.tongue
        let (none, before, last) =
            tongue == .french
            ? ("rien dans ", " pour ", " depuis ") : ("no ", " for ", " in the last ")
        var parts: [TextTemplate.Part] = [.text(none), .slot(.kpiTitle)]
        for (index, tag) in kpi.by.enumerated() {
            parts += [.text("\(index == 0 ? before : ", ")\(tag) "), .slot(.tag(tag))]
        }
        let lasting = declaration.rungs.compactMap(\.when.lasting?.interval.seconds).min() ?? 0
        return TextTemplate(parts + [.text(last + Unit.duration.text(lasting, in: tongue))])
    }

    /// `{kpi.title} for {channel} is {value}, the limit is {limit}`, or `usually {baseline}`; in
    /// French without a verb: the gender and number of a title are not known.
    private func standardSummary(ofAnomaly isAnomaly: Bool) -> TextTemplate {
        let (before, middle, limit, usual) =
            declaration.message.tongue == .french
            ? (" pour ", "\u{A0}: ", ", la limite est ", ", d'ordinaire ")
            : (" for ", " is ", ", the limit is ", ", usually ")
        var parts: [TextTemplate.Part] = [.slot(.kpiTitle)]
        for (index, tag) in kpi.by.enumerated() {
            parts += [.text(index == 0 ? before : ", "), .slot(.tag(tag))]
        }
        parts += [.text(middle), .slot(.value)]
        parts += isAnomaly ? [.text(usual), .slot(.baseline)] : [.text(limit), .slot(.limit)]
        return TextTemplate(parts)
    }
}
