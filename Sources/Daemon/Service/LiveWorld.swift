import Core
import Foundation
import Host
import Locks
import Logging
import Model
import PluginKit

/// The real world, as the engine's thread meets it: events from the inbox, the disk below, the
/// courier and the log beside.
struct LiveWorld: World {
    var disk: PosixDisk
    private let inbox: Inbox
    private let tickets: Tickets
    private let courier: Courier
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private(set) var checkpointFailures = 0
    private(set) var damage = StatusBoard.Damage()
    private var parked = ParkedLines()
    /// What came of orders: told once it is also shown, so that whoever looks after an answer finds
    /// what they asked for.
    private var answers: [(ticket: UInt64, answer: OrderAnswer)] = []
    private var refusals = RefusalNews()
    private var contacts = ContactNews()
    /// When the last event was a tick: the moment it was heard.
    private(set) var tickBegan: ContinuousClock.Instant?
    /// When `next` is to return without an event if there is none, so that figures are posted that
    /// are due.
    var pauseAt: ContinuousClock.Instant?
    /// Whether there will be no more events: a `next` without one was no pause but the end.
    private(set) var isOver = false
    /// The longest sleep, in real time.
    private let patience: Interval
    /// Called at least once a second, whatever else happens.
    private let pulse: () -> Void

    init(
        disk: PosixDisk, inbox: Inbox, tickets: Tickets, courier: Courier, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp, patience: Interval,
        pulse: @escaping () -> Void
    ) {
        self.disk = disk
        self.inbox = inbox
        self.tickets = tickets
        self.courier = courier
        self.logger = logger
        self.clock = clock
        self.patience = patience
        self.pulse = pulse
    }

    func now() -> Timestamp { clock() }

    /// What is due, then lines that the journal refused before, then what comes in.
    mutating func next(due: Timestamp?) -> Event? {
        while true {
            pulse()
            let now = clock()
            tickBegan = nil
            if let due, due <= now {
                tickBegan = .now
                return .tick(now)
            }
            if let batch = parked.take(at: now) { return .lines(batch, ticket: nil) }
            let rest = min(due.map { $0 - now } ?? patience, parked.wait(at: now) ?? patience)
            if let event = wait(atMost: min(rest, patience)) {
                if case .reply(let reply) = event { tell(of: reply) }
                return event
            }
            if inbox.isDrained {
                if parked.isClosing {
                    isOver = true
                    return nil
                }
                parked.close()
            }
            if let pauseAt, pauseAt <= .now { return nil }
        }
    }

    /// While much is parked, lines are left in the inbox: it fills up, and that shuts the doors.
    private func wait(atMost interval: Interval) -> Event? {
        var interval = interval
        if let pauseAt {
            let rest = ContinuousClock.now.duration(to: pauseAt).inSeconds
            interval = min(interval, Interval(nanoseconds: Int64(max(0, rest) * 1e9)))
        }
        return inbox.next(
            until: .wallClock + interval, onlyAnswerable: parked.isFull && !inbox.isClosed)
    }

    private mutating func tell(of reply: DeliveryReply) {
        guard let (isBad, sentence) = contacts.heard(reply) else { return }
        logger.log(level: isBad ? .warning : .notice, "\(sentence)")
    }

    /// What a stop under way could not save.
    var lostLines: Int { parked.lost }

    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        if let ticket { return tickets.settle(ticket, with: .turnedAway(error)) }
        guard batch.source != .udp else {
            return inbox.lost(points: batch.lineCount, from: .udp, reason: "journal")
        }
        parked.put(batch, at: clock())
    }

    mutating func carry(_ effect: Effect) {
        switch effect {
        case .receipt(let ticket, let receipt): tickets.settle(ticket, with: .receipt(receipt))
        case .answer(let ticket, let answer): answers.append((ticket, answer))
        case .send(let delivery):
            contacts.sent(delivery)
            courier.send(delivery)
        case .transition(let transition):
            // One event is over as it begins: that is no second line.
            if transition.isOfOneEvent, transition.to == .ok { return }
            logger.notice("\(transition.words)")
        case .say(.linesRefused(let source, let count, let first)):
            if let sentence = refusals.heard(source, count, first, at: clock()) {
                logger.warning("\(sentence)")
            }
        case .say(let remark): logger.log(level: remark.level, "\(remark.words)")
        }
    }

    /// Whether somebody waits for what came of an order.
    var owesAnswers: Bool { !answers.isEmpty }

    /// How things stand is posted, or will not be any more.
    mutating func settleOrders() {
        for (ticket, answer) in answers { tickets.settle(ticket, with: .order(answer)) }
        answers = []
    }

    mutating func say(_ remark: HostRemark) {
        switch remark {
        case .checkpointFailed: checkpointFailures += 1
        case .damaged(let file, _, let lostBytes):
            damage.add(file, lostBytes: lostBytes)
        case .restored, .journalStopped, .journalResumed: break
        }
        logger.log(level: remark.level, "\(remark.words)")
    }
}
