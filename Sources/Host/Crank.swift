public import Core
public import Model

/// Turns the engine: hear, write down, think, tell. In this order, so that nothing is told that could be forgotten.
public struct Crank: ~Copyable {
    public struct Options: Sendable {
        /// How long an event may wait for stable storage; zero: every event is synced before it is applied.
        public var sync: Interval
        public var checkpointEvery: Interval
        /// Bytes of journal that bring a checkpoint forward.
        public var journalLimit: Int

        public init(
            sync: Interval = .milliseconds(200), checkpointEvery: Interval = .seconds(30),
            journalLimit: Int = 2 << 30
        ) {
            self.sync = sync
            self.checkpointEvery = checkpointEvery
            self.journalLimit = journalLimit
        }
    }

    public private(set) var engine: Engine
    private var journal: Journal
    private let options: Options
    /// Since when appended events wait to be synced.
    private var unsyncedSince: Timestamp?
    private var checkpointAt: Timestamp
    private var checkpointed: [UInt64]
    /// Whether the journal takes nothing: then lines are turned away, and time goes on unwritten.
    private var isStopped = false
    public private(set) var journalBytes = 0
    /// How long the last checkpoint held everything up.
    public private(set) var checkpointSeconds = 0.0

    /// Restores what the world's disk remembers and sends again what was under way.
    ///
    /// - Errors: a disk that cannot be read, or files of a newer version.
    public init(
        restoring world: inout some World, options: Options = Options(),
        linking link: @escaping Linker
    ) throws(DiskError) {
        let restored = try Restoration.read(from: &world.disk, linking: link)
        for remark in restored.remarks { world.say(remark) }
        let names = try world.disk.list()
        let fresh = Journal(next: restored.next)
        // A file of that name holds nothing sound, or its events would have been counted.
        if names.contains(fresh.file) { try world.disk.remove(fresh.file) }
        journal = fresh
        checkpointed = names.compactMap(Checkpoint.number(of:))
        engine = restored.engine
        self.options = options
        let now = world.now()
        checkpointAt = now + options.checkpointEvery
        feed(.restarted(now), &world)
    }

    /// One turn; false: the world has no more events.
    public mutating func turn(_ world: inout some World) -> Bool {
        let syncDue = unsyncedSince.map { $0 + options.sync }
        let due = [engine.nextDue, syncDue].compactMap { $0 }.min()
        guard let event = world.next(due: due) else { return false }
        feed(event, &world)
        tend(&world)
        return true
    }

    private mutating func feed(_ event: Event, _ world: inout some World) {
        do throws(DiskError) {
            try journal.append(event, to: &world.disk)
            if options.sync == .zero { try world.disk.sync(journal.file, wait: true) }
            resume(&world)
            if unsyncedSince == nil { unsyncedSince = world.now() }
        } catch {
            stop(because: error, &world)
            // Lines stay with their sender. Everything else goes on: to judge late would be worse than to judge twice, and
            // what is judged twice has the same ids.
            if case .lines(let batch, let ticket) = event {
                return world.turnedAway(ticket, batch, because: error)
            }
        }
        for effect in engine.apply(event) { world.carry(effect) }
    }

    private mutating func stop(because error: DiskError, _ world: inout some World) {
        // What stands at the end of this file is in doubt.
        journal.turn()
        guard !isStopped else { return }
        isStopped = true
        world.say(.journalStopped(reason: error.reason))
    }

    /// Events were applied that the journal lacks: only a checkpoint knows them.
    private mutating func resume(_ world: inout some World) {
        guard isStopped else { return }
        isStopped = false
        checkpointAt = .distantPast
        world.say(.journalResumed)
    }

    private mutating func tend(_ world: inout some World) {
        let now = world.now()
        journalBytes = journal.size
        if let since = unsyncedSince, now - since >= options.sync {
            unsyncedSince = nil
            do throws(DiskError) { try world.disk.sync(journal.file, wait: false) } catch {
                stop(because: error, &world)
            }
        }
        if now >= checkpointAt || journal.size > options.journalLimit { checkpoint(&world) }
    }

    /// Writes the state, begins a new journal file and drops what two checkpoints make needless: the last one stays, in
    /// case this one is found damaged.
    public mutating func checkpoint(_ world: inout some World) {
        let start = world.now()
        checkpointAt = start + options.checkpointEvery
        do throws(DiskError) {
            if checkpointed.last != journal.next {
                try world.disk.replace(
                    Checkpoint.name(journal.next),
                    with: Checkpoint.bytes(of: engine, next: journal.next))
                checkpointed.append(journal.next)
                journal.turn()
                unsyncedSince = nil
            }
            try dropOld(&world)
        } catch {
            world.say(.checkpointFailed(reason: error.reason))
        }
        checkpointSeconds = (world.now() - start).seconds
    }

    private mutating func dropOld(_ world: inout some World) throws(DiskError) {
        guard checkpointed.count > 2 else { return }
        let kept = checkpointed.suffix(2)
        for name in try world.disk.list() {
            let old =
                Checkpoint.number(of: name).map { !kept.contains($0) }
                ?? Journal.number(of: name).map { $0 < kept.first! } ?? false
            if old { try world.disk.remove(name) }
        }
        checkpointed = Array(kept)
    }
}
