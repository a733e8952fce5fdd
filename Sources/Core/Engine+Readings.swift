public import Model
import Plans
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
}
