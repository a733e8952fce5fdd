public import Model
import Plans
import PluginKit

extension Engine {
    /// The newest incidents of all, those that are over among them, the oldest first.
    public var records: [IncidentRecord] { state.incidents.all }

    /// The latest time heard of.
    public var clock: Timestamp { state.clock ?? .zero }

    public func status() -> EngineStatus {
        let incidents = incidents
        return EngineStatus(
            clock: state.clock ?? .zero, points: pointCounts, refused: refusalCounts + crowdedOut,
            series: state.intake.series.count, groups: groupCounts,
            waiting: counts(\.waiting), forgotten: counts(\.forgotten), alerts: alertCounts,
            occurrences: occurrenceCounts, deliveries: deliveryCounts,
            outboxPending: state.outbox.queues.map {
                .init(labels: Labels([.init("contact", $0.contact)]), value: $0.postings.count)
            },
            incidents: incidents, silences: state.silences.all, upcoming: upcoming(of: incidents),
            contacts: program.contacts.map(\.plan.name), kept: state.incidents.all,
            outbox: state.outbox.queues.flatMap(\.posted) + state.outbox.orphans.map(\.posted),
            kpis: program.kpis.count, rules: program.plan.alertCount,
            ingestLag: state.intake.newestLag.seconds)
    }

    private var pointCounts: [EngineStatus.Count] {
        zip(program.streams, state.intake.points).map { stream, count in
            .init(labels: Labels([.init("stream", stream.plan.name)]), value: count)
        }
    }

    private var refusalCounts: [EngineStatus.Count] {
        let names = program.streams.map(\.plan.name) + [""]
        return names.enumerated().flatMap { row, name in
            Refusal.allCases.map { refusal in
                EngineStatus.Count(
                    labels: Labels([.init("stream", name), .init("reason", refusal.name)]),
                    value: state.intake.refusals[
                        row * Refusal.allCases.count + Int(refusal.rawValue)])
            }
        }.filter { $0.value > 0 }
    }

    /// Points of groups for which a panel has no room, under the first stream that feeds it.
    private var crowdedOut: [EngineStatus.Count] {
        let counts = Dictionary(
            state.panels.map { ($0.program.key.streams.first ?? "", $0.crowdedOut) },
            uniquingKeysWith: +)
        return counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { stream, count in
            EngineStatus.Count(
                labels: Labels([.init("stream", stream), .init("reason", "group_limit")]),
                value: count)
        }
    }

    private var groupCounts: [EngineStatus.Count] {
        program.kpis.map { kpi in
            .init(
                labels: Labels([.init("kpi", kpi.plan.name)]),
                value: state.panels[kpi.panel].groups.count)
        }
    }

    /// Of the cohorts of each KPI together.
    private func counts(_ fact: KeyPath<Cohort, Int>) -> [EngineStatus.Count] {
        program.kpis.compactMap { kpi in
            let own = state.intake.cohorts.filter { $0.program.kpis.contains(kpi.plan.name) }
            guard !own.isEmpty else { return nil }
            return EngineStatus.Count(
                labels: Labels([.init("kpi", kpi.plan.name)]),
                value: own.reduce(0) { $0 + $1[keyPath: fact] })
        }
    }

    private var alertCounts: [EngineStatus.Count] {
        program.alerts.enumerated().flatMap { index, alert in
            let counts = Dictionary(
                state.lives[index].map { (told($1.machine.state, index, row: $0), 1) },
                uniquingKeysWith: +)
            let known = state.values[alert.kpi].count { $0 != nil }
            return AlertState.all.map { state in
                let rest = state == .ok ? known - counts.values.reduce(0, +) : 0
                return EngineStatus.Count(
                    labels: Labels([
                        .init("alert", alert.plan.name), .init("state", state.name),
                    ]), value: (counts[state] ?? 0) + max(0, rest))
            }
        }
    }

    private var occurrenceCounts: [EngineStatus.Count] {
        zip(program.watches, state.watches).flatMap { watch, memory in
            WatchMemory.Telling.allCases.map { telling in
                .init(
                    labels: Labels([
                        .init("alert", watch.plan.name), .init("outcome", telling.name),
                    ]), value: memory.counts[telling.rawValue])
            }
        }
    }

    private var deliveryCounts: [EngineStatus.Count] {
        state.outbox.queues.flatMap { queue in
            Finished.End.allCases.map { end in
                EngineStatus.Count(
                    labels: Labels([
                        .init("contact", queue.contact), .init("outcome", end.posted.rawValue),
                    ]), value: Int(queue.ends[Int(end.rawValue)]))
            }
        }
    }
}

extension Finished.End {
    fileprivate var posted: EngineStatus.Posted.State {
        switch self {
        case .delivered: .delivered
        case .refused: .refused
        case .expired: .expired
        }
    }
}

extension ContactQueue {
    /// What waits, then what ended, newest last.
    fileprivate var posted: [EngineStatus.Posted] {
        postings.map {
            EngineStatus.Posted(
                id: $0.id, contact: contact, incident: $0.notification.incident,
                state: $0.isUnderWay ? .underWay : .waiting, attempts: Int($0.attempts),
                due: $0.due, reason: $0.reason)
        }
            + finished.map { EngineStatus.Posted($0, of: contact) }
    }
}

extension Outbox.Orphan {
    fileprivate var posted: EngineStatus.Posted { .init(finished, of: contact) }
}

extension EngineStatus.Posted {
    fileprivate init(_ finished: Finished, of contact: String) {
        self.init(
            id: finished.id, contact: contact, incident: finished.incident,
            state: finished.end.posted, attempts: Int(finished.attempts), due: finished.at,
            reason: finished.reason)
    }
}
