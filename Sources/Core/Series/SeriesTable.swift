import CBytes
import LineProtocol
import Model

/// Every series seen, found by the raw bytes of `measurement,tags`.
///
/// Open addressing with linear probing over slots of eight bytes. Two spellings of one tag set
/// (another order) are two keys of one series. A class: it owns raw memory, and there is one.
final class SeriesTable {
    private struct Slot {
        /// The upper half of the hash: most strangers are told by it without touching the key.
        var tag: UInt32 = 0
        /// -1: free.
        var key: Int32 = -1
    }

    private struct Key {
        var offset: Int
        var length: Int32
        var series: Int32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var keys: [Key] = []
    private var arena: UnsafeMutableRawPointer
    private var arenaSize = 0
    private var arenaCapacity: Int
    private var canonical: [[UInt8]: Int32] = [:]
    private(set) var count = 0

    init() {
        mask = 1_023
        slots = .allocate(capacity: 1_024)
        slots.initialize(repeating: Slot(), count: 1_024)
        arenaCapacity = 1 << 16
        arena = .allocate(byteCount: arenaCapacity, alignment: 16)
    }

    deinit {
        slots.deallocate()
        arena.deallocate()
    }

    @inline(__always)
    func prefetch(_ hash: UInt64) { vigie_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask)) }

    /// The series of a key; nil at first sight.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, hash: UInt64) -> Int32? {
        var place = Int(truncatingIfNeeded: hash) & mask
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        while slots[place].key >= 0 {
            if slots[place].tag == tag {
                let known = keys[Int(slots[place].key)]
                if Int(known.length) == key.count,
                    equalBytes(arena + known.offset, key.baseAddress!, key.count)
                {
                    return known.series
                }
            }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Remembers a key: as another spelling of a series that is known, or as a new series.
    func insert(_ raw: UnsafeRawBufferPointer, hash: UInt64, canonical bytes: [UInt8]) -> (
        series: Int32, isNew: Bool
    ) {
        let known = canonical[bytes]
        let series = known ?? Int32(count)
        if known == nil {
            canonical[bytes] = series
            count += 1
        }
        add(raw, hash: hash, series: series)
        return (series, known == nil)
    }

    private func add(_ raw: UnsafeRawBufferPointer, hash: UInt64, series: Int32) {
        if (keys.count + 1) * 2 > mask { grow() }
        if arenaSize + raw.count > arenaCapacity { growArena(raw.count) }
        (arena + arenaSize).copyMemory(from: raw.baseAddress!, byteCount: raw.count)
        keys.append(Key(offset: arenaSize, length: Int32(raw.count), series: series))
        arenaSize += raw.count
        place(Int32(keys.count - 1), hash)
    }

    private func place(_ key: Int32, _ hash: UInt64) {
        var place = Int(truncatingIfNeeded: hash) & mask
        while slots[place].key >= 0 { place = (place + 1) & mask }
        slots[place] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), key: key)
    }

    private func grow() {
        let size = (mask + 1) * 2
        slots.deallocate()
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
        mask = size - 1
        for (index, key) in keys.enumerated() { place(Int32(index), hashBytes(bytes(of: key))) }
    }

    private func growArena(_ wanted: Int) {
        arenaCapacity = max(arenaCapacity * 2, arenaSize + wanted)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: arenaCapacity, alignment: 16)
        grown.copyMemory(from: arena, byteCount: arenaSize)
        arena.deallocate()
        arena = grown
    }

    private func bytes(of key: Key) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: arena + key.offset, count: Int(key.length))
    }
}

extension SeriesTable {
    /// Every series by its first spelling, in the order of first sight.
    func forEachSeries(_ body: (SeriesKey) -> Void) {
        var next: Int32 = 0
        for key in keys where key.series == next {
            guard let decoded = try? SeriesKey(decoding: bytes(of: key)) else {
                preconditionFailure("a key that was decoded once decodes again")
            }
            body(decoded)
            next += 1
        }
    }

    func save(to writer: inout ByteWriter) {
        writer.write(UInt32(keys.count))
        for key in keys { writer.write(Array(bytes(of: key))) }
    }

    /// Reads the keys back; the same order gives every series the same number.
    func load(from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt32.self))
        for _ in 0..<count {
            let raw = Array(try reader.raw())
            try add(raw)
        }
    }

    private func add(_ raw: [UInt8]) throws(DamagedBytes) {
        guard !raw.isEmpty, let key = try? raw.withUnsafeBytes({ try SeriesKey(decoding: $0) })
        else { throw DamagedBytes("a series that is not one") }
        raw.withUnsafeBytes { bytes in
            _ = insert(bytes, hash: hashBytes(bytes), canonical: key.canonical)
        }
    }
}
