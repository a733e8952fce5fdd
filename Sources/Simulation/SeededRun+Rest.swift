import Core
import Host
import Model

// The end of a run: nothing goes wrong any more, and all has to come to rest.
extension SeededRun {
    /// All that was opened is told within so long.
    private static let bound = Interval.minutes(30)

    /// More at one moment are a process that turns and turns and gets nothing done.
    private static let turnsAtOnce = 5_000

    mutating func comeToRest() throws(Violation) {
        world.calmDown(at: crank.engine.status().clock)
        let end = world.truth + Self.bound
        let quiet = world.truth + .minutes(10)
        var (moment, turns) = (world.truth, 0)
        while world.truth < end {
            guard try turn() else { break }
            (moment, turns) = world.truth == moment ? (moment, turns + 1) : (world.truth, 0)
            try expect(
                turns < Self.turnsAtOnce, .toldOnceToldAtAll,
                "\(turns) turns at one moment")
            if world.truth >= quiet, world.isResting, isOutboxEmpty { break }
        }
        try checkLimits()
        try expect(
            crank.isWriting, .restartIsInvisible,
            "the journal does not go on, though the disk is well")
        for (id, delivery) in ledger.story.sent.sorted(by: { $0.key < $1.key })
        where delivery.opens && !ledger.story.lost.contains(id) {
            try expect(
                world.receivers[delivery.contact]?.reached.contains(id) == true,
                .toldOnceToldAtAll, "\(delivery.contact) never got \(id)")
        }
        try expect(
            isOutboxEmpty, .toldOnceToldAtAll,
            "messages wait \(Self.bound) after everything is well")
        try expect(
            savedBytes(crank.engine) == savedBytes(ledger.shadow), .replayIsLive,
            "the state at the end is another one than that of the engine beside")
        result.metNoMishap = hasMetNoMishap
    }

    private var isOutboxEmpty: Bool {
        crank.engine.status().outboxPending.allSatisfy { $0.value == 0 }
    }

    private var hasMetNoMishap: Bool {
        switch result.trial.mishap {
        case nil: false
        case .disk(let call, _, _): result.crashes == 0 && world.callsBeforeRest < call
        case .delivery(let count, _): world.sends < count
        case .death: result.crashes == 0
        }
    }
}
