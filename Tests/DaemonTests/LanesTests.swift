import Model
import Testing

@testable import Daemon

/// A lane a door: each is bounded by itself, and they take turns.
@Suite struct LanesTests {
    private func batch(_ source: Source, _ bytes: Int = 10) -> Batch {
        Batch([UInt8](repeating: 0x0A, count: bytes), arrival: .zero, source: source)
    }

    private func capacity(bytes: Int = 100, wait: Interval = .seconds(100)) -> Inbox.Capacity {
        var capacity = Inbox.Capacity()
        capacity.bytes = bytes
        capacity.wait = wait
        capacity.datagramWait = wait
        return capacity
    }

    private func taken(_ lanes: inout Lanes, onlyAnswerable: Bool = false) -> Source? {
        lanes.finish()
        return lanes.take(onlyAnswerable: onlyAnswerable)?.batch.source
    }

    @Test func whoHadNothingYetIsNext() {
        var lanes = Lanes()
        for _ in 0..<100 { lanes.add(batch(.tcp), ticket: nil) }
        #expect(taken(&lanes) == .tcp)
        lanes.add(batch(.http), ticket: 1)
        lanes.add(batch(.udp), ticket: nil)
        #expect(Set([taken(&lanes), taken(&lanes)]) == [.udp, .http])
        #expect(taken(&lanes) == .tcp)
    }

    @Test func aLaneThatWasEmptyGetsNoCredit() {
        var lanes = Lanes()
        for _ in 0..<50 {
            lanes.add(batch(.tcp, 1_000), ticket: nil)
            #expect(taken(&lanes) == .tcp)
        }
        lanes.finish()
        let tcp = lanes[.tcp].turn
        lanes.add(batch(.tcp, 1_000), ticket: nil)
        #expect(taken(&lanes) == .tcp)
        lanes.add(batch(.unix, 1_000), ticket: nil)
        #expect(lanes[.unix].turn == tcp, "it begins where the other was")
    }

    @Test func aFullLaneLeavesTheOthersTheirRoom() {
        var lanes = Lanes()
        lanes.add(batch(.tcp, 100), ticket: nil)
        #expect(!lanes.takes(batch(.tcp, 1), within: capacity()))
        #expect(lanes.takes(batch(.http, 100), within: capacity()))
        #expect(!lanes.isBelow(halfOf: capacity(), for: .tcp))
        #expect(lanes.isBelow(halfOf: capacity(), for: .unix))
    }

    @Test func whatWouldWaitTooLongIsNotTaken() {
        var lanes = Lanes()
        let capacity = capacity(bytes: 1 << 20, wait: .nanoseconds(10_000))
        #expect(lanes.takes(batch(.tcp, 5_000), within: capacity), "nothing waits yet")
        lanes.add(batch(.tcp, 40), ticket: nil)
        #expect(lanes.takes(batch(.tcp), within: capacity), "8 µs, before any pace is known")
        lanes.add(batch(.tcp, 40), ticket: nil)
        #expect(!lanes.takes(batch(.tcp), within: capacity), "16 µs")
        #expect(lanes.takes(batch(.udp), within: capacity), "nothing of its own waits")
        #expect(!lanes.isBelow(halfOf: capacity, for: .tcp))
    }

    @Test func thePaceIsLearnt() {
        var lanes = Lanes()
        #expect(lanes[.tcp].cost == 200)
        for _ in 0..<1_000 {
            lanes.add(batch(.tcp, 100_000), ticket: nil)
            _ = taken(&lanes)
        }
        lanes.finish()
        #expect(lanes[.tcp].cost < 20, "nothing is done with them, so they are cheap")
        #expect(lanes[.http].cost == 200)
    }

    @Test func whoWaitsForAnAnswerCanBeServedAlone() {
        var lanes = Lanes()
        lanes.add(batch(.tcp), ticket: nil)
        lanes.add(batch(.http), ticket: 1)
        #expect(taken(&lanes, onlyAnswerable: true) == .http)
        #expect(taken(&lanes, onlyAnswerable: true) == nil)
        #expect(lanes.count == 1 && taken(&lanes) == .tcp)
    }
}
