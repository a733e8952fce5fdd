public import Core
public import Model

/// Turns the engine: hear, write down, think, tell. In this order, so that nothing is told that
/// could be forgotten.
public struct Crank: ~Copyable {
    public struct Options: Sendable {
        /// How long an event may wait for stable storage; zero: every event is synced before it is
        /// applied.
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
    /// The checkpoints that may be relied on, oldest first.
    private var checkpointed: [UInt64]
    /// Why the journal takes nothing: then lines are turned away, and time goes on unwritten.
    private var stopped: DiskError?
    private var resumeTriedAt = Timestamp.distantPast
    private var checkpointTriedAt = Timestamp.distantPast
    /// Journal files before this one that may still be on their way to stable storage.
    private var leftBehind: [String] = []
    /// The checkpoint that is being written, and since when.
    private var underWay: (number: UInt64, since: Timestamp)?
    public private(set) var journalBytes = 0
    /// The number of the next event.
    public var next: UInt64 { journal.next }
    /// Whether the journal takes what comes; else lines are turned away.
    public var isWriting: Bool { stopped == nil }
    /// How long it took to write the last checkpoint, and how long it held everything up.
    public private(set) var checkpointSeconds = 0.0
    public private(set) var checkpointHoldSeconds = 0.0

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
        // A file of that name holds no event, or it would have been counted.
        if names.contains(fresh.file) { try world.disk.remove(fresh.file) }
        journal = fresh
        let newest = restored.checkpoint
        checkpointed = names.compactMap(Checkpoint.number(of:)).sorted()
            .filter { number in newest.map { number <= $0 } ?? false }
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
            try resume(&world)
            try journal.append(event, to: &world.disk, synced: options.sync == .zero)
            if unsyncedSince == nil, options.sync > .zero { unsyncedSince = world.now() }
        } catch {
            stop(because: error, &world)
            // Lines stay with their sender. Everything else goes on: to judge late would be worse
            // than to judge twice, and what is judged twice has the same ids.
            if case .lines(let batch, let ticket) = event {
                return world.turnedAway(ticket, batch, because: error)
            }
            // What somebody asked for cannot be found again by the time.
            if case .order(_, _, let ticket) = event {
                let refusal = OrderAnswer.refused(.notWritten(error.reason))
                if let ticket { world.carry(.answer(ticket, refusal)) }
                return
            }
        }
        let effects = engine.apply(event)
        if effects.contains(where: \.beginsSomething) { remember(&world) }
        for effect in effects { world.carry(effect) }
    }

    /// What people are told must not be forgotten, not even if the power fails: it is synced first.
    /// But for what is over as it is told: nothing that follows could be missing.
    private mutating func remember(_ world: inout some World) {
        do throws(DiskError) {
            while let file = leftBehind.popLast() { try world.disk.sync(file, wait: true) }
            guard unsyncedSince != nil else { return }
            unsyncedSince = nil
            try world.disk.sync(journal.file, wait: true)
        } catch {
            stop(because: error, &world)
        }
    }

    private mutating func stop(because error: DiskError, _ world: inout some World) {
        // What stands at the end of this file is in doubt; what stands before it must still be
        // brought to safety.
        leaveFile(&world)
        guard stopped == nil else { return }
        stopped = error
        world.say(.journalStopped(reason: error.reason))
    }

    /// Events were applied that the journal lacks: only a checkpoint knows them, and no event may
    /// be written before they are known, or a replay would hear it too early.
    private mutating func resume(_ world: inout some World) throws(DiskError) {
        guard let error = stopped else { return }
        // A try writes the whole state: of a large one not each second, or nothing else gets done.
        // But how long it took is by a clock that may have jumped meanwhile.
        let pause = Interval(nanoseconds: Int64(min(max(1, checkpointSeconds * 10), 60) * 1e9))
        guard isDue(resumeTriedAt + pause, every: pause, world) else { throw error }
        resumeTriedAt = world.now()
        try settle(&world, wait: true)
        begin(&world)
        try settle(&world, wait: true)
        stopped = nil
        world.say(.journalResumed)
    }

    private mutating func tend(_ world: inout some World) {
        journalBytes = journal.size
        settleIfDone(&world)
        if let since = unsyncedSince, isDue(since + options.sync, every: options.sync, world) {
            unsyncedSince = nil
            do throws(DiskError) { try world.disk.sync(journal.file, wait: false) } catch {
                stop(because: error, &world)
            }
        }
        let isFull =
            journal.size > options.journalLimit
            && isDue(checkpointTriedAt + .seconds(1), every: .seconds(1), world)
        if stopped == nil, isFull || isDue(checkpointAt, every: options.checkpointEvery, world) {
            checkpoint(&world)
        }
    }

    /// Whether it is time; also where the clock was put back behind the start of the wait.
    private func isDue(_ time: Timestamp, every: Interval, _ world: borrowing some World) -> Bool {
        let now = world.now()
        return now >= time || time - now > every
    }

    /// Has the state written while everything goes on, unless that is being done already.
    public mutating func checkpoint(_ world: inout some World) {
        let now = world.now()
        checkpointTriedAt = now
        checkpointAt = now + options.checkpointEvery
        if underWay == nil, checkpointed.last != journal.next { begin(&world) }
    }

    /// The last checkpoint; returns once it is written.
    public mutating func finish(_ world: inout some World) {
        settleIfDone(&world, wait: true)
        if stopped == nil {
            checkpoint(&world)
        } else {
            // The journal lacks events: a checkpoint of this number, if there is one, does too.
            begin(&world)
        }
        settleIfDone(&world, wait: true)
    }

    /// Freezes the state, begins to write it and goes on with a new journal file. Until it is
    /// written, the checkpoint before it and the journal since are what a restart begins with.
    private mutating func begin(_ world: inout some World) {
        let start = world.now()
        let needless = needless(after: journal.next, on: &world.disk)
        world.disk.beginReplacing(
            Checkpoint.name(journal.next),
            with: CheckpointFile(state: engine.frozen(), next: journal.next),
            dropping: needless)
        underWay = (journal.next, start)
        leaveFile(&world)
        checkpointHoldSeconds = (world.now() - start).seconds
    }

    private mutating func settleIfDone(_ world: inout some World, wait: Bool = false) {
        do throws(DiskError) { try settle(&world, wait: wait) } catch {
            world.say(.checkpointFailed(reason: error.reason))
        }
    }

    /// Takes note of a checkpoint that is written.
    private mutating func settle(_ world: inout some World, wait: Bool) throws(DiskError) {
        guard let (number, since) = underWay,
            let outcome = world.disk.replacementOutcome(wait: wait)
        else { return }
        underWay = nil
        checkpointSeconds = (world.now() - since).seconds
        for failure in try outcome.get() { world.say(.checkpointFailed(reason: failure.reason)) }
        if checkpointed.last != number { checkpointed.append(number) }
        checkpointed = checkpointed.suffix(2)
        leftBehind.removeAll { Journal.number(of: $0).map { $0 < number } ?? false }
    }

    /// Begins to bring to safety what was written last, and goes on in another file. If that fails
    /// it is no worse than it was.
    private mutating func leaveFile(_ world: inout some World) {
        if options.sync > .zero, journal.size > 0 { leftBehind.append(journal.file) }
        if unsyncedSince != nil {
            unsyncedSince = nil
            try? world.disk.sync(journal.file, wait: false)
        }
        journal.turn()
    }

    /// What the next checkpoint and the one before it make needless: that one stays, in case the
    /// next is found damaged. A folder that cannot be listed is cleared with a later one.
    private func needless(after next: UInt64, on disk: inout some Disk) -> [String] {
        guard let before = checkpointed.last(where: { $0 != next }),
            let names = try? disk.list()
        else { return [] }
        return names.filter { name in
            Checkpoint.number(of: name).map { $0 != before && $0 != next }
                ?? Journal.number(of: name).map { $0 < before } ?? false
        }
    }
}

extension Effect {
    fileprivate var beginsSomething: Bool {
        if case .send(let delivery) = self { !delivery.standsAlone } else { false }
    }
}
