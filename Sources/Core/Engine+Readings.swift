public import Model
public import Plans
public import PluginKit

/// A door for those who look on: backtests, tests, and people who ask for the course of a KPI. It
/// changes nothing.
extension Engine {
    /// What a KPI was at its latest pane end, for each group that has ever had a value, in the
    /// order of first sight; none: there is no such KPI.
    public func readings(of kpi: String) -> [(group: Labels, reading: Reading)] {
        guard let index = program.kpis.firstIndex(where: { $0.plan.name == kpi }) else { return [] }
        let groups = state.panels[program.kpis[index].panel].groups
        return state.values[index].indices.compactMap { row in
            state[index, row].map { (groups.labels(row), $0) }
        }
    }

    /// Between what that KPI lies, for each of the same groups in the same order, as sure as the
    /// program was asked to be; nil: not known, or nobody asked.
    public func ranges(of kpi: String, _ confidence: Confidence) -> [ClosedRange<Double>?] {
        guard let index = program.kpis.firstIndex(where: { $0.plan.name == kpi }) else { return [] }
        let place = program.kpis[index].confidences.firstIndex(of: confidence)
        return state.values[index].indices.filter { state[index, $0] != nil }.map { row in
            place.flatMap { state.range(index, row, $0) }
        }
    }
}
