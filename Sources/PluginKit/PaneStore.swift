public import Model

/// The panes of one aggregate for all groups of a panel: a ring of folds for each row.
///
/// The panel that owns the store knows time: which panes are open, which row has slid how far. The
/// store only folds, clears and reads. It is a class behind a protocol so that one dynamic call
/// serves a whole batch; inside, the loop is specialised for the function.
public protocol PaneStore: AnyObject {
    /// Makes room for `rows` rows; new ones are empty. Never shrinks.
    func reserve(rows: Int)

    /// Folds samples into panes that no reading has covered yet.
    func fold(_ items: UnsafeBufferPointer<PaneItem>)

    /// Folds one sample that stands for many into such a pane.
    func fold(_ sample: Sample, times: Int, row: Int, pane: Int64)

    /// Folds one sample, so many times, into a pane that may already be part of a reading: it
    /// corrects every later one.
    func foldLate(_ sample: Sample, times: Int, row: Int, pane: Int64)

    /// Empties the panes of a row for reuse by newer ones: those up to the newest that the row
    /// reaches now, and never more than a ring of them.
    func clear(row: Int, panes: ClosedRange<Int64>)

    /// Gives back what the pane of these rows holds beside its place. No reading asks for it any
    /// more.
    func release(rows: [Int32], pane: Int64)

    /// A window of the calendar begins with pane `first`: what is before it is over. The window
    /// that is read goes from there.
    func turn(to first: Int64)

    /// The window that ends where pane `end` begins. Amortised one merge a pane, whatever the
    /// window's length.
    func read(row: Int, end: Int64) -> Reading

    /// The fold of that window itself, for whoever asks more of it than its value.
    func whole(row: Int, end: Int64) -> any KPIFunction

    /// What is to be saved, as it is now: the store may change while another thread saves.
    func frozen() -> FrozenPanes
    func load(row: Int, from reader: inout ByteReader) throws(DamagedBytes)

    /// Bytes held, for the budget.
    var bytes: Int { get }
}

extension PaneStore {
    /// A window that slides does not turn.
    public func turn(to first: Int64) {}
}

/// One sample on its way into a pane.
@frozen
public struct PaneItem {
    // Not a sample and an index, which with their padding would be a third larger.
    @usableFromInline var time: Timestamp
    @usableFromInline var bits: UInt64
    @usableFromInline var series: UInt32
    @usableFromInline var place: UInt32

    @inlinable
    public init(index: Int, sample: Sample) {
        (time, bits, series) = (sample.time, sample.bits, sample.series)
        place = UInt32(truncatingIfNeeded: index)
    }

    /// `row * shape.ring + slot`; a panel has no more rows than it can number.
    @inlinable public var index: Int { Int(place) }
    @inlinable public var sample: Sample { Sample(time: time, bits: bits, series: series) }

    /// How many places there are for the rows of a panel.
    public static let places = Int(UInt32.max)
}

public struct Reading: Equatable, Sendable {
    public var value: Double?
    public var samples: Int

    @inlinable
    public init(value: Double?, samples: Int) {
        self.value = value
        self.samples = samples
    }

    public static let none = Reading(value: nil, samples: 0)
}

/// How a window is cut.
///
///     panes        | closed - window ... closed - 1 | closed | closed + 1 ... closed + ahead |
///                  |        what is judged          | filling|     points that came early    |
///
/// Where values settle, a pane is judged `settle` panes after it ended: to the window, all that
/// came since is ahead of its time.
@frozen
public struct PaneShape: Hashable, Sendable {
    /// The length of a pane.
    public var every: Interval
    /// Panes in the window; none for a window of the calendar, which keeps no pane that is closed.
    public var window: Int
    /// Panes beyond the first that is not judged which a point may reach: those that settle, and
    /// those of early points.
    public var ahead: Int
    /// Panes that must have ended since before one is judged.
    public var settle: Int

    public init(over: Interval, every: Interval, settle: Interval = .zero) {
        self.every = every
        window = Self.panes(in: over, every)
        self.settle = Self.panes(in: settle, every)
        ahead = Self.ahead(every) + self.settle
    }

    /// Of a window of the calendar, which is as long as it is.
    public init(ofPeriodEvery every: Interval, settle: Interval = .zero) {
        self.every = every
        window = 0
        self.settle = Self.panes(in: settle, every)
        ahead = Self.ahead(every) + self.settle
    }

    private static func ahead(_ every: Interval) -> Int {
        panes(in: Limits.ahead + Limits.clockGap, every) + 1
    }

    private static func panes(in length: Interval, _ every: Interval) -> Int {
        Int((length.nanoseconds + every.nanoseconds - 1) / every.nanoseconds)
    }

    /// The first pane that is not judged yet at a time.
    public func firstOpen(at time: Timestamp) -> Int64 {
        time.paneIndex(of: every) - Int64(settle)
    }

    /// When the pane before `end` is judged.
    public func judged(before end: Int64) -> Timestamp {
        Timestamp(nanoseconds: (end + Int64(settle)) * every.nanoseconds)
    }

    @inlinable public var isOfPeriod: Bool { window == 0 }

    /// Panes that a row holds.
    @inlinable public var ring: Int { window + 1 + ahead }

    /// The panes that a row which has slid to `newest` holds and that may still be read.
    public func live(closed: Int64, newest: Int64) -> Range<Int64> {
        min(closed - Int64(window), newest + 1)..<(newest + 1)
    }

    @inlinable
    public func slot(_ pane: Int64) -> Int {
        let slot = Int(pane % Int64(ring))
        return slot < 0 ? slot + ring : slot
    }

    @inlinable
    public func slots(_ panes: ClosedRange<Int64>) -> RingSlots { RingSlots(panes, of: self) }
}
