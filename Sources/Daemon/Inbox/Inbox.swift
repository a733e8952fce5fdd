public import Core
public import Model
public import PluginKit

/// The one way from the outside to the engine's thread: many offer, one takes.
///
/// 1. What is bounded is lines: `Limits.inboxBytes` and `Limits.inboxBatches`. Control events are
///    few and never refused.
/// 2. Control events go first, so that no sender, however busy, holds up a tick's replies or a
///    reload.
/// 3. Lines keep the order in which they were taken.
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

    public struct Capacity: Sendable {
        /// Not less than twice what a sender that waits for room brings at once, or it would wait
        /// without sleeping.
        public var bytes = Limits.inboxBytes
        public var batches = Limits.inboxBatches

        public init() {}
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
        monitor.withLock { $0.isClosed && $0.count == 0 && $0.control.isEmpty }
    }

    public func now() -> Timestamp { clock() }

    public func opened(_ source: Source, at address: String) { onOpen(source, address) }

    /// Returns once half of the capacity is free again or the task is cancelled; false if the inbox
    /// is closed.
    public func room() async -> Bool {
        let number = monitor.withLock { $0.nextNumber() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goOn = monitor.withLock { waiting in
                    guard !Task.isCancelled, !waiting.isClosed else { return true }
                    guard !waiting.isBelow(halfOf: capacity) else { return true }
                    waiting.blocked[number] = continuation
                    return false
                }
                if goOn { continuation.resume() }
            }
        } onCancel: {
            monitor.withLock { $0.blocked.removeValue(forKey: number) }?.resume()
        }
        return !isClosed
    }

    public func lost(points: Int, from source: Source, reason: String) {
        monitor.withLock { $0.losses[Loss(source: source, reason: reason), default: 0] += points }
    }
}

extension Inbox {
    /// What had to be thrown away before the engine saw it.
    public struct Loss: Hashable, Sendable {
        public var source: Source
        public var reason: String
    }

    /// How much waits now, and what was lost since the start, sorted by source and reason.
    public struct Depth: Sendable {
        public var bytes: Int
        public var batches: Int
        public var control: Int
        public var losses: [(loss: Loss, points: Int)]
    }

    public var depth: Depth {
        monitor.withLock { waiting in
            Depth(
                bytes: waiting.bytes, batches: waiting.count, control: waiting.control.count,
                losses: waiting.losses.map { (loss: $0.key, points: $0.value) }
                    .sorted {
                        ($0.loss.source.rawValue, $0.loss.reason)
                            < ($1.loss.source.rawValue, $1.loss.reason)
                    })
        }
    }

    /// Whether the next sender is likely to be turned away.
    public var isFull: Bool {
        monitor.withLock { $0.bytes >= capacity.bytes || $0.count >= capacity.batches }
    }
}

/// A batch with its place in the order of all.
private struct Lines {
    var batch: Batch
    var ticket: UInt64?
    var place: UInt64
}

/// All that the lock guards.
private struct Waiting {
    var control = Fifo<Event>()
    private var silent = Fifo<Lines>()
    /// Lines whose sender waits for an answer.
    private var answerable = Fifo<Lines>()
    private var places: UInt64 = 0
    var bytes = 0
    var isClosed = false
    var blocked: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var losses: [Inbox.Loss: Int] = [:]
    private var numbers: UInt64 = 0

    /// Batches of lines.
    var count: Int { silent.count + answerable.count }

    /// A batch larger than the whole inbox is taken when nothing else waits: it would never fit
    /// otherwise.
    mutating func add(_ batch: Batch, ticket: UInt64?, within capacity: Inbox.Capacity) -> Bool {
        let fits = count == 0 || bytes + batch.bytes.count <= capacity.bytes
        guard !isClosed, fits, count < capacity.batches else { return false }
        let lines = Lines(batch: batch, ticket: ticket, place: places)
        places += 1
        if ticket == nil { silent.append(lines) } else { answerable.append(lines) }
        bytes += batch.bytes.count
        return true
    }

    /// The next event and who may go on because of it; a nil event says closed and empty. Nil:
    /// wait.
    mutating func take(halfOf capacity: Inbox.Capacity, onlyAnswerable: Bool)
        -> (event: Event?, released: [CheckedContinuation<Void, Never>])?
    {
        if let event = control.popFirst() { return (event, []) }
        guard let lines = takeLines(onlyAnswerable) else {
            return isClosed && count == 0 ? (nil, []) : nil
        }
        bytes -= lines.batch.bytes.count
        let released = isBelow(halfOf: capacity) ? release() : []
        return (.lines(lines.batch, ticket: lines.ticket), released)
    }

    private mutating func takeLines(_ onlyAnswerable: Bool) -> Lines? {
        if onlyAnswerable || silent.isEmpty { return answerable.popFirst() }
        guard let next = answerable.first, next.place < silent.first!.place else {
            return silent.popFirst()
        }
        return answerable.popFirst()
    }

    /// Half, not all: who waited for room should find enough of it to be worth waking for.
    func isBelow(halfOf capacity: Inbox.Capacity) -> Bool {
        bytes <= capacity.bytes / 2 && count <= capacity.batches / 2
    }

    mutating func release() -> [CheckedContinuation<Void, Never>] {
        guard !blocked.isEmpty else { return [] }
        defer { blocked = [:] }
        return Array(blocked.values)
    }

    mutating func nextNumber() -> UInt64 {
        numbers += 1
        return numbers
    }
}
