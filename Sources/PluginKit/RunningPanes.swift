public import Model

/// Windows of a function that can be taken back: a running total a row; what leaves is taken off it.
///
/// Exact, since such a function is made of whole numbers. A reading costs one merge for each pane that came and one
/// for each that left since the last.
public final class RunningPanes<Function: InvertibleFunction>: PaneStore {
    @usableFromInline var folds: Folds<Function>
    @usableFromInline var totals: [Total] = []

    /// The panes `first ..< end` merged.
    @usableFromInline
    struct Total {
        @usableFromInline var whole: Function
        @usableFromInline var first: Int64 = 0
        @usableFromInline var end: Int64 = 0

        @usableFromInline init(whole: Function) { self.whole = whole }
    }

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) { folds = Folds(arguments, shape) }

    public func reserve(rows: Int) {
        folds.reserve(rows: rows)
        while totals.count < folds.rows { totals.append(Total(whole: folds.empty)) }
    }

    @inlinable
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folds.fold(items) }

    @inlinable
    public func foldLate(_ sample: Sample, row: Int, pane: Int64) {
        folds.at(row, pane).pointee.add(sample)
        if (totals[row].first..<totals[row].end).contains(pane) { totals[row].whole.add(sample) }
    }

    @inlinable
    public func clear(row: Int, pane: Int64) {
        let old = folds.at(row, pane)
        let index = pane - Int64(folds.shape.ring)
        if (totals[row].first..<totals[row].end).contains(index) {
            totals[row].whole.unmerge(old.pointee)
            totals[row].first = index + 1
        }
        old.pointee = folds.empty
    }

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        let first = end - Int64(folds.shape.window)
        var total = totals[row]
        if first >= total.end {
            total = Total(whole: folds.empty)
            (total.first, total.end) = (first, first)
        }
        while total.first < first {
            let leaving = folds.at(row, total.first)
            if leaving.pointee.samples > 0 { total.whole.unmerge(leaving.pointee) }
            total.first += 1
        }
        while total.end < end {
            let entering = folds.at(row, total.end)
            if entering.pointee.samples > 0 { total.whole.merge(entering.pointee) }
            total.end += 1
        }
        totals[row] = total
        return Reading(value: total.whole.value, samples: total.whole.samples)
    }

    public func save(row: Int, panes: Range<Int64>, to writer: inout ByteWriter) {
        folds.save(row: row, panes: panes, to: &writer)
        writer.write(totals[row].first)
        writer.write(totals[row].end)
        writer.write(totals[row].whole)
    }

    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        totals[row].first = try reader.integer()
        totals[row].end = try reader.integer()
        totals[row].whole = try Function(from: &reader)
    }

    public var bytes: Int { folds.bytes + totals.count * MemoryLayout<Total>.stride }
}
