import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// One contact: order, pace, answers.
@Suite struct ContactQueueTests {
    static let fast = DeliveryRate(burst: 100, interval: .milliseconds(1))

    @Test func aLaterMessageOfAnIncidentWaitsForTheEarlier() {
        var queue = queue()
        post("a1", "a", to: &queue)
        post("a2", "a", to: &queue)
        post("b1", "b", to: &queue)
        #expect(ids(queue.release(at: time(0))) == ["a1", "b1"])
        #expect(queue.nextDue() == nil)
        settle("a1", .later(reason: "HTTP 500", after: nil), at: 0, &queue)
        #expect(queue.release(at: time(0)).isEmpty)
        #expect(ids(queue.release(at: time(1))) == ["a1"])
        settle("a1", .delivered, at: 1, &queue)
        #expect(ids(queue.release(at: time(1))) == ["a2"])
    }

    /// What is critical does not wait behind thousands of others, and takes along what was told
    /// of its incident before.
    @Test func criticalIncidentsGoFirst() {
        var queue = queue(DeliveryRate(burst: 1, interval: .seconds(1)))
        for name in ["a", "b", "c"] { post("\(name)1", name, to: &queue) }
        var worse = Notification.of("c", .escalated)
        worse.severity = .critical
        _ = queue.add(Posting(id: "c2", worse, at: time(0)))
        var order: [String] = []
        for second in 0..<4 {
            for id in ids(queue.release(at: time(second))) {
                order.append(id)
                settle(id, .delivered, at: second, &queue)
            }
            if second == 0 {
                let next = queue.waiting(upTo: 2, at: time(0))
                #expect(next.map(\.posting.id) == ["c2", "a1"])
                #expect(next.map(\.at) == [time(1), time(2)])
            }
        }
        #expect(order == ["c1", "c2", "a1", "b1"])
    }

    @Test func whoAnswersAgainIsToldWhatWasPutOff() {
        var queue = queue()
        post("a1", "a", to: &queue)
        _ = queue.release(at: time(0))
        let wait = DeliveryReply(
            delivery: "a1", outcome: .later(reason: "HTTP 503", after: nil), at: time(0))
        _ = queue.settle(wait) { _ in .minutes(5) }
        post("b1", "b", to: &queue)
        #expect(ids(queue.release(at: time(9))) == ["b1"])
        settle("b1", .delivered, at: 10, &queue)
        #expect(queue.nextDue() == time(10))
        #expect(ids(queue.release(at: time(10))) == ["a1"])
    }

    @Test func aRefusedMessageLetsTheNextGo() {
        var queue = queue()
        post("a1", "a", to: &queue)
        post("a2", "a", to: &queue)
        _ = queue.release(at: time(0))
        let done = settle("a1", .refused(reason: "HTTP 404"), at: 0, &queue)
        #expect(done?.end == .refused && done?.reason == "HTTP 404")
        #expect(queue.ends == [0, 1, 0])
        #expect(ids(queue.release(at: time(0))) == ["a2"])
    }

    /// The service no longer has it: then there is nothing to change, and something to say.
    @Test func anEditThatIsRefusedIsSaidAnew() {
        var queue = queue()
        post("a1", "a", to: &queue)
        _ = queue.release(at: time(0))
        let reply = DeliveryReply(
            delivery: "a1", outcome: .delivered, at: time(0), handle: "message 7")
        _ = queue.settle(reply) { _ in .seconds(1) }
        post("a2", "a", to: &queue)
        #expect(queue.release(at: time(1)).map(\.handle) == ["message 7"])
        #expect(settle("a2", .refused(reason: "HTTP 404"), at: 1, &queue) == nil)
        #expect(queue.release(at: time(1)).map(\.handle) == [""])
        #expect(settle("a2", .refused(reason: "HTTP 404"), at: 2, &queue)?.end == .refused)
    }

    /// Once it is over, or nothing more is said of it, nothing is kept of its message.
    @Test(arguments: [Outcome.delivered, .refused(reason: "HTTP 400"), nil])
    func aMessageIsForgottenWithItsIncident(_ end: Outcome?) {
        var queue = queue()
        let fresh = saved(queue)
        post("a1", "a", to: &queue)
        _ = queue.release(at: time(0))
        let reply = DeliveryReply(
            delivery: "a1", outcome: .delivered, at: time(0), handle: "message 7")
        _ = queue.settle(reply) { _ in .seconds(1) }
        if let end {
            _ = queue.add(Posting(id: "a2", .of("a", .resolved), at: time(1)))
            // What is refused is said anew, and refused again.
            for second in 1...2 {
                _ = queue.release(at: time(second))
                settle("a2", end, at: second, &queue)
            }
        } else {
            queue.forget("a")
        }
        #expect(saved(queue).suffix(4) == fresh.suffix(4), "the number of handles")
    }

    private func saved(_ queue: ContactQueue) -> [UInt8] {
        var writer = ByteWriter()
        queue.save(to: &writer)
        return writer.bytes
    }

    @Test func theBucketHoldsABurstAndFillsOneByOne() {
        var queue = queue(DeliveryRate(burst: 2, interval: .seconds(10)))
        for index in 0..<5 { post("m\(index)", "i\(index)", to: &queue) }
        #expect(ids(queue.release(at: time(0))) == ["m0", "m1"])
        #expect(queue.nextDue() == time(10))
        #expect(queue.release(at: time(9)).isEmpty)
        settle("m0", .delivered, at: 9, &queue)
        #expect(ids(queue.release(at: time(10))) == ["m2"])
        settle("m1", .delivered, at: 10, &queue)
        settle("m2", .delivered, at: 10, &queue)
        #expect(ids(queue.release(at: time(60))) == ["m3", "m4"])
    }

    @Test func retryAfterPausesTheWholeContact() {
        var queue = queue()
        post("a1", "a", to: &queue)
        _ = queue.release(at: time(0))
        settle("a1", .later(reason: "HTTP 429", after: .seconds(90)), at: 1, &queue)
        post("b1", "b", to: &queue)
        #expect(queue.nextDue() == time(91))
        #expect(queue.release(at: time(90)).isEmpty)
        #expect(ids(queue.release(at: time(91))) == ["a1", "b1"])
    }

    @Test func fewAreInFlightAtOnce() {
        var queue = queue()
        for index in 0..<10 { post("m\(index)", "i\(index)", to: &queue) }
        #expect(queue.release(at: time(0)).count == Limits.inFlightPerContact)
        #expect(queue.release(at: time(5)).isEmpty)
        #expect(queue.nextDue() == nil)
        settle("m2", .delivered, at: 5, &queue)
        #expect(ids(queue.release(at: time(5))) == ["m4"])
    }

    @Test func aDayOfFailureExpiresIt() {
        var queue = queue()
        post("a1", "a", to: &queue)
        var (now, tries) = (time(0), 0)
        var done: Finished?
        while done == nil {
            tries += queue.release(at: now).count
            done = queue.settle(
                DeliveryReply(delivery: "a1", outcome: .later(reason: "down", after: nil), at: now)
            ) { _ in .minutes(5) }
            now = queue.nextDue() ?? now
        }
        #expect(done?.end == .expired && done?.reason == "down")
        #expect(tries == 24 * 12 + 1)
        #expect(queue.postings.isEmpty && queue.finished.count == 1)
    }

    @Test func afterARestartWhatWasUnderWayGoesAgainUnderItsId() {
        var queue = queue()
        post("a1", "a", to: &queue)
        post("b1", "b", to: &queue)
        _ = queue.release(at: time(0))
        settle("a1", .delivered, at: 1, &queue)
        queue.recall(at: time(60))
        let again = queue.release(at: time(60))
        #expect(again.map(\.id) == ["b1"] && again.map(\.attempts) == [2])
        #expect(settle("a1", .delivered, at: 61, &queue) == nil)
    }

    @Test func atItsLimitTheOldestUntriedGivesWay() {
        var queue = queue()
        post("first", "i", to: &queue)
        _ = queue.release(at: time(0))
        for index in 1..<Limits.outboxPerContact { post("m\(index)", "n\(index)", to: &queue) }
        let dropped = queue.add(Posting(id: "last", Notification.of("z"), at: time(1)))
        #expect(dropped?.id == "m1")
        #expect(queue.postings.count == Limits.outboxPerContact)
        #expect(queue.ends == [0, 0, 1])
    }

    /// What `nextDue` promises `release` gives, or the daemon would turn on the spot.
    @Test func whatIsDueIsReleased() {
        var random = SplitMix64(seed: 5)
        var queue = queue(DeliveryRate(burst: 3, interval: .seconds(2)))
        var now = time(0)
        for step in 0..<3_000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: post("m\(step)", "i\(Int.random(in: 0..<4, using: &random))", to: &queue)
            case 1:
                guard let id = queue.postings.first(where: \.isUnderWay)?.id else { break }
                let later = Outcome.later(
                    reason: "", after: Bool.random(using: &random) ? .seconds(7) : nil)
                let reply = DeliveryReply(
                    delivery: id, outcome: Bool.random(using: &random) ? later : .delivered, at: now
                )
                _ = queue.settle(reply) { _ in .seconds(3) }
            default:
                let due = queue.nextDue()
                now = max(now, due ?? now)
                let released = queue.release(at: now)
                #expect(released.isEmpty == (due == nil), "step \(step)")
                if let due { #expect(queue.nextDue() != due || queue.nextDue()! > now) }
            }
        }
    }

    private func queue(_ rate: DeliveryRate = fast) -> ContactQueue {
        ContactQueue(ContactPlan("room", type: "slack", rate: rate))
    }
    private func time(_ seconds: Int) -> Timestamp { Floor.time(seconds) }
    private func ids(_ deliveries: [Delivery]) -> [String] { deliveries.map(\.id) }
    private func post(_ id: String, _ incident: String, to queue: inout ContactQueue) {
        _ = queue.add(Posting(id: id, .of(incident), at: time(0)))
    }
    @discardableResult
    private func settle(
        _ id: String, _ outcome: Outcome, at seconds: Int, _ queue: inout ContactQueue
    ) -> Finished? {
        queue.settle(DeliveryReply(delivery: id, outcome: outcome, at: time(seconds))) { _ in
            .seconds(1)
        }
    }
}

extension Notification {
    static func of(_ incident: String, _ kind: Kind = .opened) -> Notification {
        Notification(
            kind: kind, incident: incident, alert: "slow", kpi: "wait_time", title: "Waiting",
            group: Labels([.init("channel", "")]), state: .firing(.warning), previous: .ok,
            severity: .warning, value: 432, limit: nil, unit: .duration, samples: 1250,
            summary: "", openedAt: Floor.time(0), at: Floor.time(60))
    }
}
