public import Model

/// Windows of any mergeable function, as a queue made of two stacks.
///
///     pane       first        middle         end
///     ring    |  S  S  S  S  |  p  p  p  p  |        S: that pane merged with all up to the middle
///                            |---- back ----|        p: the pane alone; back: all of them merged
///
/// A reading is S[first] merged with back. When `first` reaches the middle the raw panes are turned into an S run,
/// from the newest down: amortised one merge a pane, whatever the window's length. Nothing is subtracted, so nothing
/// drifts, and the result is a function of the calls alone.
///
/// - Source: "two-stacks" of Tangwongsan, Hirzel and Schneider, "Low-latency sliding-window aggregation in worst-case
///   constant time", DEBS 2017.
public final class StackedPanes<Function: KPIFunction>: PaneStore {
    @usableFromInline var folds: Folds<Function>
    @usableFromInline var queues: [Queue] = []

    @usableFromInline
    struct Queue {
        @usableFromInline var back: Function
        @usableFromInline var first: Int64 = 0
        @usableFromInline var middle: Int64 = 0
        @usableFromInline var end: Int64 = 0

        @usableFromInline init(back: Function) { self.back = back }
    }

    @usableFromInline
    init(_ arguments: Arguments, _ shape: PaneShape) { folds = Folds(arguments, shape) }

    public func reserve(rows: Int) {
        folds.reserve(rows: rows)
        while queues.count < folds.rows { queues.append(Queue(back: folds.empty)) }
    }

    @inlinable
    public func fold(_ items: UnsafeBufferPointer<PaneItem>) { folds.fold(items) }

    /// Every S run that covers the pane takes the sample too.
    public func foldLate(_ sample: Sample, row: Int, pane: Int64) {
        let queue = queues[row]
        if pane >= queue.middle || pane < queue.first {
            folds.at(row, pane).pointee.add(sample)
            if pane >= queue.middle, pane < queue.end { queues[row].back.add(sample) }
        } else {
            for covering in queue.first...pane { folds.at(row, covering).pointee.add(sample) }
        }
    }

    @inlinable
    public func clear(row: Int, pane: Int64) { folds.at(row, pane).pointee = folds.empty }

    @inlinable
    public func read(row: Int, end: Int64) -> Reading {
        let first = end - Int64(folds.shape.window)
        if first >= queues[row].end {
            queues[row].back = folds.empty
            (queues[row].middle, queues[row].end) = (first, first)
        }
        queues[row].first = first
        extend(row, to: end)
        if first >= queues[row].middle { turn(row) }
        guard first < queues[row].middle else { return reading(queues[row].back) }
        var whole = folds.at(row, first).pointee
        whole.merge(queues[row].back)
        return reading(whole)
    }

    @inlinable
    func extend(_ row: Int, to end: Int64) {
        while queues[row].end < end {
            let entering = folds.at(row, queues[row].end)
            if entering.pointee.samples > 0 { queues[row].back.merge(entering.pointee) }
            queues[row].end += 1
        }
    }

    /// Turns the raw panes of the back into the S run of the front.
    @inlinable
    func turn(_ row: Int) {
        let (first, end) = (queues[row].first, queues[row].end)
        for pane in stride(from: end - 2, through: first, by: -1) {
            let newer = folds.at(row, pane + 1)
            if newer.pointee.samples > 0 { folds.at(row, pane).pointee.merge(newer.pointee) }
        }
        queues[row].middle = end
        queues[row].back = folds.empty
    }

    @inlinable
    func reading(_ fold: Function) -> Reading {
        Reading(value: fold.value, samples: fold.samples)
    }

    public func save(row: Int, panes: Range<Int64>, to writer: inout ByteWriter) {
        folds.save(row: row, panes: panes, to: &writer)
        writer.write(queues[row].first)
        writer.write(queues[row].middle)
        writer.write(queues[row].end)
        writer.write(queues[row].back)
    }

    public func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes) {
        try folds.load(row: row, from: &reader)
        queues[row].first = try reader.integer()
        queues[row].middle = try reader.integer()
        queues[row].end = try reader.integer()
        queues[row].back = try Function(from: &reader)
        guard queues[row].first <= queues[row].middle, queues[row].middle <= queues[row].end else {
            throw DamagedBytes("a queue whose ends are crossed")
        }
    }

    public var bytes: Int { folds.bytes + queues.count * MemoryLayout<Queue>.stride }
}
