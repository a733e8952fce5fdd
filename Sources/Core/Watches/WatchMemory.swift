import Model

/// What is remembered of one watch: what was told lately, and how often.
struct WatchMemory: Sendable {
    /// By `Telling`.
    private(set) var counts = [0, 0, 0]
    /// When each key of `once per` was told, the oldest first.
    private var told: [(key: UInt64, at: Timestamp)] = []
    private var front = 0
    private var known: Set<UInt64> = []
    /// The second that is under way, and what was told in it.
    private var second: Int64 = .min
    private var toldInSecond = 0

    /// What becomes of an occurrence.
    enum Telling: Int, CaseIterable {
        case told
        /// Another of the same key was told not long ago.
        case again
        /// There were too many in one second.
        case tooMany

        var name: String {
            switch self {
            case .told: "told"
            case .again: "repeated"
            case .tooMany: "too_many"
            }
        }
    }

    /// Whether to tell of an occurrence; it is counted.
    ///
    /// - Complexity: O(1) amortised.
    mutating func judge(_ key: UInt64?, within: Interval, at now: Timestamp) -> Telling {
        let telling = telling(of: key, within, now)
        counts[telling.rawValue] += 1
        return telling
    }

    private mutating func telling(of key: UInt64?, _ within: Interval, _ now: Timestamp)
        -> Telling
    {
        forget(until: now - within)
        if let key, known.contains(key) { return .again }
        let second = now.paneIndex(of: .seconds(1))
        if second != self.second { (self.second, toldInSecond) = (second, 0) }
        guard toldInSecond < Limits.occurrencesPerSecond else { return .tooMany }
        toldInSecond += 1
        guard let key else { return .told }
        if told.count - front == Limits.onceKeys { forgetOldest() }
        told.append((key, now))
        known.insert(key)
        return .told
    }

    private mutating func forget(until bound: Timestamp) {
        while front < told.count, told[front].at <= bound { forgetOldest() }
        guard front > 1_024, front * 2 > told.count else { return }
        told.removeFirst(front)
        front = 0
    }

    private mutating func forgetOldest() {
        known.remove(told[front].key)
        front += 1
    }
}

extension WatchMemory: Savable {
    func save(to writer: inout ByteWriter) {
        for count in counts { writer.write(Int64(count)) }
        writer.write(second)
        writer.write(Int64(toldInSecond))
        writer.write(UInt32(told.count - front))
        for (key, at) in told[front...] {
            writer.write(key)
            writer.write(at)
        }
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        for index in counts.indices { counts[index] = Int(try reader.integer(Int64.self)) }
        second = try reader.integer()
        toldInSecond = Int(try reader.integer(Int64.self))
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let key = try reader.integer(UInt64.self)
            guard known.insert(key).inserted else { throw DamagedBytes("a key that is told twice") }
            told.append((key, try reader.timestamp()))
        }
        guard told.count <= Limits.onceKeys else { throw DamagedBytes("more keys than are kept") }
    }
}
