public import Model
import PluginKit

/// The engine's state as it was at one moment: what a checkpoint holds.
///
/// A value like the state itself, and cheap to take: what is large is shared with the engine, which
/// copies what it is about to change for as long as this is held. Equal states give equal bytes.
public struct FrozenState: Sendable {
    let rules: RuleSet
    let clock: Timestamp?
    let intake: FrozenIntake
    let panels: [FrozenPanel]
    let values: [[Reading?]]
    let ranges: [[[ClosedRange<Double>?]]]
    let pasts: [[Past]]
    let pastsChanged: [Timestamp]
    let lives: [[Int: AlertLife]]
    let learnt: [AlertMemory]
    let causes: [CauseMemory?]
    let quotes: [QuoteMemory]
    let trails: [TrailMemory]
    let incidents: IncidentBook
    let silences: SilenceBook
    let received: [String: ReceivedIncident]
    let desks: [ContactDesk]
    let stirredAt: Timestamp
    let watches: [WatchMemory]
    let bundles: [Bundle]
    let outbox: Outbox
    let saidFull: [Bool]
    let saidSeriesLimit: Bool
    let observedAt: Timestamp?

    public func save(to writer: inout ByteWriter) {
        save(to: &writer) { (_) throws(Never) in }
    }

    /// Everything that is remembered, with the rules that give it meaning.
    ///
    /// - Parameter drain: may take what was written so far out of the writer, so that the whole is
    ///  never in memory at once.
    public func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writer.write(rules)
        writer.write(clock)
        try intake.save(to: &writer, afterEach: drain)
        for panel in panels { try panel.save(to: &writer, afterEach: drain) }
        try intake.saveCohorts(to: &writer, afterEach: drain)
        for rows in values {
            writer.write(UInt32(rows.count))
            for reading in rows { writer.write(reading) }
            try drain(&writer)
        }
        for rows in ranges {
            writer.write(UInt32(rows.count))
            for known in rows { Self.save(known, to: &writer) }
            try drain(&writer)
        }
        for (kpi, rows) in pasts.enumerated() {
            writer.write(pastsChanged[kpi])
            writer.write(UInt32(rows.count))
            for past in rows {
                writer.write(past)
                try drain(&writer)
            }
        }
        for lives in lives {
            writer.write(UInt32(lives.count))
            for (row, life) in lives.sorted(by: { $0.key < $1.key }) {
                writer.write(Int64(row))
                writer.write(life)
            }
            try drain(&writer)
        }
        for memory in learnt {
            memory.save(to: &writer)
            try drain(&writer)
        }
        for memory in causes {
            memory?.save(to: &writer)
            try drain(&writer)
        }
        for memory in quotes {
            writer.write(memory)
            try drain(&writer)
        }
        writer.write(incidents)
        try drain(&writer)
        try saveTelling(to: &writer, afterEach: drain)
        writer.write(stirredAt)
        for watch in watches { writer.write(watch) }
        writer.write(UInt32(bundles.count))
        for bundle in bundles { writer.write(bundle) }
        outbox.save(to: &writer)
        for said in saidFull { writer.write(said) }
        writer.write(saidSeriesLimit)
        writer.write(observedAt)
        try drain(&writer)
    }

    /// Who was told of what, and who asked for quiet.
    private func saveTelling<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        for memory in trails {
            memory.save(to: &writer)
            try drain(&writer)
        }
        writer.write(silences)
        writer.write(UInt32(received.count))
        for (id, alert) in received.sorted(by: { $0.key < $1.key }) {
            writer.write(id)
            writer.write(alert)
        }
        for desk in desks {
            writer.write(desk)
            try drain(&writer)
        }
    }

    private static func save(_ ranges: [ClosedRange<Double>?], to writer: inout ByteWriter) {
        writer.write(UInt32(ranges.count))
        for range in ranges {
            writer.write(range?.lowerBound ?? .nan)
            writer.write(range?.upperBound ?? .nan)
        }
    }
}

struct FrozenIntake: Sendable {
    let series: FrozenSeries
    /// Of points, then of refusals.
    let counts: [Int]
    let newestLag: Interval
    let sawSeriesLimit: Bool
    let identities: [FrozenIdentities?]
    let watched: IngestWatch?
    let cohorts: [FrozenCohort]

    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try series.save(to: &writer, afterEach: drain)
        for count in counts { writer.write(Int64(count)) }
        writer.write(newestLag)
        writer.write(sawSeriesLimit)
        for identities in identities { try identities?.save(to: &writer, afterEach: drain) }
        watched?.save(to: &writer)
    }

    /// After the panels, whose groups they are of.
    func saveCohorts<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        for cohort in cohorts { try cohort.save(to: &writer, afterEach: drain) }
    }
}
