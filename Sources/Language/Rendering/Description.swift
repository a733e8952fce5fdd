import Model
public import Plans
public import PluginKit

/// What the rules amount to: a line a KPI with its inferred unit, its groups, its window and its
/// memory.
///
/// - Shape: `nps  points  by region  over 1w every 1h (168 panes)  4.2 MiB for 1,000 groups`, in
///   columns.
public func describe(_ plan: Plan, with registry: Registry) -> String {
    let rows = plan.kpis.map { kpi in
        return [
            kpi.name, "\(kpi.unit)",
            kpi.by.isEmpty ? "one group" : "by " + kpi.by.joined(separator: ", "),
            kpi.window + panes(of: kpi),
            size(bytesPerGroup(of: kpi, registry) * (kpi.by.isEmpty ? 1 : 1_000))
                + (kpi.by.isEmpty ? "" : " for 1,000 groups") + waiting(in: kpi),
        ]
    }
    return (rows.isEmpty ? "" : aligned(rows) + "\n") + weights(in: plan)
}

/// A line for each alert whose severities are told as others than its rule says.
private func weights(in plan: Plan) -> String {
    let lines = plan.alerts.compactMap { alert -> String? in
        guard let kpi = plan.kpi(alert.kpi) else { return nil }
        var reasons: [String] = []
        if let stage = kpi.stage, plan.isAtMomentOfTruth(kpi) {
            reasons.append("one severity worse, at the moment of truth `\(stage)`")
        }
        let moments = plan.momentsAmongGroups(of: kpi)
        if !moments.isEmpty {
            reasons.append("one severity worse for the moments of truth \(list(moments))")
        }
        if let kano = kpi.kano, kano.worst != .critical {
            reasons.append("\(kano.worst.name) at most, by `kano \(kano.rawValue)`")
        }
        return reasons.isEmpty ? nil : "alert \(alert.name): \(reasons.joined(separator: "; "))\n"
    }
    return lines.joined()
}

/// A window of the calendar keeps none of its panes.
private func panes(of kpi: KPIPlan) -> String {
    let panes = kpi.shape.window
    return panes == 0 ? "" : " (\(panes) \(panes == 1 ? "pane" : "panes"))"
}

/// What the events cost that may be followed.
private func waiting(in kpi: KPIPlan) -> String {
    let follows = Set(kpi.aggregates.compactMap(\.follow)).count
    guard follows > 0 else { return "" }
    let bytes = Limits.bytesPerOpener
    return ", and \(follows * bytes) B an event that waits (at most "
        + "\(size(follows * bytes * Limits.openersPerKPI)))"
}

/// The folds that one group of a KPI keeps. KPIs that ask for the same folds share them, so a plan
/// may need less.
private func bytesPerGroup(of kpi: KPIPlan, _ registry: Registry) -> Int {
    let ring = kpi.shape.ring + (kpi.period == nil ? 0 : 1)
    return kpi.aggregates.reduce(0) { bytes, aggregate in
        bytes + ring * (registry.function(aggregate.function).map { stride(of: $0.type) } ?? 0)
    }
}

private func stride<Function: KPIFunction>(of _: Function.Type) -> Int {
    MemoryLayout<Function>.stride
}

private func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1_024: "\(bytes) B"
    case ..<1_048_576: "\(decimal(bytes, 1_024)) KiB"
    case ..<1_073_741_824: "\(decimal(bytes, 1_048_576)) MiB"
    default: "\(decimal(bytes, 1_073_741_824)) GiB"
    }
}

private func decimal(_ bytes: Int, _ unit: Int) -> String {
    let tenths = (bytes * 10 + unit / 2) / unit
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
