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

    /// What a KPI that settles would be at its next judgements, did nothing more come: for each
    /// group of which anything came, with the times of those judgements. None of windows of the
    /// calendar.
    public func provisional(of kpi: String) -> [(group: Labels, values: [Provisional])] {
        guard let index = program.kpis.firstIndex(where: { $0.plan.name == kpi }) else { return [] }
        let linked = program.kpis[index]
        let panel = state.panels[linked.panel]
        let compared = comparisons(of: linked)
        return panel.groups.values.indices.map { row in
            let stores = linked.stores.map { panel.unsettled($0, row: row) }
            let values = (0..<(stores.map(\.count).min() ?? 0)).map { place in
                Provisional(
                    time: panel.shape.judged(before: panel.closed + 1 + Int64(place)),
                    reading: reading(of: linked, stores.map { $0[place] }, row, compared))
            }
            return (panel.groups.labels(row), values)
        }
    }

    /// A reading that may be another one by the time at which it is judged.
    public struct Provisional {
        public var time: Timestamp
        public var reading: Reading
    }
}
