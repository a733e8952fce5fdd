public import Model

/// Windows of any mergeable function, as a queue made of two stacks.
///
///     pane       first        middle         end
///     ring    |  S  S  S  S  |  p  p  p  p  |        S: that pane merged with all up to the middle
///                            |---- back ----|        p: the pane alone; back: all of them merged
///
/// A reading is S[first] merged with back. When `first` reaches the middle the raw panes are turned
/// into an S run, from the newest down: amortised one merge a pane, whatever the window's length.
/// Nothing is subtracted, so nothing drifts, and the result is a function of the calls alone.
///
/// - Complexity: a late sample is added to every S run that covers its pane: O(window).
/// - Source: "two-stacks" of Tangwongsan, Hirzel and Schneider, "Low-latency sliding-window
///   aggregation in worst-case constant time", DEBS 2017.
public final class StackedPanes<Function: KPIFunction>: PaneStore {
    @usableFromInline var folds: Folds<Function>
    @usableFromInline var queues: [Queue] = []

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) { folds = Folds(arguments, shape) }

    @inlinable
    public func reserve(rows: Int) {
        folds.reserve(rows: rows)
        while queues.count < folds.rows { queues.append(Queue(back: folds.empty)) }
    }

    @inlinable
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folds.fold(items) }

    @inlinable
    public func fold(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        folds.at(row, pane).pointee.add(sample, times: times)
    }

    @inlinable
    public func foldLate(_ sample: Sample, times: Int, row: Int, pane: Int64) {
        queues[row].addLate(sample, times, pane, row, &folds)
    }

    @inlinable
    public func clear(row: Int, panes: ClosedRange<Int64>) {
        queues[row].leave(before: panes.upperBound &- Int64(folds.shape.ring) &+ 1, &folds)
        folds.clear(row, panes)
    }

    @inlinable
    public func release(rows: [Int32], pane: Int64) { folds.release(rows, pane) }

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        let whole = queues[row].slide(to: end, row, &folds)
        return Reading(value: whole.value, samples: whole.samples)
    }

    @inlinable
    public func whole(row: Int, end: Int64) -> any KPIFunction {
        queues[row].slide(to: end, row, &folds)
    }

    public var bytes: Int { folds.bytes + queues.count * MemoryLayout<Queue>.stride }
}

extension StackedPanes {
    /// What is known of a row's window.
    @usableFromInline
    struct Queue: Sendable {
        @usableFromInline var back: Function
        @usableFromInline var first = Int64.min
        @usableFromInline var middle = Int64.min
        @usableFromInline var end = Int64.min

        @usableFromInline init(back: Function) { self.back = back }

        @inlinable
        mutating func addLate(
            _ sample: Sample, _ times: Int, _ pane: Int64, _ row: Int,
            _ folds: inout Folds<Function>
        ) {
            if pane >= middle {
                folds.at(row, pane).pointee.add(sample, times: times)
                if pane < end { back.add(sample, times: times) }
            } else if pane >= first {
                for covering in first...pane {
                    folds.at(row, covering).pointee.add(sample, times: times)
                }
            }
        }

        /// The row may have been idle for long, and the ring goes round: panes before `oldest` are
        /// no more. If they are in the back they cannot be taken out of it: the next reading makes
        /// it anew.
        @inlinable
        mutating func leave(before oldest: Int64, _ folds: inout Folds<Function>) {
            guard first < oldest else { return }
            first = oldest
            guard middle < oldest else { return }
            (middle, end) = (oldest, oldest)
            back = folds.empty
        }

        @inlinable
        mutating func slide(to newEnd: Int64, _ row: Int, _ folds: inout Folds<Function>)
            -> Function
        {
            first = newEnd &- Int64(folds.shape.window)
            if first >= middle { turn(newEnd, row, &folds) } else { extend(newEnd, row, &folds) }
            var whole = folds.at(row, first).pointee
            whole.merge(back)
            return whole
        }

        /// Makes one S run of the whole window, in which all panes are raw; the back is empty then.
        @inlinable
        mutating func turn(_ newEnd: Int64, _ row: Int, _ folds: inout Folds<Function>) {
            for pane in stride(from: newEnd - 2, through: first, by: -1) {
                let newer = folds.at(row, pane + 1)
                if newer.pointee.samples > 0 { folds.at(row, pane).pointee.merge(newer.pointee) }
            }
            (middle, end) = (newEnd, newEnd)
            back = folds.empty
        }

        @inlinable
        mutating func extend(_ newEnd: Int64, _ row: Int, _ folds: inout Folds<Function>) {
            guard end < newEnd else { return }
            for pane in end..<newEnd {
                let entering = folds.at(row, pane)
                if entering.pointee.samples > 0 { back.merge(entering.pointee) }
            }
            end = newEnd
        }
    }
}

extension StackedPanes {
    @inlinable
    public func frozen() -> FrozenPanes {
        let (folds, queues) = (folds.frozen(), queues)
        return FrozenPanes { row, panes, writer in
            let queue = queues[row]
            let first = max(panes.lowerBound, queue.first)
            folds.save(row: row, panes: first..<max(first, panes.upperBound), to: &writer)
            writer.write(queue.first)
            writer.write(queue.middle)
            writer.write(queue.end)
            writer.write(queue.back)
        }
    }

    @inlinable
    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        queues[row].first = try reader.integer()
        queues[row].middle = try reader.integer()
        queues[row].end = try reader.integer()
        queues[row].back = try Function(from: &reader)
        let queue = queues[row]
        guard queue.first <= queue.middle, queue.middle <= queue.end,
            length(queue.first, queue.end) <= folds.shape.window
        else { throw DamagedBytes("a queue whose ends are crossed") }
    }
}
