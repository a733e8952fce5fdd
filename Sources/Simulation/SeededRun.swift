import Core
import Host
import Model
public import PluginKit

/// One run of the real crank in a made-up world.
///
/// The seed decides everything: the same seed gives the same digest, in this process and in any
/// other.
public func simulate(seed: UInt64, days: Double, with registry: Registry) -> SimulationReport {
    var run = SeededRun(seed: seed, days: days, with: registry)
    return run.report()
}

public struct SimulationReport: Sendable {
    public var seed: UInt64
    public var days: Double
    public var events = 0
    public var crashes = 0
    public var transitions = 0
    public var deliveries = 0
    /// Of all that was said and of the state at the end.
    public var digest = ""
    /// What broke, when, and how to see it again; nil: all was well.
    public var failure: String?
}

/// What broke.
struct Violation: Error { var words: String }

struct SeededRun: ~Copyable {
    private static let start = Timestamp(nanoseconds: 1_773_043_200_000_000_000)

    private let link: Linker
    private let options: Crank.Options
    private var random: SplitMix64
    private var world: SimulatedWorld
    private var crank: Crank
    private var ledger: Ledger
    private var result: SimulationReport
    /// Whether something was lost that people may have been told of.
    private var isForgetful = false
    private var clock = Timestamp.distantPast

    init(seed: UInt64, days: Double, with registry: Registry) {
        random = SplitMix64(seed: seed &* 0x9E37_79B9)
        let length = Interval.seconds(Int64(days * 86_400))
        world = SimulatedWorld(seed: seed, from: Self.start, to: Self.start + length)
        link = Shop.linker(registry)
        let isAlways = random.happens(0.2)
        options = Crank.Options(
            sync: isAlways ? .zero : .milliseconds(200),
            checkpointEvery: .seconds(.random(in: 60...3_600, using: &random)))
        world.disk.asksPerReplacement = .random(in: 0...20, using: &random)
        result = SimulationReport(seed: seed, days: days)
        ledger = Ledger(linking: link)
        guard let crank = try? Crank(restoring: &world, options: options, linking: link) else {
            preconditionFailure("an empty disk has nothing to fail with")
        }
        self.crank = crank
        _ = ledger.note(.init(number: 0, event: .restarted(world.now()), at: world.truth))
        world.order(unless: RuleSet(files: []))
    }

    mutating func report() -> SimulationReport {
        do throws(Violation) {
            while try turn() {}
            try comeToRest()
        } catch {
            result.failure = tell(error)
        }
        result.transitions = ledger.story.transitions
        result.deliveries = ledger.story.sent.count
        var digest = ledger.story.digest
        for byte in savedBytes(ledger.shadow) { digest.combine(Int64(byte)) }
        for name in ["room", "hook"] {
            for id in world.receivers[name]?.order ?? [] { digest.combine(id) }
        }
        result.digest = digest.text
        return result
    }

    private func tell(_ violation: Violation) -> String {
        let hours = (world.truth - Self.start).seconds / 3_600
        return """
            seed \(result.seed), day \(Int(hours / 24) + 1), hour \(Int(hours) % 24), \
            event \(result.events): \(violation.words)
            again: dev sim --seed \(result.seed) --days \(result.days)
            """
    }
}

// MARK: one turn

extension SeededRun {
    private mutating func turn() throws(Violation) -> Bool {
        world.forget()
        if !world.isCalm { temptFate() }
        let before = crank.next
        guard crank.turn(&world), let event = world.heard else { return false }
        result.events += 1
        let entry = Ledger.Entry(number: before, event: event, at: world.truth)
        noteCheckpoints(since: before)
        if world.disk.isDead { return try crash(entry) }
        let isWritten = crank.next > before
        if case .lines = event, !isWritten {
            try expect(world.turnedAway.count == 1, "lines that are not written are turned away")
            return true
        }
        try expect(world.turnedAway.isEmpty, "written lines are not turned away")
        try compare(
            ledger.note(.init(number: isWritten ? before : nil, event: event, at: world.truth)))
        if result.events.isMultiple(of: 200) { try checkLimits() }
        return true
    }

    private mutating func temptFate() {
        let faults = world.faults
        if random.happens(faults.diskFault) { breakDisk(kills: false) }
        guard random.happens(faults.kill) else { return }
        if Bool.random(using: &random) { return breakDisk(kills: true) }
        world.effectsUntilDeath = .random(in: 0...3, using: &random)
    }

    private mutating func breakDisk(kills: Bool) {
        world.disk.faultyCall = world.disk.calls + .random(in: 1...4, using: &random)
        world.disk.fault = [.refuses, .tears, .lies].randomElement(using: &random) ?? .refuses
        world.disk.killsAtFault = kills
    }

    private mutating func noteCheckpoints(since before: UInt64) {
        for name in world.disk.begun where name.hasPrefix("checkpoint") {
            let number = UInt64(name.dropFirst(11).dropLast(3)) ?? 0
            ledger.note(checkpoint: name, more: number > before)
        }
    }

    /// The engine beside says what the real one said.
    private func compare(_ expected: [Effect]) throws(Violation) {
        let (came, wanted) = (world.carried.map(\.brief), expected.map(\.brief))
        try expect(came == wanted, "replay is live: \(wanted) was said as \(came)")
    }

    private func expect(_ holds: Bool, _ words: @autoclosure () -> String) throws(Violation) {
        if !holds { throw Violation(words: words()) }
    }
}

// MARK: a crash

extension SeededRun {
    private mutating func crash(_ last: Ledger.Entry) throws(Violation) -> Bool {
        result.crashes += 1
        let isPowerCut = random.happens(world.faults.powerCut)
        if isPowerCut {
            world.disk.losePower(keeping: .random(in: 0...1, using: &random))
        } else if random.happens(world.faults.flippedBit) {
            flipBit()
        }
        let diedAt = world.truth
        world.reboot()
        do throws(DiskError) {
            crank = try Crank(restoring: &world, options: options, linking: link)
        } catch {
            throw Violation(words: "the folder cannot be read: \(error.reason)")
        }
        try restart(last, diedAt, isPowerCut)
        world.order(unless: crank.engine.rules)
        return true
    }

    private mutating func restart(
        _ last: Ledger.Entry, _ diedAt: Timestamp, _ isPowerCut: Bool
    ) throws(Violation) {
        guard let restored = world.restored else {
            throw Violation(words: "a restart says what it restored")
        }
        let lost = ledger.cross(out: last, restoredFrom: restored.checkpoint, next: restored.next)
        try judge(lost.filter { $0.number != last.number }, diedAt, isPowerCut)
        let number = crank.isWriting ? crank.next - 1 : nil
        noteCheckpoints(since: number ?? crank.next)
        try compare(
            ledger.note(
                .init(
                    number: number, event: .restarted(world.now()), at: world.truth)))
        try expect(
            savedBytes(crank.engine) == savedBytes(ledger.shadow),
            "a restart from `\(restored.checkpoint)` is invisible, but the state is another one")
        clock = crank.engine.status().clock
    }

    /// What may be lost: what the journal never took, and if the power fails what came in the last
    /// `sync`.
    private mutating func judge(
        _ lost: [Ledger.Entry], _ diedAt: Timestamp, _ isPowerCut: Bool
    ) throws(Violation) {
        let isSteady = world.faults.diskFault == 0 && world.faults.fullDisk == 0
        for entry in lost {
            if let number = entry.number {
                try expect(isPowerCut, "a killed process forgot event \(number)")
                try expect(
                    !isSteady || diedAt - entry.at <= options.sync + .milliseconds(1_500),
                    "event \(number) of \(entry.at) was not safe at \(diedAt)")
                if !isSteady { isForgetful = true }
            } else if case .rules = entry.event {
                isForgetful = true
            }
        }
    }

    private mutating func flipBit() {
        let names = world.disk.files.keys.filter { $0.hasPrefix("checkpoint") }.sorted()
        guard names.count > 1, let newest = names.last,
            ledger.gives(names[names.count - 2], asMuchAs: newest),
            let size = world.disk[newest]?.count
        else { return }
        world.disk.flipBit(.random(in: 0..<size * 8, using: &random), of: newest)
    }
}

// MARK: checks

extension SeededRun {
    private mutating func checkLimits() throws(Violation) {
        let status = crank.engine.status()
        try expect(status.clock >= clock, "time ran back from \(clock) to \(status.clock)")
        clock = status.clock
        try expect(
            status.series <= crank.engine.rules.bounds.series, "\(status.series) series")
        for pending in status.outboxPending {
            try expect(pending.value <= Limits.outboxPerContact, "the outbox overflows")
        }
        if let due = crank.engine.nextDue, due <= clock, world.isCalm {
            try expect(due > clock - .hours(1), "what is due at \(due) is not done at \(clock)")
        }
        try checkTold()
    }

    private func checkTold() throws(Violation) {
        if let complaint = ledger.story.complaint { throw Violation(words: complaint) }
        guard !isForgetful else { return }
        for name in ["room", "hook"] {
            guard let receiver = world.receivers[name] else { continue }
            if let complaint = receiver.complaint { throw Violation(words: complaint) }
            for id in receiver.order where ledger.story.sent[id] == nil {
                throw Violation(words: "\(name) was told \(id), which nobody remembers")
            }
        }
    }

    /// With no faults any more, all that was opened is told within two hours.
    private mutating func comeToRest() throws(Violation) {
        world.calmDown(at: crank.engine.status().clock)
        let end = world.truth + .hours(2)
        let quiet = world.truth + .minutes(10)
        while world.truth < end {
            guard try turn() else { break }
            let isEmpty = crank.engine.status().outboxPending.allSatisfy { $0.value == 0 }
            if isEmpty, world.isResting, world.truth >= quiet { break }
        }
        try checkLimits()
        for (id, delivery) in ledger.story.sent.sorted(by: { $0.key < $1.key })
        where delivery.opens && !ledger.story.lost.contains(id) {
            try expect(
                world.receivers[delivery.contact]?.got[id] != nil,
                "told at all: \(delivery.contact) never got \(id)")
        }
        try expect(
            savedBytes(crank.engine) == savedBytes(ledger.shadow), "replay is live, to the byte")
    }
}
