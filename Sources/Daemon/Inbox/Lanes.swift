import Glibc
import Model

/// The lines that wait, a lane for each door.
///
/// 1. Within a lane lines keep the order in which they were taken.
/// 2. Lanes take turns by the engine's time: one that has had much waits for those that have had
///    less. So the first batch of a door waits for one batch of each other door, however much those
///    bring, and however dear it is.
/// 3. Each lane is bounded by itself: one that is full leaves the others their room. It is full by
///    bytes, by batches, or by time: if what is taken now would have to wait for long at the pace
///    that the engine keeps, which depends on the rules.
struct Lanes {
    private var lanes = Source.allCases.map { _ in Lane() }
    /// How far the lane had come that was served last.
    private var served = 0.0
    /// What the engine is busy with.
    private var underWay: (lane: Int, bytes: Int, guess: Double, since: Int64)?

    /// Batches of lines.
    var count: Int { lanes.reduce(0) { $0 + $1.count } }

    subscript(source: Source) -> Lane {
        get { lanes[Int(source.rawValue)] }
        set { lanes[Int(source.rawValue)] = newValue }
    }

    /// A batch larger than a whole lane is taken when nothing else waits: it would never fit
    /// otherwise.
    func takes(_ batch: Batch, within capacity: Inbox.Capacity) -> Bool {
        let lane = self[batch.source]
        guard lane.count < capacity.batches else { return false }
        if lane.isEmpty { return true }
        return lane.bytes + batch.bytes.count <= capacity.bytes
            && wait(of: batch.source) <= capacity.wait(of: batch.source)
    }

    /// Half, not all: who waited for room should find enough of it to be worth waking for.
    func isBelow(halfOf capacity: Inbox.Capacity, for source: Source) -> Bool {
        let lane = self[source]
        return lane.bytes <= capacity.bytes / 2 && lane.count <= capacity.batches / 2
            && (lane.isEmpty || wait(of: source) <= capacity.wait(of: source) / 2)
    }

    /// How long what comes last will wait, in nanoseconds: for all of its own lane, and for as much
    /// of each other.
    private func wait(of source: Source) -> Double {
        let bytes = self[source].bytes
        return lanes.reduce(0) { $0 + Double(min($1.bytes, bytes)) * $1.cost }
    }

    mutating func add(_ batch: Batch, ticket: UInt64?) {
        let index = Int(batch.source.rawValue)
        // A lane that was empty gets no credit for that.
        if lanes[index].isEmpty { lanes[index].turn = max(lanes[index].turn, served) }
        lanes[index].add(batch, ticket: ticket)
    }

    /// The next batch: of the lane that has had least.
    ///
    /// - Parameter onlyAnswerable: passes over lanes whose first sender does not wait for an
    ///   answer; that is no turn, for those that are passed over would have to be given it back.
    mutating func take(onlyAnswerable: Bool) -> (batch: Batch, ticket: UInt64?)? {
        var best: Int?
        for (index, lane) in lanes.enumerated() {
            guard let first = lane.first, !onlyAnswerable || first.ticket != nil else { continue }
            if best.map({ lane.turn < lanes[$0].turn }) ?? true { best = index }
        }
        guard let best, let lines = lanes[best].take() else { return nil }
        let bytes = lines.batch.bytes.count
        if !onlyAnswerable {
            let guess = 1 + Double(bytes) * lanes[best].cost
            served = lanes[best].turn
            lanes[best].turn += guess
            underWay = (best, bytes, guess, monotonicNow())
        }
        return (lines.batch, lines.ticket)
    }

    /// The engine is done with what it took: that is how its pace is known.
    mutating func finish() {
        guard let (lane, bytes, guess, since) = underWay.take(), bytes > 0 else { return }
        let took = Double(max(1, monotonicNow() - since))
        lanes[lane].turn += took - guess
        lanes[lane].learn(bytes, took: took)
    }
}

/// What one door brought and the engine has not seen.
struct Lane {
    struct Lines {
        var batch: Batch
        var ticket: UInt64?
        /// By `monotonicNow`.
        var since: Int64
    }

    private var lines = Fifo<Lines>()
    private(set) var bytes = 0
    /// Nanoseconds that it was served, or might have been.
    fileprivate(set) var turn = 0.0
    /// Nanoseconds that the engine takes for a byte. Before anything is known: more than with most
    /// rules.
    private(set) var cost = 200.0
    /// Who waits until there is room.
    var blocked: [UInt64: CheckedContinuation<Void, Never>] = [:]

    var count: Int { lines.count }
    var isEmpty: Bool { lines.isEmpty }
    var first: Lines? { lines.first }

    /// How long the first batch has waited.
    var age: Interval {
        first.map { Interval(nanoseconds: monotonicNow() - $0.since) } ?? .zero
    }

    fileprivate mutating func add(_ batch: Batch, ticket: UInt64?) {
        lines.append(Lines(batch: batch, ticket: ticket, since: monotonicNow()))
        bytes += batch.bytes.count
    }

    fileprivate mutating func take() -> Lines? {
        let first = lines.popFirst()
        bytes -= first?.batch.bytes.count ?? 0
        return first
    }

    /// A mean that forgets: what lies `memory` bytes back counts a third. It is quick to learn that
    /// lines are dear and slow to learn that they are cheap, for to believe that too early lets in
    /// so much that it comes late, and late lines are the dearest.
    fileprivate mutating func learn(_ bytes: Int, took nanoseconds: Double) {
        let news = nanoseconds / Double(bytes)
        let memory = news > cost ? 262_144.0 : 4_194_304
        cost += (news - cost) * Double(bytes) / (Double(bytes) + memory)
    }

    mutating func release() -> [CheckedContinuation<Void, Never>] {
        guard !blocked.isEmpty else { return [] }
        defer { blocked = [:] }
        return Array(blocked.values)
    }
}

/// Nanoseconds on a clock that nobody sets, for what is measured and not remembered.
private func monotonicNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
