import Model
import PluginKit
import Testing

/// A store of three rows that is there twice, beside a list of all samples ever: one of the two is
/// saved and loaded now and then, the other never; they must not be told apart.
///
/// It clears as late as the contract allows: a pane just before it is first used, and of a row that
/// was idle for longer than a ring only the panes that are left.
struct StorePair {
    static let rows = 0..<3

    let kind: FunctionKind
    let arguments: Arguments
    let shape: PaneShape
    var random: SplitMix64
    private(set) var stores: [any PaneStore]
    private(set) var cleared: [Int64?]
    private(set) var readings = 0
    private var history: [[(pane: Int64, sample: Sample)]]

    init(_ kind: FunctionKind, _ shape: PaneShape, _ random: SplitMix64) throws {
        self.kind = kind
        self.shape = shape
        self.random = random
        arguments = try someArguments(kind)
        stores = []
        cleared = Self.rows.map { _ in nil }
        history = Self.rows.map { _ in [] }
        stores = [emptyStore(), emptyStore()]
    }

    func emptyStore() -> any PaneStore {
        let store = kind.makePanes(arguments, shape)
        store.reserve(rows: Self.rows.count)
        return store
    }

    mutating func someRow() -> Int { Int.random(in: Self.rows, using: &random) }

    /// Whether a row is read as a pane ends: most are, some are skipped.
    mutating func isDue() -> Bool { Int.random(in: 0..<3, using: &random) > 0 }

    /// A few samples from the filling pane on.
    mutating func foldSome(from closed: Int64) {
        var items: [PaneItem] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let row = someRow()
            let pane = closed + Int64.random(in: 0...Int64(shape.ahead), using: &random)
            items.append(
                PaneItem(
                    index: row * shape.ring + shape.slot(pane), sample: sample(row, in: pane)))
        }
        for store in stores { items.withUnsafeBufferPointer { store.fold($0) } }
    }

    mutating func foldLate(_ row: Int, in pane: Int64) {
        let sample = sample(row, in: pane)
        for store in stores { store.foldLate(sample, times: 1, row: row, pane: pane) }
    }

    /// A new one, with its pane made ready.
    private mutating func sample(_ row: Int, in pane: Int64) -> Sample {
        clear(row, to: pane)
        let length = Int64(shape.every.seconds)
        let offset = Interval.seconds(Int64.random(in: 0..<length, using: &random))
        let value = Double(Int.random(in: -2...10, using: &random))
        let series = UInt32.random(in: 0..<3, using: &random)
        let sample = Sample(value, at: .zero + shape.every * pane + offset, series: series)
        history[row].append((pane, sample))
        return sample
    }

    private mutating func clear(_ row: Int, to pane: Int64) {
        let oldest = pane - Int64(shape.ring) + 1
        let next = max((cleared[row] ?? oldest - 1) + 1, oldest)
        guard next <= pane else { return }
        // All at once or one by one, it makes no difference.
        stores[0].clear(row: row, panes: next...pane)
        for pane in next...pane { stores[1].clear(row: row, panes: pane...pane) }
        cleared[row] = pane
    }

    /// Both read as if all samples of the window had just been folded.
    mutating func read(_ row: Int, over window: Range<Int64>) {
        clear(row, to: window.upperBound)
        let expected = naive(row, window)
        let reading = stores[0].read(row: row, end: window.upperBound)
        readings += 1
        #expect(
            reading == stores[1].read(row: row, end: window.upperBound), "restart is invisible")
        #expect(reading.samples == expected.samples)
        #expect(agree(reading.value, expected.value, within: 1e-9))
    }

    private func naive(_ row: Int, _ window: Range<Int64>) -> Reading {
        func read<F: KPIFunction>(_: F.Type) -> Reading {
            let samples = history[row].filter { window.contains($0.pane) }.map(\.sample)
            let whole = fold(F.self, samples, arguments)
            return Reading(value: whole.value, samples: whole.samples)
        }
        return read(self.kind.type)
    }

    func saved(row: Int, _ panes: Range<Int64>, store: Int = 0) -> [UInt8] {
        var writer = ByteWriter()
        stores[store].frozen().save(row, panes, &writer)
        return writer.bytes
    }

    /// Saves the second store and goes on with what was loaded from it.
    ///
    /// - Parameter panes: those that are saved of a row.
    mutating func restart(as loaded: any PaneStore, saving panes: (Int) -> Range<Int64>) throws {
        for row in Self.rows {
            let before = saved(row: row, panes(row), store: 1)
            var reader = ByteReader(before)
            try loaded.load(row: row, from: &reader)
            #expect(reader.remaining == 0)
            #expect(
                before == saved(row: row, panes(row)),
                "a store that was loaded saves the same bytes")
        }
        stores[1] = loaded
    }
}
