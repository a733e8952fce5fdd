import Core
import Foundation
import Host
import Logging
import Model
import PluginKit

/// The real world, as the engine's thread meets it: events from the inbox, the disk below, the courier and the log beside.
struct LiveWorld: World {
    var disk: PosixDisk
    private let inbox: Inbox
    private let tickets: Tickets
    private let courier: Courier
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    /// Lines of senders that cannot be told to send again, kept until the journal takes them.
    private var parked: [Batch] = []
    private var parkedBytes = 0
    private var retryAt = Timestamp.distantPast
    /// When the last event was a tick: the moment it was heard.
    private(set) var tickBegan: ContinuousClock.Instant?
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

    mutating func next(due: Timestamp?) -> Event? {
        while true {
            pulse()
            let now = clock()
            tickBegan = nil
            if let due, due <= now {
                tickBegan = .now
                return .tick(now)
            }
            if let batch = unpark(now) { return .lines(batch, ticket: nil) }
            if parkedBytes > Limits.parkedBytes {
                // The doors are shut by the inbox filling up behind us.
                Thread.sleep(forTimeInterval: 0.05)
                continue
            }
            let wait = min(due.map { $0 - now } ?? patience, patience)
            if let event = inbox.next(until: .wallClock + wait) { return event }
            if inbox.isClosed && inbox.depth.batches == 0 { return nil }
        }
    }

    private mutating func unpark(_ now: Timestamp) -> Batch? {
        guard !parked.isEmpty, now >= retryAt else { return nil }
        let batch = parked.removeFirst()
        parkedBytes -= batch.bytes.count
        return batch
    }

    mutating func turnedAway(_ ticket: UInt64?, _ batch: Batch, because error: DiskError) {
        if let ticket { return tickets.settle(ticket, with: .turnedAway(error)) }
        guard batch.source != .udp else {
            let lines = batch.bytes.count { $0 == UInt8(ascii: "\n") }
            return inbox.lost(points: max(1, lines), from: .udp, reason: "journal")
        }
        parked.insert(batch, at: 0)
        parkedBytes += batch.bytes.count
        retryAt = clock() + .milliseconds(200)
    }

    mutating func carry(_ effect: Effect) {
        switch effect {
        case .receipt(let ticket, let receipt): tickets.settle(ticket, with: .receipt(receipt))
        case .send(let delivery): courier.send(delivery)
        case .transition(let transition): logger.notice("\(transition.words)")
        case .say(let remark): logger.log(level: remark.level, "\(remark.words)")
        }
    }

    mutating func say(_ remark: HostRemark) { logger.log(level: remark.level, "\(remark.words)") }
}

extension Limits {
    /// Bytes of lines kept aside while the journal takes nothing. Beyond: nothing more is taken from the doors.
    static let parkedBytes = 16 << 20
}
