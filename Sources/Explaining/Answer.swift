public import Model
public import Plans

/// What `vigie explain NAME` answers: all that goes by that name, in rules and in the trade.
///
/// - Parameter now: from which the next openings of a calendar are told.
/// - Returns: nil if nothing goes by it.
public func answer(
    to name: String, in tongue: Tongue, of plan: Plan, at now: Timestamp,
    _ glossary: Glossary = .standard
) -> String? {
    let narrator = Narrator(plan, in: tongue)
    var parts: [String] = []
    if let alert = plan.alert(name) { parts.append(lines(narrator.sentences(of: alert, at: now))) }
    if let watch = plan.watch(name) {
        parts.append(lines(narrator.sentences(of: watch, at: now)))
    }
    if let stage = plan.stage(name) { parts.append(lines(narrator.sentences(of: stage))) }
    if let benchmark = plan.benchmark(name) {
        parts.append(lines(narrator.sentences(of: benchmark)))
    }
    for kpi in plan.kpis(named: name) { parts.append(lines(narrator.sentences(of: kpi))) }
    parts += glossary.terms(named: name).map { $0.text(in: tongue) }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
}

/// Names that whoever asked may have meant.
public func namesLike(
    _ name: String, of plan: Plan, _ glossary: Glossary = .standard
) -> [String] {
    let own = plan.ownNames
    let wanted = plainLetters(name)
    let near = own.filter { !wanted.isEmpty && plainLetters($0).contains(wanted) }
    return near + glossary.names(holding: name)
}

/// Every name that can be asked for.
public func allNames(of plan: Plan, _ glossary: Glossary = .standard) -> [String] {
    plan.ownNames
        + glossary.terms.flatMap(\.names)
}

extension Plan {
    /// All that can be explained by its name in the rules.
    fileprivate var ownNames: [String] {
        alerts.map(\.name) + watches.map(\.name) + spokenKPIs.map(\.name) + stages.map(\.name)
            + benchmarks.map(\.name)
    }

    /// Those that a rule declares.
    fileprivate var spokenKPIs: [KPIPlan] { kpis.filter { !$0.isImplied } }

    fileprivate func kpis(named name: String) -> [KPIPlan] {
        let wanted = plainLetters(name)
        return spokenKPIs.filter { kpi in
            let names = [kpi.name, kpi.title] + kpi.names.map(\.text)
            return !wanted.isEmpty && names.contains { plainLetters($0) == wanted }
        }
    }
}

private func lines(_ sentences: [String]) -> String { sentences.joined(separator: "\n") }
