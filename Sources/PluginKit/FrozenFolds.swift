public import Model

/// Rows of rings of folds as they were at one moment, while their `Folds` go on.
@usableFromInline
struct FrozenFolds<Function: KPIFunction>: Sendable {
    @usableFromInline let shape: PaneShape
    @usableFromInline let chunks: [FoldChunk<Function>]
    @usableFromInline let loan: FoldLoan

    @usableFromInline
    init(shape: PaneShape, chunks: [FoldChunk<Function>], loan: FoldLoan) {
        self.shape = shape
        self.chunks = chunks
        self.loan = loan
    }

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

    @inlinable
    func at(_ row: Int, _ pane: Int64) -> UnsafePointer<Function> {
        let index = row * shape.ring + shape.slot(pane)
        let chunk = chunks[index >> Folds<Function>.chunkBits]
        return UnsafePointer(chunk.folds + (index & (Folds<Function>.chunkSize - 1)))
    }
}

/// The memory of some folds, for as long as anybody holds it.
///
/// Unchecked, for the compiler cannot see the rule: its `Folds` change it only while nobody else
/// holds it.
@usableFromInline
final class FoldChunk<Function: KPIFunction>: @unchecked Sendable {
    @usableFromInline let folds: UnsafeMutablePointer<Function>
    @usableFromInline var count = 0

    @usableFromInline
    init(capacity: Int) { folds = .allocate(capacity: capacity) }

    @inlinable
    deinit {
        folds.deinitialize(count: count)
        folds.deallocate()
    }

    @inlinable
    func grow(by fresh: Int, repeating empty: Function) {
        (folds + count).initialize(repeating: empty, count: fresh)
        count += fresh
    }

    @inlinable
    func copy(capacity: Int) -> FoldChunk {
        let copy = FoldChunk(capacity: capacity)
        copy.folds.initialize(from: folds, count: count)
        copy.count = count
        return copy
    }
}

/// Says by being held that frozen folds are still there.
@usableFromInline
final class FoldLoan: Sendable {
    @usableFromInline init() {}
}

/// The panes of a store as they were at one moment, to be saved by any thread.
public struct FrozenPanes: Sendable {
    public let save: @Sendable (_ row: Int, _ panes: Range<Int64>, inout ByteWriter) -> Void

    @inlinable
    init(save: @escaping @Sendable (Int, Range<Int64>, inout ByteWriter) -> Void) {
        self.save = save
    }
}
