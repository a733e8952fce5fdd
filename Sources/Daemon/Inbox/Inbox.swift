public import Core
public import Model
public import PluginKit

/// The one way from the outside to the engine's thread: many offer, one takes.
///
/// 1. What is bounded is lines, those of each door by themselves: `Limits.inboxBytes`,
///    `inboxBatches` and `inboxWait`. Control events are few and never refused.
/// 2. Control events go first, so that no sender, however busy, holds up a tick's replies or a
///    reload.
/// 3. Lines of one door keep the order in which they were taken; doors take turns, so that a busy
///    one holds up no other.
/// 4. Once closed it takes nothing more, and gives out what it has.
///
/// The lock is held for tens of nanoseconds a batch; a batch is thousands of lines where it
/// matters.
public final class Inbox: Inlet {
    private let monitor = Monitor(Waiting())
    private let capacity: Capacity
    private let clock: @Sendable () -> Timestamp
    private let onOpen: @Sendable (Source, String) -> Void

    /// - Parameter onOpen: told of every door that opens, with its address.
    public init(
        capacity: Capacity = Capacity(),
        time: ServiceTime = ServiceTime(),
        onOpen: @escaping @Sendable (Source, String) -> Void = { _, _ in }
    ) {
        self.capacity = capacity
        clock = time.clock
        self.onOpen = onOpen
    }

    /// Of each door.
    public struct Capacity: Sendable {
        /// Not less than twice what a sender that waits for room brings at once, or it would wait
        /// without sleeping.
        public var bytes = Limits.inboxBytes
        public var batches = Limits.inboxBatches
        public var wait = Limits.inboxWait
        public var datagramWait = Limits.datagramWait

        public init() {}

        /// In nanoseconds.
        func wait(of source: Source) -> Double {
            Double((source == .udp ? datagramWait : wait).nanoseconds)
        }
    }

    /// For the engine's thread: the next event; nil when the deadline has passed or when the inbox
    /// is closed and empty.
    ///
    /// - Parameter onlyAnswerable: leaves lines whose sender does not wait for an answer where they
    ///   are, for a time in which no lines can be taken: the others can at least be told.
    public func next(until deadline: Timestamp?, onlyAnswerable: Bool = false) -> Event? {
        let taken = monitor.wait(until: deadline) { waiting in
            waiting.take(halfOf: capacity, onlyAnswerable: onlyAnswerable)
        }
        for waiter in taken?.released ?? [] { waiter.resume() }
        return taken?.event
    }

    /// Events that the daemon makes itself: replies, rules. Never refused, and ahead of all lines.
    public func post(_ event: Event) {
        monitor.withLock { $0.control.append(event) }
        monitor.ring()
    }

    public func offer(_ batch: Batch) -> Bool { offer(batch, ticket: nil) }

    /// As `offer(_:)`, for a sender that waits: what becomes of the lines is told under `ticket`.
    public func offer(_ batch: Batch, ticket: UInt64?) -> Bool {
        let taken = monitor.withLock { $0.add(batch, ticket: ticket, within: capacity) }
        if taken { monitor.ring() }
        return taken
    }

    /// No more lines from now on. What waits is still given out.
    public func close() {
        let released = monitor.withLock { waiting in
            waiting.isClosed = true
            return waiting.release()
        }
        monitor.ring()
        for waiter in released { waiter.resume() }
    }

    public var isClosed: Bool { monitor.withLock { $0.isClosed } }

    /// Whether it is closed and has given out all that it had.
    public var isDrained: Bool {
        monitor.withLock { $0.isClosed && $0.lanes.count == 0 && $0.control.isEmpty }
    }

    public func now() -> Timestamp { clock() }

    public func opened(_ source: Source, at address: String) { onOpen(source, address) }

    /// Returns once half of the door's capacity is free again or the task is cancelled; false if
    /// the inbox is closed.
    public func room(for source: Source) async -> Bool {
        let number = monitor.withLock { $0.nextNumber() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = monitor.withLock { waiting in
                    guard !Task.isCancelled, !waiting.isClosed else { return true }
                    if waiting.lanes.isBelow(halfOf: capacity, for: source) { return true }
                    waiting.lanes[source].blocked[number] = continuation
                    return false
                }
                if goOn { continuation.resume() }
            }
        } onCancel: {
            monitor.withLock { $0.lanes[source].blocked.removeValue(forKey: number) }?.resume()
        }
        return !isClosed
    }

    public func lost(points: Int, from source: Source, reason: String) {
        monitor.withLock { $0.losses[Loss(source: source, reason: reason), default: 0] += points }
    }

    public func closedConnection(of source: Source, because reason: Crowding) {
        let crowded = Loss(source: source, reason: reason.rawValue)
        monitor.withLock { $0.crowded[crowded, default: 0] += 1 }
    }
}

extension Inbox {
    /// What had to be thrown away before the engine saw it, or closed.
    public struct Loss: Hashable, Comparable, Sendable {
        public var source: Source
        public var reason: String

        public static func < (one: Loss, other: Loss) -> Bool {
            (one.source.rawValue, one.reason) < (other.source.rawValue, other.reason)
        }
    }

    /// How much waits now, and what was lost since the start, sorted by source and reason.
    public struct Depth: Sendable {
        /// Of one door.
        public struct Door: Sendable {
            public var source: Source
            public var bytes: Int
            public var batches: Int
            /// How long the first batch has waited.
            public var age: Interval
        }

        /// All that lines come in by, whether or not they are open.
        public var doors: [Door]
        public var control: Int
        public var losses: [(loss: Loss, points: Int)]
        /// Connections that were closed because there were too many.
        public var crowded: [(loss: Loss, connections: Int)]

        public var bytes: Int { doors.reduce(0) { $0 + $1.bytes } }
    }

    public var depth: Depth {
        monitor.withLock { waiting in
            Depth(
                doors: Source.allCases.filter { $0 != .replay }.map { source in
                    let lane = waiting.lanes[source]
                    return Depth.Door(
                        source: source, bytes: lane.bytes, batches: lane.count, age: lane.age)
                },
                control: waiting.control.count,
                losses: waiting.losses.sorted { $0.key < $1.key }
                    .map { (loss: $0.key, points: $0.value) },
                crowded: waiting.crowded.sorted { $0.key < $1.key }
                    .map { (loss: $0.key, connections: $0.value) })
        }
    }

    /// Whether the next sender by this door is likely to be turned away.
    public func isFull(for source: Source) -> Bool {
        monitor.withLock { waiting in
            let next = Batch([0x0A], arrival: .zero, source: source)
            return !waiting.lanes.takes(next, within: capacity)
        }
    }
}

/// All that the lock guards.
private struct Waiting {
    var control = Fifo<Event>()
    var lanes = Lanes()
    var isClosed = false
    var losses: [Inbox.Loss: Int] = [:]
    var crowded: [Inbox.Loss: Int] = [:]
    private var numbers: UInt64 = 0

    mutating func add(_ batch: Batch, ticket: UInt64?, within capacity: Inbox.Capacity) -> Bool {
        guard !isClosed, lanes.takes(batch, within: capacity) else { return false }
        lanes.add(batch, ticket: ticket)
        return true
    }

    /// The next event and who may go on because of it; a nil event says closed and empty. Nil:
    /// wait.
    mutating func take(halfOf capacity: Inbox.Capacity, onlyAnswerable: Bool)
        -> (event: Event?, released: [CheckedContinuation<Void, Never>])?
    {
        lanes.finish()
        if let event = control.popFirst() { return (event, []) }
        guard let lines = lanes.take(onlyAnswerable: onlyAnswerable) else {
            return isClosed && lanes.count == 0 ? (nil, []) : nil
        }
        let source = lines.batch.source
        let hasRoom = lanes.isBelow(halfOf: capacity, for: source)
        return (
            .lines(lines.batch, ticket: lines.ticket), hasRoom ? lanes[source].release() : []
        )
    }

    mutating func release() -> [CheckedContinuation<Void, Never>] {
        Source.allCases.flatMap { lanes[$0].release() }
    }

    mutating func nextNumber() -> UInt64 {
        numbers += 1
        return numbers
    }
}
