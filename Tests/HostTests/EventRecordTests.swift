import Core
import Model
import PluginKit
import Testing

@testable import Host

/// Events as bytes and back.
@Suite struct EventRecordTests {
    static let events: [Event] = [
        .lines(
            Batch(
                [0, 10, 255, 10], arrival: Room.time(1), precision: .milliseconds, source: .udp),
            ticket: 7),
        .lines(Batch([], arrival: .zero), ticket: nil),
        .tick(Timestamp(nanoseconds: -1)),
        .reply(DeliveryReply(delivery: "id", outcome: .delivered, at: Room.time(2))),
        .reply(DeliveryReply(delivery: "", outcome: .refused(reason: "né"), at: .zero)),
        .reply(
            DeliveryReply(delivery: "x", outcome: .later(reason: "y", after: nil), at: .zero)),
        .reply(
            DeliveryReply(delivery: "x", outcome: .later(reason: "y", after: .zero), at: .zero)),
        .rules(Story.rules),
        .rules(
            RuleSet(
                files: [.init(path: "a", text: "b")], tongue: .french,
                key: PrivacyKey(low: 1, high: 2))),
        .restarted(Room.time(3)),
    ]

    @Test(arguments: events.indices)
    func everyKindComesBack(index: Int) throws {
        let event = Self.events[index]
        let bytes = record(event, number: 1 << 40)
        let (number, back) = try EventRecord.read(bytes[...])
        #expect(number == 1 << 40)
        // A ticket is not remembered: nobody waits any more.
        #expect("\(back)" == "\(withoutTicket(event))")
        #expect(record(back, number: 1 << 40) == bytes)
    }

    /// Journals of before there were languages, or keys, end a set of rules sooner.
    ///
    /// - Parameter lacking: the bytes at the end that an older one lacks.
    @Test(arguments: [(16, Tongue.french), (17, .english)])
    func rulesOfAnOlderJournalEndSooner(_ lacking: Int, _ tongue: Tongue) throws {
        let rules = RuleSet(
            files: [.init(path: "a", text: "b")], tongue: .french,
            key: PrivacyKey(low: 1, high: 2))
        let bytes = record(.rules(rules), number: 1)
        guard case .rules(let back) = try EventRecord.read(bytes.dropLast(lacking)).1 else {
            throw DamagedBytes("another kind of event")
        }
        #expect(back.files == rules.files)
        #expect(back.tongue == tongue)
        #expect(back.key == .open)
    }

    @Test func damagedBytesThrowAndNeverTrap() {
        var random = SplitMix64(seed: 2)
        for event in Self.events {
            let bytes = record(event, number: 3)
            for end in bytes.indices { _ = try? EventRecord.read(bytes[..<end]) }
            for _ in 0..<300 {
                var damaged = bytes
                damaged[Int.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255, using: &random)
                _ = try? EventRecord.read(damaged[...])
            }
        }
    }

    /// A clock cannot show it, and panes around it would have no numbers.
    @Test func aTimeBeyondAllTimesIsDamage() {
        for nanoseconds in [Int64.min, .min / 2, .max / 2, .max] {
            let time = Timestamp(nanoseconds: nanoseconds)
            let reply = DeliveryReply(delivery: "", outcome: .delivered, at: time)
            for event: Event in [
                .tick(time), .restarted(time), .reply(reply),
                .lines(Batch([], arrival: time), ticket: nil),
            ] {
                let bytes = record(event, number: 1)
                #expect(throws: DamagedBytes.self) { try EventRecord.read(bytes[...]) }
            }
        }
    }

    private func record(_ event: Event, number: UInt64) -> [UInt8] {
        let lines: [UInt8] = if case .lines(let batch, _) = event { batch.bytes } else { [] }
        return EventRecord.head(of: event, number: number).bytes + lines
    }

    private func withoutTicket(_ event: Event) -> Event {
        if case .lines(let batch, _) = event { .lines(batch, ticket: nil) } else { event }
    }
}
