import Core
import Host
import Model
public import PluginKit

/// One run of the real crank in a made-up world.
///
/// The seed decides everything: the same trial gives the same report, in this process and in any
/// other.
public func simulate(_ trial: Trial, with registry: Registry) -> SimulationReport {
    var run = SeededRun(trial, with: registry)
    return run.report()
}

/// The crank, its world and what watches them.
struct SeededRun: ~Copyable {
    static let start = Timestamp(nanoseconds: 1_773_043_200_000_000_000)

    let options: Crank.Options
    let link: Linker
    private var random: SplitMix64
    var world: SimulatedWorld
    var crank: Crank
    var ledger: Ledger
    var folder = Folder()
    var result: SimulationReport
    var time = TimeCheck()
    var limits = LimitsCheck()
    private var digest = StableHash()
    /// The process dies once the turn is over.
    var diesAfterTurn = false
    /// Died of its first event.
    private var stillborn: Ledger.Entry?
    /// Since the last turn at which it was looked for.
    private var turns = 0

    init(_ trial: Trial, with registry: Registry) {
        random = SplitMix64(seed: trial.seed &* 0x9E37_79B9)
        let length = Interval.seconds(Int64(trial.days * 86_400))
        world = SimulatedWorld(trial, from: Self.start, to: Self.start + length)
        link = Shop.linker(registry, ignoringLimits: trial.sabotage == .knowsNoLimit)
        options = Crank.Options(
            sync: random.happens(0.2) ? .zero : .milliseconds(200),
            checkpointEvery: .seconds([2, 60, 600, 1_800].randomElement(using: &random) ?? 60))
        world.disk.syncsLater = true
        world.syncTakes = .milliseconds(.random(in: 0...2_000, using: &random))
        world.disk.asksPerReplacement = .random(in: 0...20, using: &random)
        result = SimulationReport(trial)
        ledger = Ledger(linking: link)
        crank = Self.begin(in: &world, options, link)
        let isWritten = crank.isWriting || world.disk.isDead
        let first = Ledger.Entry(
            number: isWritten ? 0 : nil, event: .restarted(world.now()), at: Self.start)
        if world.disk.isDead { stillborn = first } else { _ = ledger.note(first) }
        world.order(unless: RuleSet(files: []))
    }

    private static func begin(
        in world: inout SimulatedWorld, _ options: Crank.Options, _ link: @escaping Linker
    ) -> Crank {
        do throws(DiskError) {
            return try Crank(restoring: &world, options: options, linking: link)
        } catch {
            preconditionFailure("an empty disk has nothing to fail with")
        }
    }

    mutating func report() -> SimulationReport {
        do throws(Violation) {
            if let stillborn { _ = try crash(stillborn) }
            while try turn() {}
            try comeToRest()
        } catch {
            result.failure = tell(error)
        }
        result.transitions = ledger.story.transitions
        result.deliveries = ledger.story.sent.count
        digest.combine(savedBytes(ledger.shadow))
        for name in Shop.contacts {
            for id in world.receivers[name]?.order ?? [] { digest.combine(id) }
        }
        if result.trial.sabotage == .leaksOrder {
            for id in Set(ledger.story.sent.keys) { digest.combine(id) }
        }
        result.digest = digest.text
        return result
    }

    private func tell(_ violation: Violation) -> SimulationReport.Failure {
        .init(
            promise: violation.promise,
            words: "seed \(result.trial.seed), \(world.truth.clockText), "
                + "event \(result.events): \(violation.words)",
            story: world.chronicle.told(), faults: world.fate.present.map(\.name))
    }
}

// MARK: one turn

extension SeededRun {
    mutating func turn() throws(Violation) -> Bool {
        world.forget()
        if !world.fate.isCalm { temptFate() }
        let before = crank.next
        guard crank.turn(&world), let event = world.heard else { return false }
        result.events += 1
        let at = world.clock.awake
        noteCheckpoints(since: before)
        if diesAfterTurn { world.disk.die() }
        if world.disk.isDead { return try crash(.init(number: before, event: event, at: at)) }
        let isWritten = crank.next > before
        if case .lines = event, !isWritten {
            try expect(
                world.turnedAway.count == 1, .restartIsInvisible,
                "lines that are not written are turned away")
            return true
        }
        if case .order = event, !isWritten {
            try expect(
                world.carried.count == 1, .restartIsInvisible,
                "an order that is not written is refused, and nothing else comes of it")
            return true
        }
        try expect(
            world.turnedAway.isEmpty, .restartIsInvisible, "written lines are not turned away")
        try hear(.init(number: isWritten ? before : nil, event: event, at: at))
        return true
    }

    /// The engine beside hears what the real one heard, and must say what that said.
    private mutating func hear(_ entry: Ledger.Entry) throws(Violation) {
        turns += 1
        if case .rules(let rules) = entry.event { limits.hear(rules) }
        if turns.isMultiple(of: 4) { time.look(at: ledger.shadow, before: entry.event) }
        let effects = ledger.note(entry)
        try time.check(ledger.shadow)
        if result.trial.sabotage == .judgesAgain { ledger.judgeAgain(effects) }
        try compare(effects)
        try checkTold()
        if turns.isMultiple(of: 100) { try checkLimits() }
    }

    mutating func compare(_ expected: [Effect]) throws(Violation) {
        let (came, wanted) = (world.carried.map(\.brief), expected.map(\.brief))
        for words in came { digest.combine(words) }
        try expect(came == wanted, .replayIsLive, "\(wanted) was said as \(came)")
    }

    mutating func noteCheckpoints(since before: UInt64) {
        for (name, isDone) in world.disk.replacements where Folder.isCheckpoint(name) {
            if isDone {
                ledger.noteWritten(name)
            } else {
                ledger.noteBegun(name, more: Folder.number(of: name) > before)
            }
        }
    }

    func checkTold() throws(Violation) {
        if let complaint = ledger.story.complaint { throw complaint }
        for name in Shop.contacts {
            guard let complaint = world.receivers[name]?.complaint else { continue }
            throw Violation(promise: .toldOnceToldAtAll, words: complaint)
        }
    }

    mutating func checkLimits() throws(Violation) {
        try time.check(clock: crank.engine.status().clock)
        let bounds = ledger.inForce.bounds
        try limits.check(crank.engine, bounds, world.disk)
        if turns.isMultiple(of: 400) {
            try limits.check(stateBytes: savedBytes(ledger.shadow).count)
        }
        try checkRemembered()
    }

    /// What was told was sent, or, where the process died of it while nothing could be written,
    /// waits to be sent again.
    private func checkRemembered() throws(Violation) {
        for name in Shop.contacts {
            for id in world.receivers[name]?.order ?? [] where ledger.story.sent[id] == nil {
                if crank.engine.status().outbox.contains(where: { $0.id == id }) { continue }
                if isReminderDatedAnew(id, to: name) { continue }
                throw Violation(
                    promise: .toldOnceToldAtAll,
                    words: "\(name) was told \(id), which nobody remembers")
            }
        }
    }

    /// Reminders that nothing wrote down are found again after a crash, and where that is more than
    /// a minute later they are dated by then, and so are others. What a contact refuses is handed
    /// on as of the time of its answer: where the full disk did not keep that, it is refused and
    /// handed on anew.
    private func isReminderDatedAnew(_ id: String, to name: String) -> Bool {
        guard let told = world.receivers[name]?.got[id], told.kind == .unacknowledged else {
            return false
        }
        if told.at + .minutes(1) < crank.engine.status().clock { return true }
        return world.receivers.values.contains { $0.refusedIncidents.contains(told.incident) }
    }
}

// MARK: fate

extension SeededRun {
    /// Perhaps a call of the disk fails, or the process dies at one of its boundaries.
    private mutating func temptFate() {
        if world.fate.happens(.diskFault) {
            breakDisk(at: nil, drawn(.diskFault), kills: false, .diskFault)
        }
        if world.fate.happens(.killBeforeAppend) {
            let fault: MemoryDisk.Fault = world.fate.pick(.killBeforeAppend, [.refuses, .tears])
            breakDisk(at: "append", fault, kills: true, .killBeforeAppend)
        }
        if world.fate.happens(.killAfterAppend) {
            breakDisk(at: "append", .lies, kills: true, .killAfterAppend)
        }
        if world.fate.happens(.killAfterApply) {
            world.effectsUntilDeath = 0
            diesAfterTurn = true
        }
        if world.fate.happens(.killBetweenEffects) {
            world.effectsUntilDeath = Int(world.fate.draw(.killBetweenEffects, 1...4))
        }
        if world.fate.happens(.killInCheckpoint) {
            breakDisk(
                at: "checkpoint", drawn(.killInCheckpoint), kills: true, .killInCheckpoint)
        }
        if world.fate.happens(.killAnywhere) {
            breakDisk(at: nil, drawn(.killAnywhere), kills: true, .killAnywhere)
        }
    }

    private mutating func drawn(_ fault: Fault) -> MemoryDisk.Fault {
        world.fate.pick(fault, [.refuses, .tears, .lies])
    }

    /// - Parameter word: stands in what the call says of itself; nil: one of the next four calls.
    private mutating func breakDisk(
        at word: String?, _ how: MemoryDisk.Fault, kills: Bool, _ fault: Fault
    ) {
        // One at a time: the one that waits comes first.
        guard world.disk.faultyWord.isEmpty else { return }
        world.disk.fault = how
        world.disk.killsAtFault = kills
        if let word {
            world.disk.faultyWord = word
        } else {
            world.disk.faultyCall = world.disk.calls + Int(world.fate.draw(fault, 1...4))
        }
    }
}
