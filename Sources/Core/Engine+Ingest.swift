import LineProtocol
import Model
import Plans

// The engine tells its own rules what came in: once a minute, as events of a stream like any other.
extension Engine {
    /// Whether a minute ends that has something to tell.
    func hasIngestNews() -> Bool { state.intake.hasNews(program) }

    /// Feeds what came since the last minute that ended, if one ends by `end`, before that is
    /// judged.
    mutating func observeIngest(upTo end: Timestamp) -> [Effect] {
        guard program.observed != nil else { return [] }
        let minute = end.aligned(to: .minutes(1))
        guard let last = state.observedAt else {
            state.observedAt = minute
            return []
        }
        guard minute > last else { return [] }
        state.observedAt = minute
        // As the last moment of the minute, so that whatever window ends with it holds the event.
        let time = minute - Interval(nanoseconds: 1)
        let lines = state.intake.report(program).map { "\($0) \(time.nanoseconds)\n" }.joined()
        guard !lines.isEmpty else { return [] }
        let lag = state.intake.newestLag
        _ = state.intake.take(
            Batch(Array(lines.utf8), arrival: minute), clock: state.clock ?? minute,
            program: program, panels: state.panels)
        state.intake.newestLag = lag
        return tell(of: state.intake.occurrences, at: minute)
    }
}

extension Intake {
    /// By stream; the last is of lines that no stream can be told of.
    private func tallies(_ program: borrowing Program) -> [IngestTally] {
        let reasons = Refusal.allCases
        return (0...points.count).map { stream in
            if stream == program.observed { return IngestTally() }
            let counts = refusals[(stream * reasons.count)..<((stream + 1) * reasons.count)]
            var tally = IngestTally()
            for (reason, count) in zip(reasons, counts) {
                if reason == .duplicate { tally.duplicates += count }
                if reason.isComplaint { tally.refused += count }
            }
            tally.lines = tally.refused + tally.duplicates
            if stream < points.count { tally.lines += points[stream] }
            return tally
        }
    }

    func hasNews(_ program: borrowing Program) -> Bool {
        watched?.hasNews(tallies(program)) ?? false
    }

    /// As lines without a time, one for each stream of which something came.
    fileprivate mutating func report(_ program: borrowing Program) -> [String] {
        let tallies = tallies(program)
        let reports = watched?.take(tallies) ?? []
        return reports.enumerated().compactMap { index, report in
            guard let report else { return nil }
            let name =
                index < streams.count
                ? String(decoding: escapedName(streams[index].name), as: UTF8.self) : "(unreadable)"
            let lag = report.lag.map { ",lag_s=\($0)" } ?? ""
            return "\(StreamPlan.ingest.name),measurement=\(name) lines=\(report.tally.lines)i,"
                + "refused=\(report.tally.refused)i,duplicates=\(report.tally.duplicates)i\(lag)"
        }
    }

    /// Begins to watch what comes from now on.
    mutating func beginWatching(_ program: borrowing Program) {
        guard program.observed != nil else { return }
        var watch = IngestWatch(streams: points.count)
        for (index, tally) in tallies(program).enumerated() { watch.begin(at: tally, of: index) }
        watched = watch
    }
}
