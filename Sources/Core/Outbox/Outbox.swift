import Model
import Plans
import PluginKit

/// What was told to whom, and what still has to be: a queue a contact.
struct Outbox: Equatable {
    private(set) var queues: [ContactQueue]
    /// What was for contacts that the settings no longer have, the newest last.
    private(set) var orphans: [Orphan] = []
    /// Draws the jitter of retries; its state is remembered, so that a replay draws the same.
    private var random = SplitMix64(seed: 0x7669_6769_65)

    init(_ book: ContactBook) { queues = book.contacts.map(ContactQueue.init) }

    static func deliveryID(_ incident: String, _ step: Int32, _ contact: String) -> String {
        var hash = StableHash(incident, contact)
        hash.combine(Int64(step))
        return hash.text
    }

    mutating func post(
        _ notification: Notification, step: Int32, to contact: String, at now: Timestamp
    ) -> [Effect] {
        let id = Self.deliveryID(notification.incident, step, contact)
        guard let index = queues.firstIndex(where: { $0.contact == contact }) else {
            abandon([Posting(id: id, notification, at: now)], of: contact, at: now)
            return [.say(.contactGone(contact: contact, ids: [id]))]
        }
        let dropped = queues[index].add(Posting(id: id, notification, at: now))
        return dropped.map { [.say(.deliveryExpired(id: $0.id, contact: contact))] } ?? []
    }

    /// Nothing more will be said of an incident to a contact.
    mutating func forget(_ incident: String, told contact: String) {
        guard let index = queues.firstIndex(where: { $0.contact == contact }) else { return }
        queues[index].forget(incident)
    }

    /// What may go now.
    mutating func release(at now: Timestamp) -> [Effect] {
        var effects: [Effect] = []
        for index in queues.indices {
            effects += queues[index].release(at: now).map(Effect.send)
        }
        return effects
    }

    /// What an answer makes of a message; nil: it is to be tried again, or is none of ours.
    mutating func settle(_ reply: DeliveryReply) -> (contact: String, done: Finished)? {
        for index in queues.indices {
            let done = queues[index].settle(reply) { attempts in
                Self.backOff(after: attempts, &random)
            }
            if let done { return (queues[index].contact, done) }
        }
        return nil
    }

    mutating func recall(at now: Timestamp) {
        for index in queues.indices { queues[index].recall(at: now) }
    }

    func nextDue() -> Timestamp? { queues.compactMap { $0.nextDue() }.min() }

    /// 1 s, 2 s, 4 s … up to five minutes, each between a half and the whole of it.
    private static func backOff(after attempts: Int32, _ random: inout SplitMix64) -> Interval {
        let doublings = min(max(attempts - 1, 0), 20)
        let whole = min(
            Interval.seconds(1 << Int64(doublings)), Limits.longestBackOff)
        return Interval(
            nanoseconds: Int64.random(
                in: whole.nanoseconds / 2...whole.nanoseconds, using: &random))
    }

    /// Goes over to another book: queues of contacts that stay are kept, the rest are told as gone.
    mutating func adopt(_ book: ContactBook, at now: Timestamp) -> [Effect] {
        let old = queues
        queues = book.contacts.map { plan in
            guard var known = old.first(where: { $0.contact == plan.name }) else {
                return ContactQueue(plan)
            }
            known.adopt(plan.rate)
            return known
        }
        let gone = old.filter { queue in
            !queue.postings.isEmpty && !queues.contains { $0.contact == queue.contact }
        }
        for queue in gone { abandon(queue.postings, of: queue.contact, at: now) }
        return gone.map {
            .say(.contactGone(contact: $0.contact, ids: $0.postings.map(\.id)))
        }
    }

    private mutating func abandon(
        _ postings: [Posting], of contact: String, at now: Timestamp
    ) {
        orphans += postings.map {
            Orphan(
                contact: contact,
                finished: Finished($0, .refused, at: now, because: "the contact is gone"))
        }
        orphans.removeFirst(max(0, orphans.count - Limits.outboxPerContact))
    }

    /// A message whose contact is gone.
    struct Orphan: Equatable, Savable {
        var contact: String
        var finished: Finished

        init(contact: String, finished: Finished) {
            (self.contact, self.finished) = (contact, finished)
        }

        func save(to writer: inout ByteWriter) {
            writer.write(contact)
            writer.write(finished)
        }

        init(from reader: inout ByteReader) throws(DamagedBytes) {
            (contact, finished) = (try reader.text(), try reader.value())
        }
    }

    func save(to writer: inout ByteWriter) {
        writer.write(random.state)
        for queue in queues { queue.save(to: &writer) }
        writer.write(orphans)
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        random.state = try reader.integer()
        for index in queues.indices { try queues[index].load(from: &reader) }
        if reader.format >= 6 { orphans = try reader.values() }
    }
}
