/// Looks for KPIs that nobody would miss. Only in files that have alerts: a file of KPIs alone is
/// there for others to use.
struct UseChecker: Complaining {
    var diagnostics: [Diagnostic] = []

    init(_ declarations: Declarations) {
        let files = Set(declarations.alerts.map(\.name.range.file))
        guard !files.isEmpty else { return }
        let used = Self.used(declarations)
        for kpi in declarations.kpis
        where !kpi.isUnwatched && files.contains(kpi.name.range.file)
            && !used.contains(kpi.name.text)
        {
            report(
                .unusedKPI, "no alert uses `\(kpi.name.text)`", at: kpi.name.range,
                "computed for nobody",
                help: "write an alert on it, or `no alert` in its block if it is only looked at")
        }
    }

    /// Every KPI that an alert is on or compares with, or that such a one is made of.
    private static func used(_ declarations: Declarations) -> Set<String> {
        let made = Dictionary(
            declarations.kpis.map { ($0.name.text, $0.value?.references ?? []) },
            uniquingKeysWith: { first, _ in first })
        var open = declarations.alerts.flatMap(\.mentioned)
        var used: Set<String> = []
        while let name = open.popLast() {
            guard used.insert(name).inserted else { continue }
            open += (made[name] ?? []).map(\.text)
        }
        return used
    }
}

extension AlertDeclaration {
    fileprivate var mentioned: [String] {
        let conditions = rungs.map(\.when.condition) + [recover?.condition].compactMap { $0 }
        let names = conditions.flatMap(\.references).map(\.text)
        if case .kpi(let kpi) = subject { return names + [kpi.text] }
        return names
    }
}
