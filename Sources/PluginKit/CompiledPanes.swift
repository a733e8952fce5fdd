public import Model

/// A pane store behind closures that were compiled for one function.
///
/// The methods by which a generic class fulfils a protocol are compiled once for all types, and
/// each `add` in them goes through tables: 43 to 80 ns a sample. A closure that is made where the
/// function's type is static, in `FunctionKind.of`, is compiled for that function, with its `add`
/// in the loop: 1 ns.
public final class CompiledPanes: PaneStore {
    @usableFromInline let reserving: (Int) -> Void
    @usableFromInline let folding: (UnsafeBufferPointer<PaneItem>) -> Void
    @usableFromInline let foldingMany: (Sample, Int, Int, Int64) -> Void
    @usableFromInline let foldingLate: (Sample, Int, Int, Int64) -> Void
    @usableFromInline let clearing: (Int, ClosedRange<Int64>) -> Void
    @usableFromInline let releasing: ([Int32], Int64) -> Void
    @usableFromInline let turning: (Int64) -> Void
    @usableFromInline let reading: (Int, Int64) -> Reading
    @usableFromInline let merging: (Int, Int64) -> any KPIFunction
    @usableFromInline let freezing: () -> FrozenPanes
    @usableFromInline let loading: (Int, inout ByteReader) throws(DamagedBytes) -> Void
    @usableFromInline let measuring: () -> Int

    @inlinable
    init(_ panes: some PaneStore) {
        reserving = { panes.reserve(rows: $0) }
        folding = { panes.fold($0) }
        foldingMany = { panes.fold($0, times: $1, row: $2, pane: $3) }
        foldingLate = { panes.foldLate($0, times: $1, row: $2, pane: $3) }
        clearing = { panes.clear(row: $0, panes: $1) }
        releasing = { panes.release(rows: $0, pane: $1) }
        turning = { panes.turn(to: $0) }
        reading = { panes.read(row: $0, end: $1) }
        merging = { panes.whole(row: $0, end: $1) }
        freezing = { panes.frozen() }
        loading = { row, reader throws(DamagedBytes) in try panes.load(row: row, from: &reader) }
        measuring = { panes.bytes }
    }

    public func reserve(rows: Int) { reserving(rows) }
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folding(items) }
    public func fold(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        foldingMany(sample, times, row, pane)
    }
    public func foldLate(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        foldingLate(sample, times, row, pane)
    }
    public func clear(row: Int, panes: ClosedRange<Int64>) { clearing(row, panes) }
    public func release(rows: [Int32], pane: Int64) { releasing(rows, pane) }
    public func turn(to first: Int64) { turning(first) }
    public func read(row: Int, end: Int64) -> Reading { reading(row, end) }
    public func whole(row: Int, end: Int64) -> any KPIFunction { merging(row, end) }
    public func frozen() -> FrozenPanes { freezing() }
    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try loading(row, &reader)
    }
    public var bytes: Int { measuring() }
}
