import Model
import Plans
import PluginKit

// One pane end: what changed is read, computed and judged, and nothing else is looked at.
extension Engine {
    mutating func judge(at time: Timestamp) -> [Effect] {
        let due = state.panels.map { $0.nextEnd == time }
        if !state.panels.allSatisfy(\.isStill) { state.stirredAt = time }
        let dirty = state.panels.map { $0.nextEnd == time ? $0.close() : [] }
        var changed: [[Int]] = Array(repeating: [], count: program.kpis.count)
        for kpi in program.order where due[program.kpis[kpi].panel] {
            let panel = program.kpis[kpi].panel
            changed[kpi] =
                state.panels[panel].isReadable
                ? evaluate(kpi, dirty[panel], at: time)
                : dirty[panel].filter { state[kpi, $0] != nil }
        }
        hearHours(due, dirty, at: time)
        var effects: [Effect] = []
        for index in program.alertOrder {
            let alert = program.alerts[index]
            guard due[program.kpis[alert.kpi].panel], alert.policy.isOpen(until: time) else {
                continue
            }
            let peers = alert.asksPeers ? peers(for: alert) : nil
            let isNew = !alert.policy.isOpen(until: time - alert.policy.every)
            let rows = rowsToJudge(index, isNew ? nil : changed[alert.kpi])
            let detected = alert.learns ? detect(index, rows, at: time, peers) : nil
            for (place, row) in rows.enumerated() {
                judge(index, row, at: time, peers, detected, place, &effects)
            }
        }
        // Last, for an alert that opens may look at the whole window.
        for (index, panel) in state.panels.enumerated() where due[index] { panel.release() }
        return effects
    }

    /// Computes a KPI for the rows whose windows changed; gives the rows that have, or once had, a
    /// value.
    private mutating func evaluate(_ index: Int, _ dirty: [Int], at time: Timestamp) -> [Int] {
        let kpi = program.kpis[index]
        let compared = comparisons(of: kpi)
        let rows = kpi.looksElsewhere ? rowsOfOthers(kpi, compared) : dirty
        return rows.filter { row in
            var latest = reading(of: kpi, row, compared)
            if latest.samples == 0, kpi.plan.isImplied, state.panels[kpi.panel].wasHeard(row) {
                latest = Reading(value: 1, samples: 1)
            }
            guard latest.value != nil || state[index, row] != nil else { return false }
            state[index, row] = latest
            if !kpi.confidences.isEmpty { state.set(ranges(of: kpi, row, latest), of: index, row) }
            if let shape = program.pasts[index] {
                state.note(
                    latest.value, error: error(of: index, row), of: index, row, at: time, shape)
            }
            return true
        }
    }

    func comparisons(of kpi: KPIProgram) -> [[[String]: Reading]] {
        kpi.comparisons.map { comparison in
            let theirs = program.kpis[comparison.kpi]
            return comparison.readings(
                of: state.panels[theirs.panel].groups.values, { state[comparison.kpi, $0] },
                needs: theirs.needs)
        }
    }

    /// Where there are so few samples that somebody might be recognised, all that is known is how
    /// many: whoever asks, other KPIs and what is learnt among them, asks here.
    private func reading(of kpi: KPIProgram, _ row: Int, _ compared: [[[String]: Reading]])
        -> Reading
    {
        let panel = state.panels[kpi.panel]
        return reading(of: kpi, kpi.stores.map { panel.read($0, row: row) }, row, compared)
    }

    /// The same of whatever its aggregates read.
    func reading(
        of kpi: KPIProgram, _ aggregates: [Reading], _ row: Int,
        _ compared: [[[String]: Reading]]
    ) -> Reading {
        var reading = openReading(of: kpi, aggregates, row, compared)
        if reading.samples < kpi.anonymousBelow { reading.value = nil }
        return reading
    }

    private func openReading(
        of kpi: KPIProgram, _ aggregates: [Reading], _ row: Int,
        _ compared: [[[String]: Reading]]
    ) -> Reading {
        let panel = state.panels[kpi.panel]
        if kpi.isOneAggregate { return aggregates[0].samples == 0 ? .none : aggregates[0] }
        if !aggregates.isEmpty, aggregates.allSatisfy({ $0.samples == 0 }) { return .none }
        let whole = kpi.value.reading(
            LinkedValue.Parts(
                aggregates: aggregates,
                references: kpi.references.map { reading($0, from: kpi.panel, row) },
                groups: compared.map { $0[panel.groups.values[row]] ?? .none }))
        return Reading(value: whole.value, samples: whole.samples == .max ? 0 : whole.samples)
    }

    /// Another KPI's reading for the group that shares its tags with a row of ours.
    private func reading(_ reference: Reference, from panel: Int, _ row: Int) -> Reading {
        let ours = state.panels[panel].groups.values[row]
        let theirs = reference.theirs(for: ours)
        let place = state.panels[program.kpis[reference.kpi].panel].groups
            .row(of: theirs, guess: row)
        return place.flatMap { state[reference.kpi, $0] } ?? .none
    }

    /// All rows of a KPI that refers to others, after the groups of those that it is grouped like
    /// are made its own.
    private func rowsOfOthers(_ kpi: KPIProgram, _ compared: [[[String]: Reading]]) -> [Int] {
        let panel = state.panels[kpi.panel]
        // In an order that does not depend on the dictionary's.
        for groups in compared {
            for group in groups.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                _ = panel.row(for: group)
            }
        }
        for reference in kpi.references where reference.shared == kpi.plan.by.count {
            for theirs in state.panels[program.kpis[reference.kpi].panel].groups.values {
                if let ours = reference.ours(for: theirs) { _ = panel.row(for: ours) }
            }
        }
        return Array(panel.groups.values.indices)
    }

    /// The rows that changed, and those for which time itself may change something.
    ///
    /// - Parameter changed: nil: nobody looked for a while, and any may have.
    private func rowsToJudge(_ index: Int, _ changed: [Int]?) -> [Int] {
        let alert = program.alerts[index]
        guard let changed, !alert.looksElsewhere else {
            return state.values[alert.kpi].indices.filter { state[alert.kpi, $0] != nil }
        }
        let restless = state.lives[index].filter { $0.value.isRestless(under: alert) }
        if restless.isEmpty { return changed }
        return Set(changed).union(restless.keys).sorted()
    }

    /// Whether time alone changes nothing any more: no pane holds a sample and no alert waits for
    /// anything.
    func isStill(at time: Timestamp) -> Bool {
        state.panels.allSatisfy(\.isStill) && !state.hasFreshPast(program.pasts, at: time)
            && !isLearningSilence(at: time) && !state.intake.hasNews(program)
            // What changed while a calendar was closed is judged when it opens.
            && program.alerts.allSatisfy { $0.policy.isOpen(until: time) }
            && program.alerts.indices.allSatisfy { index in
                !state.lives[index].contains { $0.value.isRestless(under: program.alerts[index]) }
            }
    }

    /// What the groups of an alert's KPI have.
    private func peers(for alert: AlertProgram) -> Peers {
        let needs = program.kpis[alert.kpi].needs
        return Peers(
            state.values[alert.kpi].compactMap { reading in
                reading.flatMap { $0.samples >= needs ? $0.value : nil }
            }, asksSpread: alert.asksSpread)
    }

    private func looks(
        of alert: AlertProgram, _ row: Int, at time: Timestamp, _ own: Reading, _ peers: Peers?
    ) -> [Reading] {
        let panel = program.kpis[alert.kpi].panel
        let isCounted = own.samples >= program.kpis[alert.kpi].needs
        return alert.looks.map { look in
            let value: Double?
            switch look {
            case .kpi(let reference): return reading(reference, from: panel, row)
            case .table(let table):
                return table.reading(for: state.panels[panel].groups.values[row])
            case .ago(let length): value = state.past(alert.kpi, row)?.value(at: time - length)
            case .before(let newest, _):
                guard let time = marked(newest, alert, row) else { return .absent }
                value = state.past(alert.kpi, row)?.value(at: time)
            case .slope(let length):
                value = state.past(alert.kpi, row)?.rise(over: length, to: time)
            case .peers: value = peers?.median(without: isCounted ? own.value : nil)
            // Of what the alert has learnt; seen later, by the hour.
            case .baseline, .forecast: value = nil
            }
            return Reading(value)
        }
    }

    /// When the newest event came that marks a change for a group; nil: none did lately.
    func marked(_ newest: Reference, _ alert: AlertProgram, _ row: Int) -> Timestamp? {
        reading(newest, from: program.kpis[alert.kpi].panel, row).value
            .map { Timestamp(nanoseconds: Int64(($0 * 1e9).rounded())) }
    }

    private mutating func judge(
        _ index: Int, _ row: Int, at time: Timestamp, _ peers: Peers?, _ detected: Detected?,
        _ place: Int, _ effects: inout [Effect]
    ) {
        let alert = program.alerts[index]
        guard let reading = state[alert.kpi, row] else { return }
        state.trails[index].note(reading.value, row: row, at: time)
        var sight = Sight(own: reading, looks: [])
        // Asked only where there is something to ask: for each such call the engine is laid out
        // anew, and most alerts need one of them or none.
        if !alert.looks.isEmpty { sight.looks = looks(of: alert, row, at: time, reading, peers) }
        let isToBeSure = !alert.confidences.isEmpty
        if isToBeSure { sight.errors = errors(of: alert, row, at: time, peers) }
        if let detected { see(detected, index, row, at: place, &sight) }
        if isToBeSure { sight.sureties = sureties(of: alert, row, sight) }
        let kpi = program.kpis[alert.kpi]
        let verdict = alert.verdict(
            sight, needs: kpi.needs, isAnonymous: reading.samples < kpi.anonymousBelow)
        let known = state.lives[index][row]
        var life = known ?? AlertLife()
        life.forgetOpenings(before: time - Limits.flappingTime)
        let step = life.machine.step(verdict, at: time, under: alert.policy)
        // Mostly nothing is to be told, and then nothing need be found out for it.
        if step != nil || life.incident != nil {
            let judged = judged(
                index, row, at: time, sight, in: step?.to ?? life.machine.state,
                among: detected?.count ?? 0)
            if let step { effects += follow(step, judged, &life) }
            if life.incident?.unsteadyAt != nil { effects += steady(judged, &life) }
            if life.incident != nil { effects += catchUp(judged, &life) }
            if life.incident != nil { effects += remind(judged, &life) }
        }
        if let detected {
            // While it comes and goes, what it has when it is gone is normal.
            let incident = life.machine.state == .ok ? nil : life.incident
            learn(reading, index, row, detected, incident)
        }
        let isAsNew = life.isAsNew(under: alert.policy)
        if known != nil || !isAsNew { state.lives[index][row] = isAsNew ? nil : life }
    }

    private func judged(
        _ index: Int, _ row: Int, at time: Timestamp, _ sight: Sight, in state: AlertState,
        among groups: Int
    ) -> Judged {
        let alert = program.alerts[index]
        return Judged(
            alert: index, row: row, time: time, reading: sight.own,
            limit: alert.limit(in: state, sight), expected: sight.expected,
            pattern: sight.pattern, among: groups,
            assurance: alert.assurance(in: state, sight))
    }
}

/// One judgement with what a message about it needs.
struct Judged {
    var alert: Int
    var row: Int
    var time: Timestamp
    var reading: Reading
    var limit: Double?
    var expected: Double?
    var pattern = ""
    /// Groups that detectors judged at the same time.
    var among = 0
    var assurance: Notification.Assurance?
}

extension AlertProgram {
    /// - Parameter isAnonymous: there is a value, and it is nobody's business.
    func verdict(_ sight: Sight, needs: Int, isAnonymous: Bool = false) -> Verdict {
        if asksSilence {
            guard sight.own.samples < needs else { return verdict(sight) }
            // Too few samples tell nothing of the value, and much of silence.
            var silent = sight
            silent.own.value = nil
            return verdict(silent)
        }
        if isAnonymous, sight.own.samples > 0 { return .tooFewSamples }
        guard sight.own.value != nil else { return .noValue }
        guard sight.own.samples >= needs else { return .tooFewSamples }
        return verdict(sight)
    }

    private func verdict(_ sight: Sight) -> Verdict {
        var breached: Severities = []
        var untold: Severities = []
        for rung in ladder {
            switch rung.when.holds(sight) {
            case true: breached.insert(rung.severity)
            case false: break
            case nil: untold.insert(rung.severity)
            }
        }
        let isCalm: Bool? = !breached.isEmpty ? false : untold.isEmpty ? true : nil
        let recovers = recover.map { $0.when.holds(sight) } ?? isCalm
        return .judged(breached, untold: untold, recovers: recovers)
    }

    /// The limit of the rung that the state stands on; of the lowest where it stands on none.
    func limit(in state: AlertState, _ sight: Sight) -> Double? {
        condition(in: state)?.limit(sight)
    }

    /// The condition of that rung.
    func condition(in state: AlertState) -> LinkedCondition? {
        let rung =
            if case .firing(let severity) = state {
                ladder.first { $0.severity == severity }
            } else { ladder.first }
        return rung?.when
    }
}

extension AlertLife {
    /// Whether time alone may change something.
    func isRestless(under alert: AlertProgram) -> Bool {
        !machine.isAtRest(under: alert.policy)
            || incident.map {
                alert.plan.repeatEvery != nil || $0.untold != .nothing || $0.unsteadyAt != nil
            } ?? false
    }

    /// Whether forgetting it changes nothing.
    func isAsNew(under policy: Policy) -> Bool {
        incident == nil && openings.isEmpty && machine.state == .ok
            && machine.isAtRest(under: policy)
    }
}
