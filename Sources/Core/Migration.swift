import LineProtocol
import Model
import Plans
import PluginKit

// From one set of rules to the next, with everything kept that still means the same.
extension Engine {
    /// A panel, a store, an id list is kept where what it was folded by is unchanged; an alert
    /// keeps its lives by name; the outbox carries over. What has no place any more is resolved as
    /// `rule removed`.
    mutating func migrate(to next: Program) -> [Effect] {
        var fresh = State(next, at: state.clock)
        for (index, panel) in fresh.panels.enumerated() {
            let key = next.panels[index].key
            guard
                let old = state.panels.firstIndex(where: { $0.program.key == key })
                    ?? state.panels.firstIndex(where: { $0.program.key.covers(key) })
            else { continue }
            panel.inherit(state.panels[old])
            fresh.saidFull[index] = state.saidFull[old]
            // A new limit holds at the next pane end, not only once something comes in.
            if next.plan != program.plan { panel.rejudge() }
        }
        fresh.lookAhead()
        for index in next.streams.indices { fresh.intake.inherit(state.intake, index, next) }
        for index in fresh.intake.cohorts.indices {
            fresh.intake.inherit(state.intake, cohort: index)
        }
        fresh.intake.relearn(state.intake, next, fresh.panels)
        fresh.intake.watchOn(after: state.intake, next)
        fresh.observedAt = state.observedAt
        if next.rules.bounds == program.rules.bounds {
            fresh.saidSeriesLimit = state.saidSeriesLimit
            fresh.intake.sawSeriesLimit = state.intake.sawSeriesLimit
        }
        keepValues(in: &fresh, next)
        listenForSilence(in: &fresh, next)
        let kept = keepLives(in: &fresh, next)
        keepLearnt(in: &fresh, next)
        keepCauses(in: &fresh, next)
        for (index, watch) in next.watches.enumerated() {
            guard let old = program.watches.firstIndex(where: { $0.plan.isSame(as: watch.plan) })
            else { continue }
            fresh.watches[index] = state.watches[old]
        }
        let effects = resolveRemoved(except: kept)
        keepTrails(in: &fresh, next)
        fresh.incidents = state.incidents
        fresh.silences = state.silences
        (fresh.received, fresh.receivedIncidents) = (state.received, state.receivedIncidents)
        for (index, desk) in fresh.desks.enumerated() {
            guard let same = state.desks.first(where: { $0.contact == desk.contact }) else {
                continue
            }
            fresh.desks[index] = same
        }
        fresh.outbox = state.outbox
        fresh.bundles = state.bundles
        let gone = fresh.outbox.adopt(next.rules.book, at: state.clock ?? .zero)
        program = next
        state = fresh
        let turned = state.clock.map { turnSilences(at: $0) } ?? []
        return effects + gone + turned
    }

    private func keepValues(in fresh: inout State, _ next: Program) {
        let places = Dictionary(
            zip(program.kpis.map(\.plan.name), program.kpis.indices),
            uniquingKeysWith: { first, _ in first })
        for (index, kpi) in next.kpis.enumerated() {
            guard let old = places[kpi.plan.name],
                program.kpis[old].plan.computed == kpi.plan.computed
            else { continue }
            let groups = state.panels[program.kpis[old].panel].groups
            for (row, reading) in state.values[old].enumerated() where reading != nil {
                guard let place = fresh.panels[kpi.panel].row(for: groups.values[row]) else {
                    continue
                }
                fresh[index, place] = reading
                guard kpi.confidences == program.kpis[old].confidences else { continue }
                if row < state.ranges[old].count {
                    fresh.set(state.ranges[old][row], of: index, place)
                }
            }
            guard next.pasts[index] != nil else { continue }
            for (row, past) in state.pasts[old].enumerated() {
                guard let place = fresh.panels[kpi.panel].row(for: groups.values[row]) else {
                    continue
                }
                while fresh.pasts[index].count <= place { fresh.pasts[index].append(Past()) }
                fresh.pasts[index][place] = past
            }
            fresh.pastsChanged[index] = state.pastsChanged[old]
        }
    }

    /// A stream without groups is missed even if nothing of it ever came.
    private func listenForSilence(in fresh: inout State, _ next: Program) {
        for alert in next.alerts where alert.asksSilence {
            let kpi = next.kpis[alert.kpi]
            guard kpi.plan.isImplied, kpi.plan.by.isEmpty,
                let row = fresh.panels[kpi.panel].row(for: [])
            else { continue }
            if fresh[alert.kpi, row] == nil { fresh[alert.kpi, row] = Reading.none }
            fresh.panels[kpi.panel].rejudge()
        }
    }

    /// Gives for each old alert the rows whose lives go on.
    private func keepLives(in fresh: inout State, _ next: Program) -> [Set<Int>] {
        program.alerts.enumerated().map { old, alert in
            guard
                let index = next.alerts.firstIndex(where: { $0.plan.name == alert.plan.name }),
                next.kpis[next.alerts[index].kpi].plan.by == program.kpis[alert.kpi].plan.by
            else { return [] }
            let panel = fresh.panels[next.kpis[next.alerts[index].kpi].panel]
            let groups = state.panels[program.kpis[alert.kpi].panel].groups
            var kept: Set<Int> = []
            for (row, life) in state.lives[old].sorted(by: { $0.key < $1.key }) {
                guard let place = panel.row(for: groups.values[row]) else { continue }
                fresh.lives[index][place] = life
                // A machine must be heard of again even if its new KPI has not computed yet.
                let kpi = next.alerts[index].kpi
                if fresh[kpi, place] == nil { fresh[kpi, place] = Reading.none }
                kept.insert(row)
            }
            return kept
        }
    }

    /// What an alert has learnt of a KPI that is computed as before.
    private func keepLearnt(in fresh: inout State, _ next: Program) {
        fresh.stirredAt = state.stirredAt
        for (index, alert) in next.alerts.enumerated() where alert.learns {
            guard
                let old = program.alerts.firstIndex(where: { $0.plan.name == alert.plan.name }),
                program.kpis[program.alerts[old].kpi].plan.computed
                    == next.kpis[alert.kpi].plan.computed
            else { continue }
            let theirs = program.alerts[old]
            let groups = state.panels[program.kpis[theirs.kpi].panel].groups.values
            let panel = fresh.panels[next.kpis[alert.kpi].panel]
            for (row, group) in groups.enumerated() {
                guard let place = panel.row(for: group) else { continue }
                fresh.learnt[index].inherit(
                    state.learnt[old], of: theirs, row: row, as: place, alert)
            }
        }
    }

    /// What is usual for segments that are told apart as before.
    private func keepCauses(in fresh: inout State, _ next: Program) {
        for (index, alert) in next.alerts.enumerated() where alert.causes != nil {
            guard
                let old = program.alerts.firstIndex(where: { $0.plan.name == alert.plan.name }),
                program.alerts[old].causes?.plan == alert.causes?.plan,
                program.alerts[old].plan.season == alert.plan.season,
                program.kpis[program.alerts[old].kpi].plan.by == next.kpis[alert.kpi].plan.by
            else { continue }
            fresh.causes[index] = state.causes[old]
        }
        for (index, quote) in next.quotes.enumerated() {
            guard let old = program.quotes.firstIndex(where: { $0.isSame(as: quote) }) else {
                continue
            }
            fresh.quotes[index] = state.quotes[old]
        }
    }

    private func keepTrails(in fresh: inout State, _ next: Program) {
        for (index, alert) in next.alerts.enumerated() {
            guard let old = program.alerts.firstIndex(where: { $0.plan.name == alert.plan.name }),
                program.kpis[program.alerts[old].kpi].plan.computed
                    == next.kpis[alert.kpi].plan.computed
            else { continue }
            let groups = state.panels[program.kpis[program.alerts[old].kpi].panel].groups.values
            let panel = fresh.panels[next.kpis[alert.kpi].panel]
            for (row, group) in groups.prefix(Limits.trailsPerAlert).enumerated() {
                guard let place = panel.row(for: group) else { continue }
                fresh.trails[index].inherit(state.trails[old], row: row, as: place)
            }
        }
    }

    private mutating func resolveRemoved(except kept: [Set<Int>]) -> [Effect] {
        var effects: [Effect] = []
        for index in program.alerts.indices {
            let lives = state.lives[index].sorted { $0.key < $1.key }
            for (row, life) in lives where life.incident != nil && !kept[index].contains(row) {
                effects += remove(index, row, life)
            }
        }
        return effects
    }

    private mutating func remove(_ index: Int, _ row: Int, _ life: AlertLife) -> [Effect] {
        var life = life
        let reading = state[program.alerts[index].kpi, row] ?? Reading.none
        let judged = Judged(
            alert: index, row: row, time: state.clock ?? .zero, reading: reading, limit: nil)
        return tell(
            .resolved, told(life.machine.state, index, row: row), .ok, judged, &life,
            because: "rule removed")
    }
}

extension WatchPlan {
    /// Whether what was told by one need not be told again by the other.
    fileprivate func isSame(as other: WatchPlan) -> Bool {
        name == other.name && stream == other.stream && once?.column == other.once?.column
    }
}

extension Intake {
    /// The ids of a stream whose ids mean the same as before, and the counters of one of the same
    /// name.
    mutating func inherit(_ old: borrowing Intake, _ index: Int, _ next: Program) {
        let plan = next.streams[index].plan
        guard let same = old.streams.firstIndex(where: { $0.name == plan.name }) else { return }
        points[index] = old.points[same]
        for refusal in Refusal.allCases.indices {
            let width = Refusal.allCases.count
            refusals[index * width + refusal] = old.refusals[same * width + refusal]
        }
        if old.streams[same].id == plan.id, old.streams[same].late == plan.late {
            identities[index] = old.identities[same]
        }
    }

    /// Goes on watching what comes in, or begins.
    mutating func watchOn(after old: borrowing Intake, _ next: Program) {
        beginWatching(next)
        guard let before = old.watched else { return }
        for (index, stream) in streams.enumerated() where index != next.observed {
            guard let same = old.streams.firstIndex(where: { $0.name == stream.name }) else {
                continue
            }
            watched?.inherit(before, from: same, to: index)
        }
        watched?.inheritRest(before)
    }

    /// The events that wait, where they wait for the same.
    mutating func inherit(_ old: borrowing Intake, cohort index: Int) {
        let key = cohorts[index].program.key
        if let same = old.cohorts.first(where: { $0.program.key == key }) {
            cohorts[index].inherit(same)
        }
    }

    /// Every series that was known, in its old order, routed by the new rules.
    mutating func relearn(_ old: borrowing Intake, _ next: Program, _ panels: [Panel]) {
        series = old.series
        newestLag = old.newestLag
        route(next, panels)
        let width = Refusal.allCases.count
        for refusal in 0..<width {
            refusals[points.count * width + refusal] =
                old.refusals[old.points.count * width + refusal]
        }
    }
}
