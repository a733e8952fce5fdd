import Core
import Host
import Model

// A crash and the restart after it.
extension SeededRun {
    /// - Parameter last: the event of the turn in which the process died.
    mutating func crash(_ last: Ledger.Entry) throws(Violation) -> Bool {
        result.crashes += 1
        diesAfterTurn = false
        let isPowerCut = world.fate.happens(.powerCut)
        if isPowerCut { losePower() } else { world.befall("the process is killed") }
        let diedAt = world.clock.awake
        let whole = folder.view(of: world.disk)
        let damage = folder.suffer(&world.disk, &world.fate)
        if let damage {
            result.damages += 1
            world.befall("damage: \(damage.words)")
        }
        let left = folder.view(of: world.disk)
        let lost = try losses(last, whole, left, isPowerCut ? diedAt : nil)
        if lost.isForgetful { world.forgive() }
        sabotageFiles()
        world.reboot()
        do throws(DiskError) {
            crank = try Crank(restoring: &world, options: options, linking: link)
        } catch {
            throw Violation(
                promise: .restartIsInvisible, words: "the folder cannot be read: \(error.reason)")
        }
        try checkRemarks(left)
        try check(lost.damaged, areSaidToBe: damage)
        try restart(last, left)
        world.order(unless: crank.engine.rules)
        return true
    }

    private mutating func losePower() {
        let share = Double(world.fate.draw(.powerCut, 0...100)) / 100
        world.disk.losePower(keeping: share)
        world.befall("the power fails; of what was not synced, \(share) is left")
    }

    private mutating func sabotageFiles() {
        switch result.trial.sabotage {
        case .forgets: world.disk.forgetLastEvent()
        case .believesDamage: world.disk.forgeLines()
        default: break
        }
    }

    /// What was found, and what was said of it.
    private func checkRemarks(_ left: Folder.View) throws(Violation) {
        guard let restored = world.restored else {
            throw Violation(
                promise: .restartIsInvisible, words: "a restart says what it restored")
        }
        try expect(
            restored.checkpoint == left.checkpoint && restored.events == left.rest,
            .restartIsInvisible,
            "`\(restored.checkpoint)` and \(restored.events) events were restored, there are "
                + "`\(left.checkpoint)` and \(left.rest)")
        try expect(
            !left.isWhole || world.damage.isEmpty, .restartIsInvisible,
            "sound files are said to be damaged: \(world.damage)")
    }

    private mutating func restart(_ last: Ledger.Entry, _ left: Folder.View) throws(Violation) {
        ledger.cross(out: last, keeping: left)
        limits.hear(ledger.inForce)
        let number = crank.isWriting ? crank.next - 1 : nil
        noteCheckpoints(since: number ?? crank.next)
        let entry = Ledger.Entry(
            number: number, event: .restarted(world.now()), at: world.clock.awake)
        try compare(ledger.note(entry))
        try expect(
            savedBytes(crank.engine) == savedBytes(ledger.shadow), .restartIsInvisible,
            "the state after a restart from `\(left.checkpoint)` is another one than without")
        time.beginAnew(at: crank.engine.status().clock)
    }

    /// What may be lost: what the journal never took; what came in the last `sync`, if the power
    /// failed; and what was damaged. Gives the numbers of the latter, and whether people may have
    /// been told of what is lost.
    private func losses(
        _ last: Ledger.Entry, _ whole: Folder.View, _ left: Folder.View, _ cutAt: Timestamp?
    ) throws(Violation) -> (damaged: [UInt64], isForgetful: Bool) {
        var (damaged, isForgetful) = ([UInt64](), false)
        let base = ledger.base(whole)
        for index in min(ledger.base(left), ledger.entries.count)..<ledger.entries.count {
            let entry = ledger.entries[index]
            if ledger.isRead(entry, in: left) { continue }
            if index < base || ledger.isRead(entry, in: whole) {
                isForgetful = true
                if let number = entry.number { damaged.append(number) }
            } else if let number = entry.number, number != last.number {
                let isLate = try checkPower(took: entry, number, cutAt)
                isForgetful = isForgetful || isLate
            } else if case .rules = entry.event {
                isForgetful = true
            }
        }
        return (damaged, isForgetful)
    }

    /// Whether it was lost though it should long have been safe, since the disk failed as well.
    private func checkPower(took entry: Ledger.Entry, _ number: UInt64, _ cutAt: Timestamp?)
        throws(Violation) -> Bool
    {
        guard let cutAt else {
            throw Violation(
                promise: .restartIsInvisible, words: "a killed process forgot event \(number)")
        }
        let isSteady = world.fate.rate(.diskFault) == 0 && world.fate.rate(.fullDisk) == 0
        try expect(
            !isSteady || cutAt - entry.at <= options.sync + world.syncTakes + .milliseconds(1_500),
            .restartIsInvisible, "event \(number) of \(entry.at) was not safe at \(cutAt)")
        return !isSteady
    }

    private func check(_ lost: [UInt64], areSaidToBe damage: Damage?) throws(Violation) {
        guard let damage else { return }
        for number in lost {
            // A file that ends early, or never was, shows only by what comes after it.
            let isSeen = !damage.isSilent || number < world.restored?.next ?? 0
            try expect(
                !isSeen || !world.damage.isEmpty, .restartIsInvisible,
                "event \(number) is lost (\(damage.words)), and nobody says so")
        }
    }
}
