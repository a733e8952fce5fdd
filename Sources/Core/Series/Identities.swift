import LineProtocol
import Model

/// The ids of one stream that may still come again: (id, series, time), exactly, for as long as
/// `late` says.
///
/// Kept in buckets of event time, so that what can not come again is dropped whole.
struct Identities {
    private let late: Interval
    private let width: Interval
    /// In order of time.
    private var buckets: [IdentityBucket] = []

    init(late: Interval) {
        self.late = late
        width = Interval(nanoseconds: max(late.nanoseconds / 8, 1_000_000_000))
    }

    var count: Int { buckets.reduce(0) { $0 + $1.count } }

    @inline(__always)
    static func hash(_ id: UnsafeRawBufferPointer, series: Int32, time: Timestamp) -> UInt64 {
        hashBytes(id) ^ mixed(UInt64(bitPattern: time.nanoseconds) &+ UInt64(series))
    }

    /// Has the memory that `insert` will look at brought near. A guess: most events are of the
    /// newest bucket.
    @inline(__always)
    func prefetch(_ hash: UInt64) { buckets.last?.prefetch(hash) }

    /// True if this very event is new; it is remembered.
    mutating func insert(
        _ id: UnsafeRawBufferPointer, hash: UInt64, series: Int32, time: Timestamp
    ) -> Bool {
        bucket(for: time).insert(id, hash: hash, series: series, time: time.nanoseconds)
    }

    /// Drops what is older than `late`: a point as old as that is refused before it comes here.
    mutating func forget(before clock: Timestamp) {
        let bound = clock - late
        // As nearly always; to find its index is to divide, for each stream with each batch.
        guard let oldest = buckets.first, !oldest.span.contains(bound.nanoseconds) else { return }
        let first = bound.paneIndex(of: width)
        if oldest.index < first { buckets.removeAll { $0.index < first } }
    }

    /// Buckets are few and the newest is nearly always the one.
    @inline(__always)
    private mutating func bucket(for time: Timestamp) -> IdentityBucket {
        if let last = buckets.last, last.span.contains(time.nanoseconds) { return last }
        return otherBucket(for: time.paneIndex(of: width))
    }

    private mutating func otherBucket(for index: Int64) -> IdentityBucket {
        let place = buckets.firstIndex { $0.index >= index } ?? buckets.count
        if place == buckets.count || buckets[place].index != index {
            buckets.insert(IdentityBucket(index, of: width), at: place)
        }
        return buckets[place]
    }

    func frozen() -> FrozenIdentities {
        FrozenIdentities(count: count, arenas: buckets.map(\.arena))
    }

    mutating func load(from reader: inout ByteReader) throws(DamagedBytes) {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let series = try reader.integer(Int32.self)
            guard series >= 0 else { throw DamagedBytes("an event of a series that there is not") }
            let time = Timestamp(nanoseconds: try reader.integer())
            let id = Array(try reader.raw())
            id.withUnsafeBytes {
                _ = insert(
                    $0, hash: Self.hash($0, series: series, time: time), series: series, time: time)
            }
        }
    }
}

/// The ids of one stretch of event time.
///
/// A class: it owns raw memory, and there is one.
private final class IdentityBucket {
    let index: Int64
    /// Nanoseconds.
    let span: Range<Int64>
    private var table = HashIndex(size: 64)
    private(set) var arena = Arena()

    init(_ index: Int64, of width: Interval) {
        self.index = index
        let (start, startIsBeyond) = index.multipliedReportingOverflow(by: width.nanoseconds)
        let (end, endIsBeyond) = start.addingReportingOverflow(width.nanoseconds)
        // At either end of time a bucket is found by its index alone.
        span = startIsBeyond || endIsBeyond ? 0..<0 : start..<end
    }

    var count: Int { table.count }

    @inline(__always)
    func prefetch(_ hash: UInt64) { table.prefetch(hash) }

    @inline(__always)
    func insert(_ id: UnsafeRawBufferPointer, hash: UInt64, series: Int32, time: Int64) -> Bool {
        let known = table.find(hash) { place in
            let known = IdentityRecord(arena.at(place))
            return known.hash == hash && known.time == time && known.series == series
                && known.isSame(id)
        }
        guard known == nil else { return false }
        let (place, record) = arena.add(IdentityRecord.head + id.count)
        IdentityRecord.write(id, hash, time, series, to: record)
        table.insert(place, hash) { IdentityRecord(arena.at($0)).hash }
        return true
    }
}

/// One id in the arena.
///
///     record | hash: 8 | time: 8 | series: 4 | length of the id: 4 | the id |
private struct IdentityRecord {
    static let head = 24
    let start: UnsafeRawPointer

    @inline(__always)
    init(_ record: UnsafeRawPointer) { start = record }

    @inline(__always) var hash: UInt64 { start.load(as: UInt64.self) }
    @inline(__always) var time: Int64 { start.load(fromByteOffset: 8, as: Int64.self) }
    @inline(__always) var series: Int32 { start.load(fromByteOffset: 16, as: Int32.self) }
    @inline(__always) var id: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: start + Self.head, count: Int(start.load(fromByteOffset: 20, as: Int32.self)))
    }

    @inline(__always)
    func isSame(_ other: UnsafeRawBufferPointer) -> Bool {
        id.count == other.count
            && (other.isEmpty || equalBytes(id.baseAddress!, other.baseAddress!, other.count))
    }

    static func write(
        _ id: UnsafeRawBufferPointer, _ hash: UInt64, _ time: Int64, _ series: Int32,
        to record: UnsafeMutableRawPointer
    ) {
        record.storeBytes(of: hash, as: UInt64.self)
        record.storeBytes(of: time, toByteOffset: 8, as: Int64.self)
        record.storeBytes(of: series, toByteOffset: 16, as: Int32.self)
        record.storeBytes(of: Int32(id.count), toByteOffset: 20, as: Int32.self)
        if let bytes = id.baseAddress {
            (record + head).copyMemory(from: bytes, byteCount: id.count)
        }
    }

    static func size(of record: UnsafeRawPointer) -> Int { head + IdentityRecord(record).id.count }
}

/// The ids as they were at one moment.
struct FrozenIdentities: Sendable {
    let count: Int
    let arenas: [Arena]

    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writer.write(UInt32(count))
        for arena in arenas {
            try arena.forEach(size: IdentityRecord.size) { (record) throws(Failure) in
                let known = IdentityRecord(record)
                writer.write(known.series)
                writer.write(known.time)
                writer.write(UInt32(known.id.count))
                writer.append(known.id)
                try drain(&writer)
            }
        }
    }
}
