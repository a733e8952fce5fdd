public import Model

/// Rows of rings of folds in one contiguous allocation, row-major.
@usableFromInline
struct Folds<Function: KPIFunction>: ~Copyable {
    @usableFromInline let shape: PaneShape
    @usableFromInline let empty: Function
    @usableFromInline private(set) var rows = 0
    @usableFromInline private(set) var base: UnsafeMutablePointer<Function>

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) {
        self.shape = shape
        empty = Function(arguments)
        base = .allocate(capacity: 1)
    }

    deinit {
        base.deinitialize(count: rows * shape.ring)
        base.deallocate()
    }

    @usableFromInline
    mutating func reserve(rows wanted: Int) {
        guard wanted > rows else { return }
        let grown = UnsafeMutablePointer<Function>.allocate(capacity: wanted * shape.ring)
        grown.moveInitialize(from: base, count: rows * shape.ring)
        (grown + rows * shape.ring)
            .initialize(repeating: empty, count: (wanted - rows) * shape.ring)
        base.deallocate()
        (base, rows) = (grown, wanted)
    }

    @inlinable
    func at(_ row: Int, _ pane: Int64) -> UnsafeMutablePointer<Function> {
        base + (row * shape.ring + shape.slot(pane))
    }

    @inlinable
    func fold(_ items: UnsafeBufferPointer<PaneItem>) {
        for item in items { base[item.index].add(item.sample) }
    }

    /// The panes that hold something, each with its distance from the first.
    @usableFromInline
    func save(row: Int, panes: Range<Int64>, to writer: inout ByteWriter) {
        let held = panes.filter { at(row, $0).pointee.samples > 0 }
        writer.write(UInt32(held.count))
        for pane in held {
            writer.write(pane)
            writer.write(at(row, pane).pointee)
        }
    }

    @usableFromInline
    func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        let count = Int(try reader.integer(UInt32.self))
        guard count <= shape.ring else { throw DamagedBytes("more panes than a ring holds") }
        for _ in 0..<count {
            let pane = try reader.integer(Int64.self)
            at(row, pane).pointee = try Function(from: &reader)
        }
    }

    @usableFromInline var bytes: Int { rows * shape.ring * MemoryLayout<Function>.stride }
}
