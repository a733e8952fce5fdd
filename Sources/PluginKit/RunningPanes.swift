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
    init(_ arguments: Arguments, _ shape: PaneShape) { folds = Folds(arguments, shape) }

    @inlinable
    public func reserve(rows: Int) {
        folds.reserve(rows: rows)
        while totals.count < folds.rows { totals.append(Total(whole: folds.empty)) }
    }

    @inlinable
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folds.fold(items) }

    @inlinable
    public func fold(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        folds.at(row, pane).pointee.add(sample, times: times)
    }

    @inlinable
    public func foldLate(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        folds.at(row, pane).pointee.add(sample, times: times)
        totals[row].addLate(sample, times, pane)
    }

    /// The row may have been idle for long: what its total still holds of the panes that are
    /// cleared, and of those before them, must go while it can be seen.
    @inlinable
    public func clear(row: Int, panes: ClosedRange<Int64>) {
        totals[row].leave(before: panes.upperBound &- Int64(folds.shape.ring) &+ 1, row, &folds)
        folds.clear(row, panes)
    }

    @inlinable
    public func release(rows: [Int32], pane: Int64) { folds.release(rows, pane) }

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        totals[row].slide(to: end, row, &folds)
    }

    @inlinable
    public func whole(row: Int, end: Int64) -> any KPIFunction {
        _ = totals[row].slide(to: end, row, &folds)
        return totals[row].whole
    }

    public var bytes: Int { folds.bytes + totals.count * MemoryLayout<Total>.stride }
}

extension RunningPanes {
    /// The panes `first ..< end` of a row, merged.
    @usableFromInline
    struct Total: Sendable {
        @usableFromInline var whole: Function
        @usableFromInline var first = Int64.min
        @usableFromInline var end = Int64.min

        @usableFromInline init(whole: Function) { self.whole = whole }

        @inlinable
        mutating func addLate(_ sample: Sample, _ times: Int, _ pane: Int64) {
            if pane >= first, pane < end { whole.add(sample, times: times) }
        }

        @inlinable
        mutating func slide(to end: Int64, _ row: Int, _ folds: inout Folds<Function>)
            -> Reading
        {
            leave(before: end &- Int64(folds.shape.window), row, &folds)
            enter(before: end, row, &folds)
            return Reading(value: whole.value, samples: whole.samples)
        }

        @inlinable
        mutating func leave(
            before newFirst: Int64, _ row: Int, _ folds: inout Folds<Function>
        ) {
            guard first < newFirst else { return }
            if end <= newFirst {
                (whole, end) = (folds.empty, newFirst)
            } else {
                for pane in first..<newFirst {
                    let leaving = folds.at(row, pane)
                    if leaving.pointee.samples > 0 { whole.unmerge(leaving.pointee) }
                }
            }
            first = newFirst
        }

        @inlinable
        mutating func enter(
            before newEnd: Int64, _ row: Int, _ folds: inout Folds<Function>
        ) {
            guard end < newEnd else { return }
            for pane in end..<newEnd {
                let entering = folds.at(row, pane)
                if entering.pointee.samples > 0 { whole.merge(entering.pointee) }
            }
            end = newEnd
        }
    }
}

extension RunningPanes {
    /// The total is not saved: it is its panes.
    @inlinable
    public func frozen() -> FrozenPanes {
        let (folds, totals) = (folds.frozen(), totals)
        return FrozenPanes { row, panes, writer in
            let total = totals[row]
            let first = max(panes.lowerBound, total.first)
            folds.save(row: row, panes: first..<max(first, panes.upperBound), to: &writer)
            writer.write(total.first)
            writer.write(total.end)
        }
    }

    @inlinable
    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        let first = try reader.integer(Int64.self)
        let end = try reader.integer(Int64.self)
        guard first <= end, length(first, end) <= folds.shape.window else {
            throw DamagedBytes("a total of more panes than a window has")
        }
        (totals[row].first, totals[row].end) = (first, first)
        totals[row].enter(before: end, row, &folds)
    }
}
