public import Core
public import Host
import Locks
public import Model

/// Who waits for what became of their lines, by the number that goes along with them.
public final class Tickets: Sendable {
    /// What became of the lines.
    public enum Answer: Sendable {
        /// They are in the journal and the engine has seen them.
        case receipt(Receipt)
        /// What came of an order.
        case order(OrderAnswer)
        /// They are not: the sender has to keep them.
        case turnedAway(DiskError)
    }

    private struct Waiting {
        var next: UInt64 = 1
        var isClosed = false
        var continuations: [UInt64: CheckedContinuation<Answer?, Never>] = [:]
    }

    private let waiting = Monitor(Waiting())

    public init() {}

    /// Draws a ticket, offers the lines under it and waits for the answer; nil at once when the
    /// offer is not taken.
    public func answer(to offer: (UInt64) -> Bool) async -> Answer? {
        await withCheckedContinuation { continuation in
            guard let ticket = draw(for: continuation) else {
                return continuation.resume(returning: .turnedAway(Self.stopping))
            }
            // The answer may come before `offer` returns; then there is nothing left to redeem
            // here.
            if !offer(ticket) { redeem(ticket, for: nil) }
        }
    }

    /// For the engine's side: the answer to whoever holds the ticket.
    public func settle(_ ticket: UInt64, with answer: Answer) { redeem(ticket, for: answer) }

    /// Tells everybody who still waits, and whoever comes later, that their lines were not taken.
    public func close() {
        let left = waiting.withLock { waiting in
            waiting.isClosed = true
            defer { waiting.continuations = [:] }
            return Array(waiting.continuations.values)
        }
        for continuation in left { continuation.resume(returning: .turnedAway(Self.stopping)) }
    }

    /// How many wait.
    public var count: Int { waiting.withLock { $0.continuations.count } }

    private func draw(for continuation: CheckedContinuation<Answer?, Never>) -> UInt64? {
        waiting.withLock { waiting in
            guard !waiting.isClosed else { return nil }
            defer { waiting.next += 1 }
            waiting.continuations[waiting.next] = continuation
            return waiting.next
        }
    }

    private func redeem(_ ticket: UInt64, for answer: Answer?) {
        waiting.withLock { $0.continuations.removeValue(forKey: ticket) }?
            .resume(returning: answer)
    }

    private static let stopping = DiskError(.other, "vigie is stopping")
}
