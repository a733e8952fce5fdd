import Model
import Plans

/// Expectations: that what they name is there, and that they can be wrong.
extension TestChecker {
    private typealias Written = TestDeclaration.Expectation

    mutating func checked(_ expectation: TestDeclaration.Expectation) -> ExpectationPlan? {
        let before = diagnostics.count
        guard let claim = claim(expectation.claim), diagnostics.count == before else { return nil }
        return ExpectationPlan(
            claim, line: cast.line(of: expectation.range),
            text: names.quote(expectation.range))
    }

    private mutating func claim(_ claim: TestDeclaration.Expectation.Claim)
        -> ExpectationPlan.Claim?
    {
        switch claim {
        case .state(let subject, let state, let when):
            let when = checked(when)
            return alert(subject, state).map { .state($0, state.wanted, when) }
        case .never(let subject, let state, let stretch):
            let stretch = checked(stretch)
            return alert(subject, state).map { .never($0, state.wanted, stretch) }
        case .value(let subject, let comparison, let literal, let tolerance, let moment):
            guard let kpi = kpi(subject) else { return nil }
            return expected(comparison, literal, tolerance, of: kpi).map {
                .value(plan(subject), $0, at: moment?.interval)
            }
        case .noValue(let subject, let moment):
            return kpi(subject).map { _ in .value(plan(subject), .none, at: moment?.interval) }
        case .told(let telling): return .told(checked(telling))
        }
    }

    private func plan(_ subject: Written.Subject) -> ExpectationPlan.Subject {
        ExpectationPlan.Subject(
            subject.name.text,
            Labels(subject.group.map { Labels.Pair($0.name.text, $0.value.value) }))
    }

    // MARK: - Alerts

    private mutating func alert(_ subject: Written.Subject, _ state: Written.State)
        -> ExpectationPlan.Subject?
    {
        let name = subject.name
        guard let role = cast.alerts[name.text] else {
            if !cast.lostAlerts.contains(name.text), !names.lost.contains(name.text) {
                reportNoAlert(name)
            }
            return nil
        }
        guard isGrouped(subject, by: role.tags), canBe(state, role) else { return nil }
        return plan(subject)
    }

    private mutating func reportNoAlert(_ name: Name) {
        let near = suggestion(for: name.text, among: cast.alerts.keys)
        let isKPI = names.kpis[name.text] != nil
        report(
            .unknownAlert, "there is no alert `\(name.text)`", at: name.range,
            isKPI ? "a KPI, which has a value and no state" : "not declared",
            help: isKPI
                ? "write `expect \(name.text) = VALUE at 2h`, or name an alert on it"
                : near.map { "did you mean `\($0)`?" })
    }

    private mutating func isGrouped(_ subject: Written.Subject, by tags: [String]) -> Bool {
        for (name, _) in subject.group where !tags.contains(name.text) {
            let near = suggestion(for: name.text, among: tags)
            report(
                .notATagOfGroups,
                "the groups of `\(subject.name.text)` have no tag `\(name.text)`", at: name.range,
                "not a tag of its groups",
                help: near.map { "did you mean `\($0)`?" }
                    ?? (tags.isEmpty
                        ? "there is one group: write `\(subject.name.text)` alone"
                        : "they have \(list(tags))"))
            return false
        }
        return true
    }

    private mutating func canBe(_ state: Written.State, _ role: Cast.Role) -> Bool {
        if role.states.contains(where: state.wanted.fits) { return true }
        let states = role.states.map { $0 == .noData ? "no data" : $0.name }
        report(
            .stateNeverReached,
            "`\(role.name)` is never `\(state.wanted)`", at: state.range,
            "no clause of the alert makes it so", help: "it can be \(list(states))")
        return false
    }

    // MARK: - KPIs

    private mutating func kpi(_ subject: Written.Subject) -> CheckedKPI? {
        let name = subject.name
        guard let kpi = names.kpis[name.text] else {
            if names.lost.contains(name.text) { return nil }
            let near = suggestion(for: name.text, among: names.kpis.keys)
            let isAlert = cast.alerts[name.text] != nil
            report(
                .unknownName, "there is no KPI `\(name.text)`", at: name.range,
                isAlert ? "an alert, which has a state and no value" : "not declared",
                help: isAlert
                    ? "write `expect \(name.text) warning within 1h`, or name a KPI"
                    : near.map { "did you mean `\($0)`?" })
            return nil
        }
        guard kpi.isWhole else { return nil }
        return isGrouped(subject, by: kpi.by) ? kpi : nil
    }

    private mutating func expected(
        _ comparison: Comparison, _ literal: Literal, _ tolerance: Literal?, of kpi: CheckedKPI
    ) -> ExpectationPlan.Expected? {
        guard let unit = kpi.unit, let value = number(literal, kpi, unit) else { return nil }
        guard let tolerance else { return .number(comparison, value, tolerance: 0) }
        // The difference of two percentages is one of points, as everywhere.
        if unit == .percent, case .points(let points) = tolerance.value {
            return .number(comparison, value, tolerance: points / 100)
        }
        guard let around = number(tolerance, kpi, unit) else { return nil }
        return .number(comparison, value, tolerance: abs(around))
    }

    private mutating func number(_ literal: Literal, _ kpi: CheckedKPI, _ unit: Unit) -> Double? {
        if let (value, given) = literal.value.measured, unit.compares(with: given, value) {
            return value
        }
        diagnostics.append(
            .incomparable(
                unit, named: kpi.name, with: literal.value.unit,
                constant: literal.value.measured?.0, names.quote(literal.range),
                at: literal.range))
        return nil
    }

    // MARK: - Messages and times

    private mutating func checked(_ telling: Written.Telling) -> ExpectationPlan.Telling {
        let from = telling.after?.interval ?? .zero
        if let contact = telling.contact { checkContact(contact) }
        return ExpectationPlan.Telling(
            telling.contact?.value, times: telling.times,
            containing: telling.containing.map(\.value),
            .init(from: from, to: telling.within.map { from + $0.interval }))
    }

    private mutating func checkContact(_ contact: Text) {
        let known = names.contacts.map { cast.contacts.union($0) } ?? cast.contacts
        if known.contains(contact.value) || (cast.hasRoutedAlerts && names.contacts == nil) {
            return
        }
        if known.isEmpty, !cast.lostAlerts.isEmpty { return }
        let near = suggestion(for: contact.value, among: known.sorted())
        report(
            .contactNeverTold, "no alert tells `\"\(contact.value)\"`", at: contact.range,
            "not the contact of any alert",
            help: near.map { "did you mean `\"\($0)\"`?" }
                ?? (known.isEmpty
                    ? nil : "alerts tell \(list(known.sorted().map { "\"\($0)\"" }))"))
    }

    private mutating func checked(_ when: Written.When) -> ExpectationPlan.When {
        switch when {
        case .within(let span, let after):
            let from = after?.interval ?? .zero
            if span.interval <= .zero { reportEmpty(span.range, "no time at all") }
            return .within(.init(from: from, to: from + span.interval))
        case .throughout(let stretch): return .throughout(checked(stretch))
        case .at(let moment): return .at(moment.interval)
        }
    }

    private mutating func checked(_ stretch: Written.Stretch) -> ExpectationPlan.Stretch {
        let from = stretch.from?.interval ?? .zero
        if let to = stretch.to, to.interval <= from {
            reportEmpty(to.range, "not after \(from)")
        }
        return ExpectationPlan.Stretch(from: from, to: stretch.to?.interval)
    }

    private mutating func reportEmpty(_ range: SourceRange, _ why: String) {
        report(
            .emptyStretch, "nothing happens in no time", at: range, why,
            help: "write `within 1h`, or `from 1h to 2h`")
    }
}

extension TestDeclaration.Expectation.State {
    fileprivate var wanted: ExpectationPlan.Wanted { .init(state, orWorse: orWorse) }
}
