import Model
public import Plans

/// What is worth knowing of rules and wrong with none of them: a line for each owner who has more
/// to look after than people do.
public func notes(on plan: Plan) -> String {
    var kpis: [String: Set<String>] = [:]
    for alert in plan.alerts where !alert.message.owner.isEmpty && !alert.message.isShadow {
        kpis[alert.message.owner, default: []].insert(alert.kpi)
    }
    let most = Limits.kpisOfOneOwner
    return kpis.filter { $0.value.count > most }.sorted { $0.key < $1.key }.map { owner, kpis in
        "note: `\(owner)` answers for alerts on \(kpis.count) KPIs; begin with few, people look "
            + "after \(most) at most\n"
    }.joined()
}
