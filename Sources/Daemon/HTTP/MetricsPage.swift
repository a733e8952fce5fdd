import Core
import Model

/// `GET /metrics`: what Vigie says of itself, in one page.
struct MetricsPage {
    var status: EngineStatus?
    var figures: StatusBoard.Figures
    var depth: Inbox.Depth
    var process: ProcessFigures
    var version: String
    /// Requests that were not let in.
    var turnedAway = (unknown: 0, forbidden: 0)

    var text: String {
        var page = Exposition()
        page.add(
            "vigie_build_info", .gauge, "The version that runs.",
            [(Labels([.init("version", version)]), 1)])
        if let status { addEngine(status, to: &page) }
        addCrank(to: &page)
        addInbox(to: &page)
        addProcess(to: &page)
        return page.text
    }

    private func addEngine(_ status: EngineStatus, to page: inout Exposition) {
        page.add(
            "vigie_points_total", .counter, "Points taken, by stream.", status.points.figures)
        page.add(
            "vigie_points_refused_total", .counter, "Points refused, by stream and reason.",
            status.refused.figures)
        page.add(
            "vigie_ingest_lag_seconds", .gauge, "From the time of the newest point to its arrival.",
            status.ingestLag)
        page.add("vigie_series", .gauge, "Series known.", Double(status.series))
        page.add("vigie_groups", .gauge, "Groups, by KPI.", status.groups.figures)
        page.add(
            "vigie_openers_waiting", .gauge, "Events that wait for others to follow them, by KPI.",
            status.waiting.figures)
        page.add(
            "vigie_openers_forgotten_total", .counter,
            "Events that waited and were given up for want of room, by KPI.",
            status.forgotten.figures)
        page.add("vigie_alerts", .gauge, "Groups in each state, by alert.", status.alerts.figures)
        page.add(
            "vigie_occurrences_total", .counter,
            "Events for which an alert on each held, by alert and what became of them.",
            status.occurrences.figures)
        page.add(
            "vigie_deliveries_total", .counter, "Finished deliveries, by contact and outcome.",
            status.deliveries.figures)
        page.add(
            "vigie_outbox_pending", .gauge, "Deliveries not yet finished, by contact.",
            status.outboxPending.figures)
    }

    private func addCrank(to page: inout Exposition) {
        page.add(
            "vigie_tick_seconds", .gauge, "How long the last tick took.", figures.tickSeconds)
        page.add(
            "vigie_journal_bytes", .gauge, "Size of the journal file in use.",
            Double(figures.journalBytes))
        page.add(
            "vigie_checkpoint_seconds", .gauge,
            "How long it took to write the last checkpoint, in the background.",
            figures.checkpointSeconds)
        page.add(
            "vigie_checkpoint_failures_total", .counter, "Checkpoints that could not be written.",
            Double(figures.checkpointFailures))
        page.add(
            "vigie_journal_writing", .gauge,
            "1 while the journal takes what comes, 0 while lines are turned away.",
            figures.isWriting ? 1 : 0)
        let damage = figures.damage
        page.add(
            "vigie_state_damaged_files", .gauge,
            "Files, or gaps between them, found damaged at the start, by kind.",
            [("journal", damage.journals), ("checkpoint", damage.checkpoints)].map {
                (Labels([.init("kind", $0.0)]), Double($0.1))
            })
        page.add(
            "vigie_state_lost_bytes", .gauge, "Bytes of those files that were not used.",
            Double(damage.lostBytes))
        page.add(
            "vigie_checkpoint_hold_seconds", .gauge,
            "How long the engine stood still for the last checkpoint.",
            figures.checkpointHoldSeconds)
        if let loaded = figures.rulesLoaded {
            page.add(
                "vigie_rules_loaded_timestamp_seconds", .gauge, "When the rules were last loaded.",
                Double(loaded.nanoseconds) / 1e9)
        }
    }

    private func addInbox(to page: inout Exposition) {
        page.add(
            "vigie_inbox_bytes", .gauge, "Bytes of lines that wait for the engine, by source.",
            doors { Double($0.bytes) })
        page.add(
            "vigie_inbox_batches", .gauge, "Batches of lines that wait for the engine, by source.",
            doors { Double($0.batches) })
        page.add(
            "vigie_inbox_age_seconds", .gauge,
            "How long the first of the lines that wait has waited, by source.",
            doors { $0.age.seconds })
        page.add(
            "vigie_points_lost_total", .counter,
            "Points thrown away before the engine saw them, by source and reason.",
            depth.losses.map { (labels(of: $0.loss), Double($0.points)) })
        page.add(
            "vigie_connections_closed_total", .counter,
            "Connections closed because there were too many, by source and reason.",
            depth.crowded.map { (labels(of: $0.loss), Double($0.connections)) })
        page.add(
            "vigie_http_turned_away_total", .counter,
            "HTTP requests without a token that is known, or with one that may not, by reason.",
            [("unknown", turnedAway.unknown), ("forbidden", turnedAway.forbidden)].map {
                (Labels([.init("reason", $0.0)]), Double($0.1))
            })
        page.add(
            "vigie_datagrams_dropped_total", .counter,
            "Datagrams that the system dropped because they came faster than they were read.",
            process.droppedDatagrams)
    }

    private func labels(of loss: Inbox.Loss) -> Labels {
        Labels([.init("source", "\(loss.source)"), .init("reason", loss.reason)])
    }

    private func doors(_ figure: (Inbox.Depth.Door) -> Double) -> [(Labels, Double)] {
        depth.doors.map { (Labels([.init("source", "\($0.source)")]), figure($0)) }
    }

    private func addProcess(to page: inout Exposition) {
        page.add(
            "process_cpu_seconds_total", .counter, "CPU time spent, in seconds.",
            process.cpuSeconds)
        page.add(
            "process_resident_memory_bytes", .gauge, "Resident memory, in bytes.",
            process.residentBytes)
        page.add(
            "process_start_time_seconds", .gauge, "When the process began, in Unix seconds.",
            process.startTime)
        page.add("process_open_fds", .gauge, "Open descriptors.", process.openDescriptors)
    }
}

extension [EngineStatus.Count] {
    fileprivate var figures: [(Labels, Double)] { map { ($0.labels, Double($0.value)) } }
}
