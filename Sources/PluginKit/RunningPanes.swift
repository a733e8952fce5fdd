public import Model

/// Windows of a function that can be taken back: a running total a row, off which is taken what
/// leaves.
///
///     pane       first                       end
///     ring    |  p  p  p  p  p  p  p  p  p  |        whole: all of these merged
///
/// Exact, since such a function is made of whole numbers. A reading costs one merge for each pane
/// that came and one for each that left since the last.
public final class RunningPanes<Function: InvertibleFunction>: PaneStore {
    @usableFromInline var folds: Folds<Function>
    @usableFromInline var totals: [Total] = []

    @usableFromInline
    struct Total {
        @usableFromInline var whole: Function
        @usableFromInline var first = Int64.min
        @usableFromInline var end = Int64.min

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
        if pane >= totals[row].first, pane < totals[row].end { totals[row].whole.add(sample) }
    }

    /// The row may have been idle for long: what its total still holds of the pane that is cleared,
    /// and of those before it, must go while it can be seen.
    @inlinable
    public func clear(row: Int, pane: Int64) {
        leave(row, before: pane &- Int64(folds.shape.ring) &+ 1)
        folds.at(row, pane).pointee = folds.empty
    }

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        leave(row, before: end &- Int64(folds.shape.window))
        enter(row, before: end)
        return Reading(value: totals[row].whole.value, samples: totals[row].whole.samples)
    }

    /// Takes off the total what lies before `first`.
    @inlinable
    func leave(_ row: Int, before first: Int64) {
        guard totals[row].first < first else { return }
        if totals[row].end <= first {
            totals[row].whole = folds.empty
            totals[row].end = first
        } else {
            for pane in totals[row].first..<first {
                let leaving = folds.at(row, pane)
                if leaving.pointee.samples > 0 { totals[row].whole.unmerge(leaving.pointee) }
            }
        }
        totals[row].first = first
    }

    /// Adds to the total what lies between it and `end`.
    @inlinable
    func enter(_ row: Int, before end: Int64) {
        guard totals[row].end < end else { return }
        for pane in totals[row].end..<end {
            let entering = folds.at(row, pane)
            if entering.pointee.samples > 0 { totals[row].whole.merge(entering.pointee) }
        }
        totals[row].end = end
    }

    public var bytes: Int { folds.bytes + totals.count * MemoryLayout<Total>.stride }
}

extension RunningPanes {
    /// The total is not saved: it is its panes.
    public func save(row: Int, panes: Range<Int64>, to writer: inout ByteWriter) {
        let first = max(panes.lowerBound, totals[row].first)
        folds.save(row: row, panes: first..<max(first, panes.upperBound), to: &writer)
        writer.write(totals[row].first)
        writer.write(totals[row].end)
    }

    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        let first = try reader.integer(Int64.self)
        let end = try reader.integer(Int64.self)
        guard first <= end, length(first, end) <= folds.shape.window else {
            throw DamagedBytes("a total of more panes than a window has")
        }
        totals[row].whole = folds.empty
        (totals[row].first, totals[row].end) = (first, first)
        enter(row, before: end)
    }
}
