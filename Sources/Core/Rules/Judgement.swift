import Model
import Plans
import PluginKit

// One pane end: what changed is read, computed and judged, and nothing else is looked at.
extension Engine {
    mutating func judge(at time: Timestamp) -> [Effect] {
        let due = state.panels.map { $0.nextEnd == time }
        let dirty = state.panels.map { $0.nextEnd == time ? $0.close() : [] }
        var changed: [[Int]] = Array(repeating: [], count: program.kpis.count)
        for kpi in program.order where due[program.kpis[kpi].panel] {
            changed[kpi] = evaluate(kpi, dirty[program.kpis[kpi].panel])
        }
        for (index, panel) in state.panels.enumerated() where due[index] { panel.release() }
        var effects: [Effect] = []
        for (index, alert) in program.alerts.enumerated()
        where due[program.kpis[alert.kpi].panel] {
            for row in rowsToJudge(index, changed[alert.kpi]) {
                judge(index, row, at: time, &effects)
            }
        }
        return effects
    }

    /// Computes a KPI for the rows whose windows changed; gives the rows that have, or once had, a
    /// value.
    private mutating func evaluate(_ index: Int, _ dirty: [Int]) -> [Int] {
        let kpi = program.kpis[index]
        let rows = kpi.references.isEmpty ? dirty : rowsOfReferences(kpi)
        return rows.filter { row in
            let latest = reading(of: kpi, row)
            guard latest.value != nil || state[index, row] != nil else { return false }
            state[index, row] = latest
            return true
        }
    }

    private func reading(of kpi: KPIProgram, _ row: Int) -> Reading {
        let panel = state.panels[kpi.panel]
        if kpi.isOneAggregate {
            let reading = panel.read(kpi.stores[0], row: row)
            return reading.samples == 0 ? .none : reading
        }
        let aggregates = kpi.stores.map { panel.read($0, row: row) }
        if !aggregates.isEmpty, aggregates.allSatisfy({ $0.samples == 0 }) { return .none }
        let references = kpi.references.map { reading($0, from: kpi.panel, row) }
        let whole = kpi.value.reading(aggregates, references)
        return Reading(value: whole.value, samples: whole.samples == .max ? 0 : whole.samples)
    }

    /// Another KPI's reading for the group that shares its tags with a row of ours.
    private func reading(_ reference: Reference, from panel: Int, _ row: Int) -> Reading {
        let ours = state.panels[panel].groups.values[row]
        let theirs = reference.projection.map { ours[$0] }
        let place = state.panels[program.kpis[reference.kpi].panel].groups.row(of: theirs)
        return place.flatMap { state[reference.kpi, $0] } ?? .none
    }

    /// All rows of a KPI that refers to others, after the groups of those that it is grouped like
    /// are made its own.
    private func rowsOfReferences(_ kpi: KPIProgram) -> [Int] {
        let panel = state.panels[kpi.panel]
        for reference in kpi.references where reference.projection.count == kpi.plan.by.count {
            for theirs in state.panels[program.kpis[reference.kpi].panel].groups.values {
                var ours = theirs
                for (place, value) in zip(reference.projection, theirs) { ours[place] = value }
                _ = panel.row(for: ours)
            }
        }
        return Array(panel.groups.values.indices)
    }

    /// The rows that changed, and those for which time itself may change something.
    private func rowsToJudge(_ index: Int, _ changed: [Int]) -> [Int] {
        let alert = program.alerts[index]
        if !alert.references.isEmpty {
            return state.values[alert.kpi].indices.filter { state[alert.kpi, $0] != nil }
        }
        let restless = state.lives[index].filter { $0.value.isRestless(under: alert) }
        if restless.isEmpty { return changed }
        return Set(changed).union(restless.keys).sorted()
    }

    /// Whether time alone changes nothing any more: no pane holds a sample and no alert waits for
    /// anything.
    var isStill: Bool {
        state.panels.allSatisfy(\.isStill)
            && program.alerts.indices.allSatisfy { index in
                !state.lives[index].contains { $0.value.isRestless(under: program.alerts[index]) }
            }
    }

    private mutating func judge(
        _ index: Int, _ row: Int, at time: Timestamp, _ effects: inout [Effect]
    ) {
        let alert = program.alerts[index]
        guard let reading = state[alert.kpi, row] else { return }
        let references = alert.references.map {
            self.reading($0, from: program.kpis[alert.kpi].panel, row)
        }
        let verdict = alert.verdict(
            reading, references, needs: program.kpis[alert.kpi].plan.needs)
        let known = state.lives[index][row]
        var life = known ?? AlertLife()
        let step = life.machine.step(verdict, at: time, under: alert.policy)
        let judged = Judged(
            alert: index, row: row, time: time, reading: reading,
            limit: alert.limit(in: step?.to ?? life.machine.state, reading, references))
        if let step { effects += follow(step, judged, &life) }
        if life.incident != nil { effects += remind(judged, &life) }
        let isAsNew = life.isAsNew(under: alert.policy)
        if known != nil || !isAsNew { state.lives[index][row] = isAsNew ? nil : life }
    }
}

/// One judgement with what a message about it needs.
struct Judged {
    var alert: Int
    var row: Int
    var time: Timestamp
    var reading: Reading
    var limit: Double?
}

extension AlertProgram {
    func verdict(_ reading: Reading, _ references: [Reading], needs: Int) -> Verdict {
        guard reading.value != nil else { return .noValue }
        guard reading.samples >= needs else { return .tooFewSamples }
        var breached: Severities = []
        var untold: Severities = []
        for rung in ladder {
            switch rung.when.holds(reading, references) {
            case true: breached.insert(rung.severity)
            case false: break
            case nil: untold.insert(rung.severity)
            }
        }
        let isCalm: Bool? = !breached.isEmpty ? false : untold.isEmpty ? true : nil
        let recovers = recover.map { $0.when.holds(reading, references) } ?? isCalm
        return .judged(breached, untold: untold, recovers: recovers)
    }

    /// The limit of the rung that the state stands on; of the lowest where it stands on none.
    func limit(in state: AlertState, _ reading: Reading, _ references: [Reading]) -> Double? {
        let rung =
            if case .firing(let severity) = state {
                ladder.first { $0.severity == severity }
            } else { ladder.first }
        return rung?.when.limit(reading, references)
    }
}

extension AlertLife {
    /// Whether time alone may change something.
    func isRestless(under alert: AlertProgram) -> Bool {
        !machine.isAtRest(under: alert.policy) || alert.plan.repeatEvery != nil && incident != nil
    }

    /// Whether forgetting it changes nothing.
    func isAsNew(under policy: Policy) -> Bool {
        incident == nil && machine.state == .ok && machine.isAtRest(under: policy)
    }
}
