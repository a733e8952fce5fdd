import Core
import Foundation
import Host
import Locks
import Model

@testable import Daemon

/// Drains an inbox on a thread of its own, as the engine does, and answers every ticket: a line
/// that begins with `bad` is refused, all others are accepted.
final class FakeEngine: Sendable {
    struct Seen {
        var bytes: [UInt8] = []
        var batches: [Batch] = []
        var lines = 0
        var orders: [Order] = []
    }

    private let seen = Monitor(Seen())
    private let journal: DiskError?
    /// What is answered to orders.
    private let reply = Monitor(OrderAnswer.done("s1"))

    /// - Parameter journal: why nothing can be written to it, if so.
    init(draining inbox: Inbox, _ tickets: Tickets, journal: DiskError? = nil) {
        self.journal = journal
        Thread.detachNewThread { [self] in
            while let event = inbox.next(until: nil) {
                if case .order(let order, _, let ticket) = event {
                    seen.withLock { $0.orders.append(order) }
                    if let ticket { tickets.settle(ticket, with: .order(answer)) }
                }
                guard case .lines(let batch, let ticket) = event else { continue }
                let receipt = take(batch)
                guard let ticket else { continue }
                tickets.settle(
                    ticket, with: journal.map { .turnedAway($0) } ?? .receipt(receipt))
            }
        }
    }

    private func take(_ batch: Batch) -> Receipt {
        var receipt = Receipt()
        let lines = batch.bytes.split(separator: 0x0A)
        for (index, line) in lines.enumerated() {
            if line.starts(with: "bad".utf8) {
                receipt.refused += 1
                receipt.complaints.append(
                    .init(line: index + 1, column: 4, reason: "a field is missing"))
            } else {
                receipt.accepted += 1
            }
        }
        receipt.complaints = Array(receipt.complaints.prefix(Limits.complaintsPerBatch))
        seen.withLock { seen in
            seen.bytes += batch.bytes
            seen.lines += lines.count
            var kept = batch
            if kept.bytes.count > 1_000 { kept.bytes = [] }
            seen.batches.append(kept)
        }
        return receipt
    }

    var answer: OrderAnswer {
        get { reply.withLock { $0 } }
        set { reply.withLock { $0 = newValue } }
    }
    var orders: [Order] { seen.withLock { $0.orders } }
    var lines: Int { seen.withLock { $0.lines } }
    var bytes: [UInt8] { seen.withLock { $0.bytes } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var batches: [Batch] { seen.withLock { $0.batches } }

    /// Waits for so many lines, at most ten seconds.
    func hasSeen(lines count: Int) async -> Bool {
        await eventually { self.lines >= count }
    }
}

/// Whether it comes true within ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<1_000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return condition()
}
