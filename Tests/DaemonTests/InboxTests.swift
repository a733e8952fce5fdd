import Core
import Foundation
import Host
import Model
import Synchronization
import Testing

@testable import Daemon

/// The inbox: what is first, what is refused, who sleeps and who is woken.
@Suite(.timeLimit(.minutes(1))) struct InboxTests {
    private func batch(_ bytes: Int) -> Batch {
        Batch([UInt8](repeating: 0x0A, count: bytes), arrival: .zero)
    }

    private func small(bytes: Int = 100, batches: Int = 10) -> Inbox {
        var capacity = Inbox.Capacity()
        capacity.bytes = bytes
        capacity.batches = batches
        return Inbox(capacity: capacity)
    }

    @Test func controlGoesFirstAndLinesKeepTheirOrder() {
        let inbox = Inbox()
        for size in 1...3 { #expect(inbox.offer(batch(size))) }
        inbox.post(.tick(.zero))
        guard case .tick = inbox.next(until: nil) else { return #expect(Bool(false)) }
        for size in 1...3 {
            guard case .lines(let batch, nil) = inbox.next(until: nil) else {
                return #expect(Bool(false))
            }
            #expect(batch.bytes.count == size)
        }
        #expect(inbox.depth.bytes == 0)
    }

    @Test func refusesBeyondItsBytesButNeverForEver() {
        let inbox = small(bytes: 100)
        #expect(inbox.offer(batch(500)), "an empty inbox takes what could never fit")
        #expect(!inbox.offer(batch(1)))
        _ = inbox.next(until: nil)
        #expect(inbox.offer(batch(60)))
        #expect(!inbox.offer(batch(60)))
        #expect(inbox.offer(batch(40)))
        #expect(inbox.isFull(for: .replay))
    }

    @Test func refusesBeyondItsCount() {
        let inbox = small(batches: 2)
        #expect(inbox.offer(batch(1)) && inbox.offer(batch(1)))
        #expect(!inbox.offer(batch(1)))
        inbox.post(.tick(.zero))
        #expect(inbox.depth.control == 1, "control events are not counted as lines")
    }

    @Test func givesNilAtTheDeadline() async throws {
        let inbox = Inbox()
        let waited = try await offPool {
            let start = Timestamp.wallClock
            #expect(inbox.next(until: start + .milliseconds(50)) == nil)
            return Timestamp.wallClock - start
        }
        #expect(waited >= .milliseconds(50))
        #expect(inbox.next(until: .distantPast) == nil)
    }

    @Test func wakesTheSleeperForLinesAndForTheEnd() async throws {
        let inbox = Inbox()
        async let events = offPool {
            [inbox.next(until: nil), inbox.next(until: nil)].map { $0 != nil }
        }
        try await Task.sleep(for: .milliseconds(20))
        #expect(inbox.offer(batch(1)))
        try await Task.sleep(for: .milliseconds(20))
        inbox.close()
        #expect(try await events == [true, false])
    }

    @Test func givesOutWhatItHasOnceClosed() {
        let inbox = Inbox()
        #expect(inbox.offer(batch(1)))
        inbox.close()
        #expect(!inbox.offer(batch(1)))
        #expect(inbox.next(until: nil) != nil)
        #expect(inbox.next(until: nil) == nil)
    }

    @Test func roomComesWhenHalfIsFree() async throws {
        let inbox = small(bytes: 100)
        #expect(inbox.offer(batch(40)) && inbox.offer(batch(30)) && inbox.offer(batch(30)))
        let hasRoom = Mutex(false)
        let waiter = Task {
            let room = await inbox.room(for: .replay)
            hasRoom.withLock { $0 = room }
        }
        try await Task.sleep(for: .milliseconds(20))
        _ = inbox.next(until: nil)
        try await Task.sleep(for: .milliseconds(20))
        #expect(hasRoom.withLock { !$0 }, "60 of 100 are still taken")
        _ = inbox.next(until: nil)
        await waiter.value
        #expect(hasRoom.withLock { $0 })
    }

    @Test func roomIsNotWaitedForInVain() async {
        let inbox = small(bytes: 1)
        #expect(inbox.offer(batch(1)))
        let cancelled = Task { await inbox.room(for: .replay) }
        cancelled.cancel()
        #expect(await cancelled.value)
        let waiter = Task { await inbox.room(for: .replay) }
        inbox.close()
        #expect(await !waiter.value, "there will never be room")
    }

    @Test func countsLossesByReason() {
        let inbox = Inbox()
        inbox.lost(points: 2, from: .udp, reason: "inbox full")
        inbox.lost(points: 1, from: .tcp, reason: "stopped")
        inbox.lost(points: 3, from: .udp, reason: "inbox full")
        let losses = inbox.depth.losses.map { "\($0.loss.source) \($0.loss.reason) \($0.points)" }
        #expect(losses == ["tcp stopped 1", "udp inbox full 5"])
    }

    @Test func holdsItsOrderUnderManySenders() async throws {
        let inbox = Inbox()
        let tickets = Tickets()
        let engine = FakeEngine(draining: inbox, tickets)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        _ = await tickets.answer(to: { inbox.offer(batch(1), ticket: $0) })
                    }
                }
            }
        }
        inbox.close()
        #expect(engine.bytes.count == 4_000)
        #expect(tickets.count == 0)
    }
}

/// Tickets: each is answered once, whoever comes first.
@Suite(.timeLimit(.minutes(1))) struct TicketsTests {
    @Test func nothingIsKeptOfAnOfferThatIsNotTaken() async {
        let tickets = Tickets()
        #expect(await tickets.answer(to: { _ in false }) == nil)
        #expect(tickets.count == 0)
    }

    @Test func theAnswerMayComeBeforeTheOfferReturns() async {
        let tickets = Tickets()
        let answer = await tickets.answer { ticket in
            tickets.settle(ticket, with: .receipt(Receipt()))
            return true
        }
        guard case .receipt = answer else { return #expect(Bool(false)) }
        tickets.settle(99, with: .receipt(Receipt()))
    }

    @Test func closingTellsAllWhoWaitAndAllWhoCome() async {
        let tickets = Tickets()
        let waiter = Task { await tickets.answer(to: { _ in true }) }
        #expect(await eventually { tickets.count == 1 })
        tickets.close()
        for answer in [await waiter.value, await tickets.answer(to: { _ in true })] {
            guard case .turnedAway(let error) = answer else { return #expect(Bool(false)) }
            #expect(error.reason == "vigie is stopping")
        }
    }
}

/// A queue in an array: the front moves, nothing is lost when it is compacted.
@Suite struct FifoTests {
    @Test func isFirstInFirstOut() {
        var fifo = Fifo<Int>()
        var expected = 0
        for next in 0..<10_000 {
            fifo.append(next)
            if next % 3 != 0 {
                #expect(fifo.popFirst() == expected)
                expected += 1
            }
        }
        while let value = fifo.popFirst() {
            #expect(value == expected)
            expected += 1
        }
        #expect(expected == 10_000 && fifo.isEmpty && fifo.popFirst() == nil)
    }
}
