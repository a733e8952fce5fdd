import LineProtocol
import Model

/// Every series seen, found by the raw bytes of `measurement,tags`.
///
/// Two spellings of one tag set (another order) are two keys of one series; the canonical one is
/// always there. A class: it owns raw memory, and there is one.
final class SeriesTable {
    private var index = HashIndex(size: 1_024)
    private var arena = Arena()
    private(set) var count = 0

    @inline(__always)
    func prefetch(_ hash: UInt64) { index.prefetch(hash) }

    /// The series of a key; nil at first sight.
    @inline(__always)
    func find(_ key: UnsafeRawBufferPointer, hash: UInt64) -> Int32? {
        index.find(hash) { place in
            let known = KeyRecord(arena.at(place))
            return known.length == key.count
                && equalBytes(known.start, key.baseAddress!, key.count)
        }.map { KeyRecord(arena.at($0)).series }
    }

    /// Remembers a key at first sight: as another spelling of a series that is known, or as a new
    /// series.
    func insert(_ raw: UnsafeRawBufferPointer, hash: UInt64, canonical: [UInt8]) -> (
        series: Int32, isNew: Bool
    ) {
        canonical.withUnsafeBytes { canonical in
            let canonicalHash = hashBytes(canonical)
            let known = find(canonical, hash: canonicalHash)
            let series = known ?? Int32(count)
            if known == nil {
                add(canonical, hash: canonicalHash, series: series)
                count += 1
            }
            if !canonical.elementsEqual(raw) { add(raw, hash: hash, series: series) }
            return (series, known == nil)
        }
    }

    private func add(_ key: UnsafeRawBufferPointer, hash: UInt64, series: Int32) {
        let (place, record) = arena.add(KeyRecord.head + key.count)
        KeyRecord.write(key, series, to: record)
        index.insert(place, hash) { hashBytes(KeyRecord(arena.at($0)).key) }
    }

    func frozen() -> FrozenSeries { FrozenSeries(arena: arena, keys: index.count) }
}

/// A key in the arena.
///
///     record | series: 4 | length of the key: 4 | the key |
private struct KeyRecord {
    static let head = 8

    let series: Int32
    let length: Int
    let start: UnsafeRawPointer

    @inline(__always)
    init(_ record: UnsafeRawPointer) {
        series = record.load(as: Int32.self)
        length = Int(record.load(fromByteOffset: 4, as: Int32.self))
        start = record + Self.head
    }

    var key: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: length) }

    static func write(
        _ key: UnsafeRawBufferPointer, _ series: Int32, to record: UnsafeMutableRawPointer
    ) {
        record.storeBytes(of: series, as: Int32.self)
        record.storeBytes(of: Int32(key.count), toByteOffset: 4, as: Int32.self)
        (record + head).copyMemory(from: key.baseAddress!, byteCount: key.count)
    }

    static func size(of record: UnsafeRawPointer) -> Int { head + KeyRecord(record).length }
}

// MARK: reload and checkpoint

extension SeriesTable {
    /// Every series by its canonical spelling, in the order of first sight.
    func forEachSeries(_ body: (SeriesKey) -> Void) {
        var next: Int32 = 0
        arena.forEach(size: KeyRecord.size) { record in
            let known = KeyRecord(record)
            guard known.series == next else { return }
            guard let decoded = try? SeriesKey(decoding: known.key) else {
                preconditionFailure("a key that was decoded once decodes again")
            }
            body(decoded)
            next += 1
        }
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
            let hash = hashBytes(bytes)
            if find(bytes, hash: hash) == nil {
                _ = insert(bytes, hash: hash, canonical: key.canonical)
            }
        }
    }
}

/// The keys as they were at one moment.
struct FrozenSeries: Sendable {
    let arena: Arena
    let keys: Int

    func save<Failure: Error>(
        to writer: inout ByteWriter, afterEach drain: (inout ByteWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writer.write(UInt32(keys))
        try arena.forEach(size: KeyRecord.size) { (record) throws(Failure) in
            let known = KeyRecord(record)
            writer.write(UInt32(known.length))
            writer.append(known.key)
            try drain(&writer)
        }
    }
}
