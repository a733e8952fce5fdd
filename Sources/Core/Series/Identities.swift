import LineProtocol
import Model

/// The ids of one stream that may still come again: (id, series, time), exactly, for as long as
/// `late` says.
///
/// Kept in buckets of event time, so that what can not come again is dropped whole.
struct Identities {
    fileprivate struct Bucket {
        var index: Int64
        var slots: [UInt32] = Array(repeating: 0, count: 64)
        var entries: [Entry] = []
        var ids: [UInt8] = []
    }

    fileprivate struct Entry {
        var hash: UInt64
        var time: Int64
        var series: Int32
        var length: Int32
        var offset: Int
    }

    private let late: Interval
    private let width: Interval
    private var buckets: [Bucket] = []

    init(late: Interval) {
        self.late = late
        width = Interval(nanoseconds: max(late.nanoseconds / 8, 1_000_000_000))
    }

    var count: Int { buckets.reduce(0) { $0 + $1.entries.count } }

    /// True if this very event is new; it is remembered.
    mutating func insert(_ id: UnsafeRawBufferPointer, series: Int32, time: Timestamp) -> Bool {
        let place = bucket(for: time.paneIndex(of: width))
        let hash =
            hashBytes(id) ^ mixed(UInt64(bitPattern: time.nanoseconds) &+ UInt64(series))
        return buckets[place].insert(id, hash: hash, series: series, time: time.nanoseconds)
    }

    /// Drops what is older than `late`: a point as old as that is refused before it comes here.
    mutating func forget(before clock: Timestamp) {
        guard let oldest = buckets.first?.index else { return }
        let bound = (clock - late).paneIndex(of: width)
        if oldest < bound { buckets.removeAll { $0.index < bound } }
    }

    /// Buckets are few and the newest is nearly always the one.
    private mutating func bucket(for index: Int64) -> Int {
        if let last = buckets.last, last.index == index { return buckets.count - 1 }
        let place = buckets.firstIndex { $0.index >= index } ?? buckets.count
        if place == buckets.count || buckets[place].index != index {
            buckets.insert(Bucket(index: index), at: place)
        }
        return place
    }
}

extension Identities.Bucket {
    fileprivate mutating func insert(
        _ id: UnsafeRawBufferPointer, hash: UInt64, series: Int32, time: Int64
    ) -> Bool {
        if (entries.count + 1) * 2 > slots.count { grow() }
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place] != 0 {
            let known = entries[Int(slots[place] - 1)]
            if known.hash == hash, known.time == time, known.series == series,
                Int(known.length) == id.count, same(known, id)
            {
                return false
            }
            place = (place + 1) & mask
        }
        entries.append(
            Identities.Entry(
                hash: hash, time: time, series: series, length: Int32(id.count),
                offset: ids.count))
        ids.append(contentsOf: id)
        slots[place] = UInt32(entries.count)
        return true
    }

    private func same(_ entry: Identities.Entry, _ id: UnsafeRawBufferPointer) -> Bool {
        ids[entry.offset..<entry.offset + Int(entry.length)].elementsEqual(id)
    }

    fileprivate mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            var place = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
            while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = UInt32(index + 1)
        }
    }
}

extension Identities {
    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(count))
        for bucket in buckets {
            for entry in bucket.entries {
                writer.write(entry.series)
                writer.write(entry.time)
                let end = entry.offset + Int(entry.length)
                writer.write(Array(bucket.ids[entry.offset..<end]))
            }
        }
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let series = try reader.integer(Int32.self)
            guard series >= 0 else { throw DamagedBytes("an event of a series that there is not") }
            let time = Timestamp(nanoseconds: try reader.integer())
            let id = Array(try reader.raw())
            _ = id.withUnsafeBytes { insert($0, series: series, time: time) }
        }
    }
}
