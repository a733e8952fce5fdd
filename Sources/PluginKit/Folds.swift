public import Model

/// Rows of rings of folds, row-major, in chunks of a fixed size.
///
///     fold     0 ... 8191 | 8192 ... 16383 | 16384 ...        index = row * ring + slot
///     chunk        0      |       1        |     2            index >> chunkBits
///
/// Chunks and not one block, because a block must be copied to grow: a table of 600 MB would need
/// 1.2 GB for a moment, and the loop would stand still. The list of chunks is so short that it
/// stays in the cache: finding a fold costs a shift and a load that hits.
///
/// - Complexity: `fold` O(1) a sample; `reserve` O(new folds), no old fold is moved.
@usableFromInline
struct Folds<Function: KPIFunction>: ~Copyable {
    @usableFromInline let shape: PaneShape
    @usableFromInline let empty: Function
    @usableFromInline var rows = 0
    @usableFromInline var chunks: [UnsafeMutablePointer<Function>] = []

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) {
        self.shape = shape
        empty = Function(arguments)
    }

    @inlinable
    deinit {
        for (index, chunk) in chunks.enumerated() {
            chunk.deinitialize(count: min(count - index << Self.chunkBits, Self.chunkSize))
            chunk.deallocate()
        }
    }

    @inlinable static var chunkBits: Int { 13 }
    @inlinable static var chunkSize: Int { 1 << chunkBits }

    @inlinable var count: Int { rows * shape.ring }

    /// Memory of a chunk that no fold has reached is not touched, so it costs addresses only.
    @inlinable
    mutating func reserve(rows wanted: Int) {
        guard wanted > rows else { return }
        var next = count
        rows = wanted
        while next < count {
            let (chunk, start) = (next >> Self.chunkBits, next & (Self.chunkSize - 1))
            if chunk == chunks.count { chunks.append(.allocate(capacity: Self.chunkSize)) }
            let fresh = min(count - next, Self.chunkSize - start)
            (chunks[chunk] + start).initialize(repeating: empty, count: fresh)
            next += fresh
        }
    }

    @inlinable
    subscript(index: Int) -> UnsafeMutablePointer<Function> {
        chunks[index >> Self.chunkBits] + (index & (Self.chunkSize - 1))
    }

    @inlinable
    func at(_ row: Int, _ pane: Int64) -> UnsafeMutablePointer<Function> {
        self[row * shape.ring + shape.slot(pane)]
    }

    @inlinable
    func fold(_ items: UnsafeBufferPointer<PaneItem>) {
        for item in items { self[item.index].pointee.add(item.sample) }
    }

    @usableFromInline var bytes: Int { count * MemoryLayout<Function>.stride }
}

extension Folds {
    /// The panes that hold something, each under its number.
    @inlinable
    func save(row: Int, panes: Range<Int64>, to writer: inout ByteWriter) {
        let held = panes.filter { at(row, $0).pointee.samples > 0 }
        writer.write(UInt32(held.count))
        for pane in held {
            writer.write(pane)
            writer.write(at(row, pane).pointee)
        }
    }

    /// Into a row that is empty.
    @inlinable
    func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt32.self))
        guard count <= shape.ring else { throw DamagedBytes("more panes than a ring holds") }
        var first: Int64?
        var last = Int64.min
        for _ in 0..<count {
            let pane = try reader.integer(Int64.self)
            guard first == nil || pane > last, length(first ?? pane, pane) < shape.ring else {
                throw DamagedBytes("panes that a ring cannot hold at once")
            }
            (first, last) = (first ?? pane, pane)
            at(row, pane).pointee = try Function(from: &reader)
        }
    }
}

/// Panes from `first` up to `end`, which is not before it; two pane numbers from damaged bytes can
/// be further apart than an `Int64` counts.
@usableFromInline
func length(_ first: Int64, _ end: Int64) -> UInt64 { UInt64(bitPattern: end &- first) }
