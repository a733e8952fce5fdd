import Model
import Plans
import PluginKit

/// What waits for one contact, in order, and how fast it may go.
///
/// A contact that is slow or dead holds up nobody else; within a contact, a message waits for an
/// earlier one of the same incident, so that a recovery never overtakes its alert. Incidents that
/// are critical go before the others.
struct ContactQueue: Equatable {
    let contact: String
    private var rate: DeliveryRate
    private(set) var postings: [Posting] = []
    private(set) var finished: [Finished] = []
    /// How many ended how, by `Finished.End`.
    private(set) var ends: [Int64] = [0, 0, 0]
    private var underWay = 0
    /// By what the service knows the message about each incident that may still be changed.
    private var handles: [String: String] = [:]
    /// The bucket is full at this time; earlier by one interval for each token that it lacks.
    private var fullAt = Timestamp.distantPast
    /// Told by the service to wait until then.
    private var pausedUntil = Timestamp.distantPast

    init(_ plan: ContactPlan) {
        contact = plan.name
        rate = plan.rate
    }

    mutating func adopt(_ rate: DeliveryRate) { self.rate = rate }

    /// Queues a message; at the limit the oldest that was never tried gives way.
    mutating func add(_ posting: Posting) -> Posting? {
        postings.append(posting)
        guard postings.count > Limits.outboxPerContact,
            let oldest = postings.firstIndex(where: { $0.attempts == 0 })
        else { return nil }
        let dropped = postings.remove(at: oldest)
        finish(dropped, .expired, at: posting.queuedAt, because: "the queue was full")
        return dropped
    }

    /// What may go now, marked as under way.
    mutating func release(at now: Timestamp) -> [Delivery] {
        guard now >= pausedUntil, mayBegin(at: now), !postings.isEmpty else { return [] }
        var blocked: Set<String> = []
        var released: [Delivery] = []
        for index in turns {
            guard mayBegin(at: now) else { break }
            let posting = postings[index]
            let isFirst = blocked.insert(posting.notification.incident).inserted
            guard isFirst, !posting.isUnderWay, posting.due <= now else { continue }
            released.append(begin(index, at: now))
        }
        return released
    }

    private func mayBegin(at now: Timestamp) -> Bool {
        underWay < Limits.inFlightPerContact && now >= tokenAt
    }

    /// The postings in the order in which they go: of incidents that something critical waits of,
    /// then the rest; each in the order in which they came.
    ///
    /// - Complexity: O(postings).
    private var turns: [Int] {
        let critical = postings.filter { $0.notification.severity == .critical }
        let urgent = Set(critical.map(\.notification.incident))
        let isUrgent = postings.map { urgent.contains($0.notification.incident) }
        return postings.indices.filter { isUrgent[$0] } + postings.indices.filter { !isUrgent[$0] }
    }

    private mutating func begin(_ index: Int, at now: Timestamp) -> Delivery {
        postings[index].isUnderWay = true
        postings[index].attempts += 1
        underWay += 1
        fullAt = max(fullAt, now) + rate.interval
        let posting = postings[index]
        return Delivery(
            id: posting.id, contact: contact, notification: posting.notification,
            attempts: Int(posting.attempts),
            handle: handles[posting.notification.incident] ?? "")
    }

    /// When `release` would next give something; nil: not before an answer comes.
    func nextDue() -> Timestamp? {
        guard underWay < Limits.inFlightPerContact else { return nil }
        let soonest = max(pausedUntil, tokenAt)
        var blocked: Set<String> = []
        var first: Timestamp?
        for posting in postings {
            let isFirst = blocked.insert(posting.notification.incident).inserted
            guard isFirst, !posting.isUnderWay else { continue }
            // A queue may be long, and is mostly due from its beginning.
            if posting.due <= soonest { return soonest }
            first = min(first ?? posting.due, posting.due)
        }
        return first
    }

    /// What waits in the order in which it goes, the first so many, and when each may if all before
    /// it is taken at once.
    func waiting(upTo limit: Int, at now: Timestamp) -> [(posting: Posting, at: Timestamp)] {
        let start = max(now, pausedUntil)
        return turns.prefix(limit).enumerated().map { place, index in
            let token = tokenAt + Interval(nanoseconds: rate.interval.nanoseconds * Int64(place))
            return (postings[index], max(postings[index].due, start, token))
        }
    }

    private var tokenAt: Timestamp {
        fullAt - Interval(nanoseconds: rate.interval.nanoseconds * Int64(rate.burst - 1))
    }
}

// MARK: answers

extension ContactQueue {
    /// What an answer makes of a posting; nil: it is not (or no longer) under way here.
    mutating func settle(
        _ reply: DeliveryReply, backOff: (Int32) -> Interval
    ) -> Finished? {
        guard let index = postings.firstIndex(where: { $0.id == reply.delivery && $0.isUnderWay })
        else { return nil }
        underWay -= 1
        postings[index].isUnderWay = false
        let incident = postings[index].notification.incident
        switch reply.outcome {
        case .delivered:
            if !reply.handle.isEmpty { handles[incident] = reply.handle }
            retry(at: reply.at)
            return end(index, .delivered, at: reply.at, because: "")
        case .refused(let reason):
            // The message that it was to change may be gone: then it is said anew.
            if handles.removeValue(forKey: incident) != nil {
                postings[index].reason = reason
                postings[index].due = reply.at
                return nil
            }
            return end(index, .refused, at: reply.at, because: reason)
        case .later(let reason, let after):
            postings[index].reason = reason
            if let after { pausedUntil = max(pausedUntil, reply.at + after) }
            let wait = max(backOff(postings[index].attempts), after ?? .zero)
            postings[index].due = reply.at + wait
            guard postings[index].due - postings[index].queuedAt <= Limits.deliveryAge else {
                return end(index, .expired, at: reply.at, because: reason)
            }
            return nil
        }
    }

    /// The service is well: what was put off is tried again now.
    private mutating func retry(at now: Timestamp) {
        for index in postings.indices where postings[index].attempts > 0 {
            postings[index].due = min(postings[index].due, now)
        }
    }

    /// Nothing more will be said of it.
    mutating func forget(_ incident: String) { handles[incident] = nil }

    /// After a restart nothing is under way; what was goes again, at once.
    mutating func recall(at now: Timestamp) {
        underWay = 0
        for index in postings.indices where postings[index].isUnderWay {
            postings[index].isUnderWay = false
            postings[index].due = now
        }
    }

    private mutating func end(
        _ index: Int, _ end: Finished.End, at now: Timestamp, because reason: String
    ) -> Finished {
        finish(postings.remove(at: index), end, at: now, because: reason)
    }

    @discardableResult
    private mutating func finish(
        _ posting: Posting, _ end: Finished.End, at now: Timestamp, because reason: String
    ) -> Finished {
        if posting.isLast { forget(posting.notification.incident) }
        let done = Finished(posting, end, at: now, because: reason)
        ends[Int(end.rawValue)] += 1
        finished.append(done)
        if finished.count > Limits.finishedDeliveries { finished.removeFirst() }
        return done
    }
}

extension ContactQueue {
    func save(to writer: inout ByteWriter) {
        writer.write(postings)
        writer.write(finished)
        for count in ends { writer.write(count) }
        writer.write(fullAt)
        writer.write(pausedUntil)
        writer.write(UInt32(handles.count))
        for (incident, handle) in handles.sorted(by: { $0.key < $1.key }) {
            writer.write(incident)
            writer.write(handle)
        }
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        postings = try reader.values()
        finished = try reader.values()
        for index in ends.indices { ends[index] = Int64(try reader.tally()) }
        fullAt = try reader.timestamp()
        pausedUntil = try reader.timestamp()
        underWay = postings.count { $0.isUnderWay }
        guard reader.format >= 6 else { return }
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            handles[try reader.text()] = try reader.text()
        }
    }
}
