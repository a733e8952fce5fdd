import Model
import PluginKit

/// What the ingest loop touches of a panel, as plain memory: no reference is counted and nothing is
/// checked twice for each point.
struct PanelGate {
    let shape: PaneShape
    let ring: Int
    /// Panes before this one are judged; nothing before `closed - window` matters any more.
    var closed: Int64 = 0
    /// The greatest pane to which each row has slid.
    var newest: UnsafeMutablePointer<Int64>
    /// `row * ring + slot`: whether the pane holds a sample of any store.
    var touched: UnsafeMutablePointer<Bool>
    /// For each store, what waits to be folded.
    let items: UnsafeMutablePointer<UnsafeMutablePointer<PaneItem>>
    let counts: UnsafeMutablePointer<Int>
    /// Whether the panel is among those to be flushed at the end of the chunk.
    var isAwaited = false

    /// The pane of the last point: most points fall where the one before fell.
    private var paneStart: Int64 = 0
    private var paneEnd: Int64 = 0
    private(set) var pane: Int64 = 0
    private(set) var slot = 0

    init(shape: PaneShape, stores: Int) {
        self.shape = shape
        ring = shape.ring
        newest = .allocate(capacity: 1)
        touched = .allocate(capacity: 1)
        items = .allocate(capacity: stores)
        counts = .allocate(capacity: stores)
        for store in 0..<stores {
            items[store] = .allocate(capacity: PanelGate.chunk)
            counts[store] = 0
        }
    }

    /// Points folded together: enough to share the cost of the frame, few enough to stay in the
    /// second-level cache.
    static let chunk = 256

    @inline(__always)
    mutating func enter(_ time: Timestamp) {
        if time.nanoseconds < paneStart || time.nanoseconds >= paneEnd {
            pane = time.paneIndex(of: shape.every)
            slot = shape.slot(pane)
            paneStart = pane * shape.every.nanoseconds
            paneEnd = paneStart + shape.every.nanoseconds
        }
    }

    /// Whether row and pane are as the last point left them: nothing to open, slide or correct.
    @inline(__always)
    func isOpen(_ row: Int) -> Bool {
        pane >= closed && newest[row] >= pane && touched[row * ring + slot]
    }

    @inline(__always)
    mutating func push(_ sample: Sample, store: Int, row: Int) {
        items[store][counts[store]] = PaneItem(index: row * ring + slot, sample: sample)
        counts[store] += 1
    }

    func deallocate(stores: Int) {
        newest.deallocate()
        touched.deallocate()
        for store in 0..<stores { items[store].deallocate() }
        items.deallocate()
        counts.deallocate()
    }
}
