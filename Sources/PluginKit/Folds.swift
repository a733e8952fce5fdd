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
/// `frozen` gives the folds as they are now, to be saved by another thread. Both share the chunks;
/// one that is about to change is copied first, as long as the frozen folds are there.
///
/// - Complexity: `fold` O(1) a sample; `reserve` O(new folds), no old fold is moved; `frozen`
///   O(chunks), and a copy of each chunk that changes while the frozen folds are held.
@usableFromInline
struct Folds<Function: KPIFunction>: ~Copyable {
    @usableFromInline let shape: PaneShape
    @usableFromInline let empty: Function
    @usableFromInline var rows = 0
    @usableFromInline var chunks: [UnsafeMutablePointer<Function>] = []
    /// What keeps the memory of each chunk.
    @usableFromInline var owners: [FoldChunk<Function>] = []
    /// The chunks that frozen folds may still read.
    @usableFromInline var isShared: [Bool] = []
    /// Held by the last frozen folds too, for as long as they are there.
    @usableFromInline var loan: FoldLoan?

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) {
        self.shape = shape
        empty = Function(arguments)
    }

    /// Small enough that to copy one is no matter for whoever waits.
    @inlinable static var chunkBits: Int { 10 }
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
            if chunk == chunks.count { addChunk() } else { own(chunk) }
            let fresh = min(count - next, Self.chunkSize - start)
            owners[chunk].grow(by: fresh, repeating: empty)
            next += fresh
        }
    }

    @inlinable
    mutating func addChunk() {
        owners.append(FoldChunk(capacity: Self.chunkSize))
        chunks.append(owners[owners.count - 1].folds)
        isShared.append(false)
    }

    @inlinable
    subscript(index: Int) -> UnsafeMutablePointer<Function> {
        chunks[index >> Self.chunkBits] + (index & (Self.chunkSize - 1))
    }

    /// A fold that may be changed.
    @inlinable
    mutating func at(_ row: Int, _ pane: Int64) -> UnsafeMutablePointer<Function> {
        let index = row * shape.ring + shape.slot(pane)
        if loan != nil { own(index >> Self.chunkBits) }
        return self[index]
    }

    /// Empties panes of a row, at most a ring of them.
    @inlinable
    mutating func clear(_ row: Int, _ panes: ClosedRange<Int64>) {
        for slot in shape.slots(panes) {
            let index = row * shape.ring + slot
            if loan != nil { own(index >> Self.chunkBits) }
            self[index].pointee = empty
        }
    }

    /// A fold of plain values has nothing to give back.
    @inlinable
    mutating func release(_ rows: [Int32], _ pane: Int64) {
        guard !_isPOD(Function.self) else { return }
        for row in rows { at(Int(row), pane).pointee = empty }
    }

    @inlinable
    mutating func fold(_ items: UnsafeBufferPointer<PaneItem>) {
        if isOnLoan { for item in items { own(item.index >> Self.chunkBits) } }
        for item in items { self[item.index].pointee.add(item.sample) }
    }

    @usableFromInline var bytes: Int { count * MemoryLayout<Function>.stride }
}

// MARK: frozen folds

extension Folds {
    /// The folds as they are now, to be read by any thread.
    @inlinable
    mutating func frozen() -> FrozenFolds<Function> {
        let loan = isOnLoan ? loan! : FoldLoan()
        self.loan = loan
        for chunk in isShared.indices { isShared[chunk] = true }
        return FrozenFolds(shape: shape, chunks: owners, loan: loan)
    }

    /// Whether somebody holds frozen folds. Once nobody does, all chunks are ours again.
    @inlinable var isOnLoan: Bool {
        mutating get {
            guard loan != nil else { return false }
            if !isKnownUniquelyReferenced(&loan) { return true }
            loan = nil
            for chunk in isShared.indices { isShared[chunk] = false }
            return false
        }
    }

    /// Sees to it that nobody else reads a chunk that is about to change.
    @inlinable
    mutating func own(_ chunk: Int) {
        guard isShared[chunk] else { return }
        isShared[chunk] = false
        guard !isKnownUniquelyReferenced(&owners[chunk]) else { return }
        owners[chunk] = owners[chunk].copy(capacity: Self.chunkSize)
        chunks[chunk] = owners[chunk].folds
    }
}

extension Folds {
    /// Into a row that is empty.
    @inlinable
    mutating func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
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
