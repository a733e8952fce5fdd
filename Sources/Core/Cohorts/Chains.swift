import Model

/// Events under what tells that they belong together, the newest of each id first.
///
///     heads   id -> node                     nodes   | id | event | next |
///                                                      9:40 -> 9:12 -> 8:55
///
/// Events come about in order, so that what is asked is found at the head of a chain: a chain of
/// thousands costs what one of two does. What is older than the horizon is not there any more,
/// whether or not its memory was given back.
///
/// Ids are told apart by 64 bits: among a million, two are taken for one with a chance of 3 in a
/// hundred million.
///
/// - Complexity: O(1) for what comes in order, and O(events that came before it and are newer) for
///   what does not; `sweep` is amortised over what was inserted since.
struct Chains {
    struct Node: Sendable {
        var id: UInt64
        /// Its row is `free` where nothing is.
        var event: Opener
        /// The next older of the same id, or the next free one; -1: none.
        var next: Int32

        static let free = Int32.min

        var time: Int64 { event.time.nanoseconds }
        var isFree: Bool { event.row == Node.free }
    }

    /// Events of one stretch of time, so that what is old is counted off at once.
    private struct Age {
        var index: Int64
        var count: Int
    }

    private var heads: [UInt64: Int32] = [:]
    private(set) var nodes: [Node] = []
    private var firstFree: Int32 = -1
    private var nextSweep = 1_024
    /// In order of time.
    private var ages: [Age] = []
    private let span: Interval
    private let width: Interval
    private let limit: Int
    private(set) var count = 0
    /// Nothing older is remembered.
    private(set) var horizon = Int64.min
    /// What was older was given up for want of room.
    private(set) var givenUp = Int64.min
    /// Events that were given up for want of room, while they were still wanted.
    private(set) var forgotten = 0

    /// - Parameters:
    ///   - span: how long an event is wanted.
    ///   - limit: of events. Beyond: the oldest are forgotten.
    init(span: Interval, limit: Int) {
        self.span = span
        self.limit = limit
        width = Interval(nanoseconds: max(span.nanoseconds / 64, 1_000_000_000))
    }

    mutating func insert(_ id: UInt64, _ event: Opener) {
        guard event.time.nanoseconds >= horizon else {
            if event.time.nanoseconds < givenUp { forgotten += 1 }
            return
        }
        let place = place(for: Node(id: id, event: event, next: -1))
        link(place)
        count += 1
        note(event.time, 1)
        while count > limit, let oldest = ages.first {
            forgotten += oldest.count
            drop(before: oldest.index + 1)
            givenUp = horizon
        }
    }

    /// Whether there is one after a time and not after another.
    func has(_ id: UInt64, after low: Timestamp, until high: Timestamp) -> Bool {
        var place = heads[id] ?? -1
        while place >= 0, nodes[Int(place)].time > high.nanoseconds {
            place = nodes[Int(place)].next
        }
        return place >= 0 && nodes[Int(place)].time > low.nanoseconds
            && nodes[Int(place)].time >= horizon
    }

    /// Takes out all from one time on and before another, in order.
    mutating func take(_ id: UInt64, from low: Timestamp, before high: Timestamp) -> [Opener] {
        var taken: [Opener] = []
        var newer: Int32 = -1
        var place = heads[id] ?? -1
        while place >= 0, nodes[Int(place)].time >= high.nanoseconds {
            (newer, place) = (place, nodes[Int(place)].next)
        }
        let first = max(low.nanoseconds, horizon)
        while place >= 0, nodes[Int(place)].time >= first {
            let node = nodes[Int(place)]
            taken.append(node.event)
            release(place)
            place = node.next
        }
        guard !taken.isEmpty else { return [] }
        if newer >= 0 {
            nodes[Int(newer)].next = place
        } else {
            heads[id] = place < 0 ? nil : place
        }
        count -= taken.count
        for event in taken { note(event.time, -1) }
        return taken.sorted { ($0.time, $0.row) < ($1.time, $1.row) }
    }

    /// Forgets what is not wanted any more.
    mutating func forget(before clock: Timestamp) {
        drop(before: (clock - span).paneIndex(of: width))
    }

    private mutating func drop(before bound: Int64) {
        while let oldest = ages.first, oldest.index < bound {
            count -= oldest.count
            ages.removeFirst()
        }
        horizon = max(horizon, bound * width.nanoseconds)
    }

    private mutating func note(_ time: Timestamp, _ change: Int) {
        let index = time.paneIndex(of: width)
        let place = ages.lastIndex { $0.index <= index }
        if let place, ages[place].index == index {
            ages[place].count += change
        } else {
            ages.insert(Age(index: index, count: change), at: place.map { $0 + 1 } ?? 0)
        }
    }
}

// MARK: memory

extension Chains {
    /// Into its chain, before all that are not newer.
    private mutating func link(_ place: Int32) {
        let node = nodes[Int(place)]
        guard let head = heads[node.id], nodes[Int(head)].time > node.time else {
            nodes[Int(place)].next = heads.updateValue(place, forKey: node.id) ?? -1
            return
        }
        var newer = head
        while nodes[Int(newer)].next >= 0, nodes[Int(nodes[Int(newer)].next)].time > node.time {
            newer = nodes[Int(newer)].next
        }
        nodes[Int(place)].next = nodes[Int(newer)].next
        nodes[Int(newer)].next = place
    }

    private mutating func place(for node: Node) -> Int32 {
        if firstFree < 0, nodes.count >= nextSweep { sweep() }
        guard firstFree >= 0 else {
            nodes.append(node)
            return Int32(nodes.count - 1)
        }
        let place = firstFree
        firstFree = nodes[Int(place)].next
        nodes[Int(place)] = node
        return place
    }

    private mutating func release(_ place: Int32) {
        nodes[Int(place)].event.row = Node.free
        nodes[Int(place)].next = firstFree
        firstFree = place
    }

    /// Gives back what is beyond the horizon: the old end of each chain.
    private mutating func sweep() {
        let gone = { [horizon] (node: Node) in !node.isFree && node.time < horizon }
        for place in nodes.indices {
            let node = nodes[place]
            guard !node.isFree, !gone(node), node.next >= 0 else { continue }
            if gone(nodes[Int(node.next)]) { nodes[place].next = -1 }
        }
        for place in nodes.indices where gone(nodes[place]) {
            if heads[nodes[place].id] == Int32(place) { heads[nodes[place].id] = nil }
            release(Int32(place))
        }
        nextSweep = max(1_024, 2 * count)
    }
}

// MARK: checkpoint

/// Chains as they were at one moment.
struct FrozenChains: Sendable {
    let nodes: [Chains.Node]
    let horizon: Int64
    let givenUp: Int64
    let forgotten: Int

    /// In an order that does not tell in which the memory was taken.
    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let held = nodes.filter { !$0.isFree && $0.time >= horizon }
            .sorted {
                ($0.time, $0.id, $0.event.row, $0.event.times)
                    < ($1.time, $1.id, $1.event.row, $1.event.times)
            }
        writer.write(horizon)
        writer.write(givenUp)
        writer.write(Int64(forgotten))
        writer.write(UInt32(held.count))
        for node in held {
            writer.write(node.id)
            writer.write(node.event.time)
            writer.write(node.event.row)
            writer.write(node.event.times)
            try drain(&writer)
        }
    }
}

extension Chains {
    func frozen() -> FrozenChains {
        FrozenChains(nodes: nodes, horizon: horizon, givenUp: givenUp, forgotten: forgotten)
    }

    /// - Parameter rows: how many groups there are.
    mutating func load(from reader: inout ByteReader, rows: Range<Int32>) throws(DamagedBytes) {
        horizon = try reader.integer()
        givenUp = try reader.integer()
        forgotten = try reader.tally()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let id = try reader.integer(UInt64.self)
            let event = Opener(
                time: try reader.timestamp(), row: try reader.integer(),
                times: try reader.integer())
            guard rows.contains(event.row), event.times > 0, count < limit,
                event.time.nanoseconds >= horizon
            else { throw DamagedBytes("an event that waits where none can") }
            insert(id, event)
        }
    }
}
