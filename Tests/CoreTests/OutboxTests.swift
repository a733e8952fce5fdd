import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// All contacts: retries, expiry, and books that change.
@Suite struct OutboxTests {
    @Test func retriesBackOffToFiveMinutesWithJitter() {
        var outbox = Outbox(book("room"))
        _ = outbox.post(.of("i"), step: 1, to: "room", at: Floor.time(0))
        let id = Outbox.deliveryID("i", 1, "room")
        var now = Floor.time(0)
        var waits: [Double] = []
        for _ in 0..<14 {
            #expect(outbox.release(at: now).count == 1)
            _ = outbox.settle(
                DeliveryReply(delivery: id, outcome: .later(reason: "", after: nil), at: now))
            let due = outbox.nextDue()!
            waits.append((due - now).seconds)
            now = due
        }
        for (index, wait) in waits.enumerated() {
            let whole = min(Double(1 << index), 300)
            #expect(wait >= whole / 2 && wait <= whole, "try \(index + 1) waits \(wait)")
        }
        #expect(Set(waits.suffix(4)).count == 4)
    }

    @Test func anOutboxOfTheSameStateDrawsTheSame() throws {
        var outbox = Outbox(book("room", "hook"))
        _ = outbox.post(.of("i"), step: 1, to: "room", at: Floor.time(0))
        _ = outbox.post(.of("i"), step: 1, to: "hook", at: Floor.time(0))
        _ = outbox.release(at: Floor.time(0))
        var writer = ByteWriter()
        outbox.save(to: &writer)
        var twin = Outbox(book("room", "hook"))
        var reader = ByteReader(writer.bytes)
        try twin.load(from: &reader)
        #expect(twin == outbox)
        let reply = DeliveryReply(
            delivery: Outbox.deliveryID("i", 1, "room"), outcome: .later(reason: "x", after: nil),
            at: Floor.time(1))
        _ = outbox.settle(reply)
        _ = twin.settle(reply)
        #expect(twin == outbox)
    }

    @Test func anUnknownContactIsSaid() {
        var outbox = Outbox(book("room"))
        let said = outbox.post(.of("i"), step: 1, to: "nobody", at: Floor.time(0))
        guard case .say(.contactGone("nobody", _)) = said.first else {
            Issue.record("nobody was told: \(said)")
            return
        }
    }

    @Test func anotherBookKeepsTheQueuesOfThoseWhoStay() {
        var outbox = Outbox(book("room", "hook"))
        _ = outbox.post(.of("i"), step: 1, to: "room", at: Floor.time(0))
        _ = outbox.post(.of("i"), step: 1, to: "hook", at: Floor.time(0))
        let gone = outbox.adopt(book("new", "room"), at: Floor.time(0))
        #expect(gone.count == 1)
        #expect(outbox.orphans.map(\.contact) == ["hook"], "it is still there to be looked at")
        #expect(outbox.orphans.map(\.finished.reason) == ["the contact is gone"])
        #expect(outbox.queues.map(\.contact) == ["new", "room"])
        #expect(outbox.queues.map(\.postings.count) == [0, 1])
        // An answer for a contact that is gone changes nothing.
        let before = outbox
        _ = outbox.settle(
            DeliveryReply(
                delivery: Outbox.deliveryID("i", 1, "hook"), outcome: .delivered, at: .zero))
        #expect(outbox == before)
    }

    @Test func idsAreStable() {
        #expect(Outbox.deliveryID("i", 1, "room") == "f0cd3731f348910097a7ad01")
        #expect(Outbox.deliveryID("i", 2, "room") != Outbox.deliveryID("i", 1, "room"))
        #expect(Outbox.deliveryID("i", 1, "hook") != Outbox.deliveryID("i", 1, "room"))
        let group = Labels([.init("channel", "chat")])
        #expect(
            AlertLife.incidentID("slow", group, Floor.time(60)) == "259dfa33e1bc7890f413c65d")
    }

    private func book(_ names: String...) -> ContactBook {
        ContactBook(
            contacts: names.map {
                ContactPlan($0, type: "slack", rate: .init(burst: 9, interval: .milliseconds(1)))
            })
    }
}
