public import Model

/// Windows of the calendar, to date: of each row one fold of the period so far, and a short ring of
/// panes that are not in it yet.
///
///     period    first                  end       closed
///               |------- whole -------|  p  p  p  |  p  p        p: panes of the ring
///
/// A pane is merged into the whole when the row is read, or when its place in the ring is needed,
/// and is empty from then on. So memory does not grow with the panes of a period.
///
/// - Complexity: one merge a pane; a late sample O(ring).
public final class PeriodPanes<Function: KPIFunction>: PaneStore {
    @usableFromInline var folds: Folds<Function>
    @usableFromInline var wholes: [Whole] = []
    /// Of the period that goes.
    @usableFromInline var first = Int64.min

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) { folds = Folds(arguments, shape) }

    @inlinable
    public func reserve(rows: Int) {
        folds.reserve(rows: rows)
        while wholes.count < folds.rows { wholes.append(Whole(whole: folds.empty)) }
    }

    @inlinable
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folds.fold(items) }

    @inlinable
    public func fold(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        folds.at(row, pane).pointee.add(sample, times: times)
    }

    @inlinable
    public func foldLate(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        enter(before: pane + 1, row)
        wholes[row].whole.add(sample, times: times)
    }

    /// What the places of the panes still hold is of this period, and judged or about to be.
    @inlinable
    public func clear(row: Int, panes: ClosedRange<Int64>) {
        enter(before: panes.upperBound &- Int64(folds.shape.ring) &+ 1, row)
        folds.clear(row, panes)
    }

    @inlinable
    public func turn(to first: Int64) { self.first = first }

    /// A pane that was read is empty.
    @inlinable
    public func release(rows: [Int32], pane: Int64) {}

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        enter(before: end, row)
        let whole = wholes[row].whole
        return Reading(value: whole.value, samples: whole.samples)
    }

    @inlinable
    public func whole(row: Int, end: Int64) -> any KPIFunction {
        enter(before: end, row)
        return wholes[row].whole
    }

    public var bytes: Int { folds.bytes + wholes.count * MemoryLayout<Whole>.stride }
}

extension PeriodPanes {
    /// The panes `first ..< end` of a row, merged.
    @usableFromInline
    struct Whole: Sendable {
        @usableFromInline var whole: Function
        @usableFromInline var first = Int64.min
        @usableFromInline var end = Int64.min

        @usableFromInline init(whole: Function) { self.whole = whole }
    }

    /// Merges the panes before `newEnd` that the whole lacks. A row holds panes of one ring beyond
    /// its end at most.
    @inlinable
    func enter(before newEnd: Int64, _ row: Int) {
        settle(row)
        let end = wholes[row].end
        guard end < newEnd else { return }
        for pane in end..<min(newEnd, end + Int64(folds.shape.ring)) {
            let entering = folds.at(row, pane)
            guard entering.pointee.samples > 0 else { continue }
            wholes[row].whole.merge(entering.pointee)
            entering.pointee = folds.empty
        }
        wholes[row].end = newEnd
    }

    /// Forgets what is of a period that is over.
    @inlinable
    func settle(_ row: Int) {
        let old = wholes[row]
        guard old.first != first else { return }
        if old.end < first {
            for pane in old.end..<min(first, old.end + Int64(folds.shape.ring)) {
                let leaving = folds.at(row, pane)
                if leaving.pointee.samples > 0 { leaving.pointee = folds.empty }
            }
        }
        wholes[row].whole = folds.empty
        wholes[row].first = first
        wholes[row].end = max(old.end, first)
    }
}

extension PeriodPanes {
    @inlinable
    public func frozen() -> FrozenPanes {
        let (folds, wholes) = (folds.frozen(), wholes)
        return FrozenPanes { row, panes, writer in
            let whole = wholes[row]
            let ring = whole.end..<(whole.end + Int64(folds.shape.ring))
            folds.save(row: row, panes: ring.clamped(to: .min..<panes.upperBound), to: &writer)
            writer.write(whole.first)
            writer.write(whole.end)
            writer.write(whole.whole)
        }
    }

    @inlinable
    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        wholes[row].first = try reader.integer()
        wholes[row].end = try reader.integer()
        wholes[row].whole = try Function(from: &reader)
        guard wholes[row].first <= wholes[row].end, wholes[row].end < .max / 2 else {
            throw DamagedBytes("a period that ends before it begins")
        }
    }
}
