import Functions
import Model
import PluginKit
import Testing

/// Whatever the calls, a window reads as if all its samples had just been folded.
@Suite struct PaneStoreLawTests {
    @Test(arguments: functionNames, 0..<12)
    func readsAsANaiveWindow(_ name: String, seed: Int) throws {
        var trial = try Trial(kind(name), seed: UInt64(seed))
        for step in 0..<400 {
            trial.step()
            if step.isMultiple(of: 29) { try trial.restart() }
        }
        #expect(trial.readings > 100, "the trial read something")
    }

    @Test(arguments: functionNames)
    func damagedRowsNeverTrap(_ name: String) throws {
        var trial = try Trial(kind(name), seed: 5)
        for _ in 0..<120 { trial.step() }
        let saved = trial.saved(row: 0)
        var random = SplitMix64(seed: 6)
        for _ in 0..<300 {
            var damaged = saved
            damaged[Int.random(in: 0..<saved.count, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            let store = trial.emptyStore()
            var reader = ByteReader(damaged)
            try? store.load(row: 0, from: &reader)
        }
        for length in stride(from: 0, to: saved.count, by: max(1, saved.count / 100)) {
            let store = trial.emptyStore()
            #expect(throws: DamagedBytes.self) {
                var reader = ByteReader(saved[..<length])
                try store.load(row: 0, from: &reader)
            }
        }
    }

    /// A function of whole numbers gets a running total, which need not be saved: it is its panes.
    @Test(arguments: functionNames)
    func wholeNumberFunctionsKeepRunningTotals(_ name: String) throws {
        let shape = PaneShape(over: .hours(1), every: .minutes(5))
        let store = kind(name).makePanes(try someArguments(kind(name)), shape)
        store.reserve(rows: 1)
        var writer = ByteWriter()
        store.frozen().save(0, 0..<1, &writer)
        let boundsAlone = writer.bytes.count == 4 + 8 + 8
        #expect(boundsAlone == (kind(name).type is any InvertibleFunction.Type))
    }

    /// More rows than a chunk holds folds: neighbours do not touch one another.
    @Test(arguments: ["mean", "count"])
    func rowsGrowAcrossChunks(_ name: String) throws {
        let shape = PaneShape(over: .minutes(25), every: .minutes(5))
        let store = kind(name).makePanes(try someArguments(kind(name)), shape)
        var rows = 0
        for wanted in [1, 2, 900, 5_000, 20_000] {
            store.reserve(rows: wanted)
            let items = (rows..<wanted).flatMap { row in
                (0...row % 3).map { _ in
                    PaneItem(index: row * shape.ring + shape.slot(3), sample: Sample(Double(row)))
                }
            }
            items.withUnsafeBufferPointer { store.fold($0) }
            rows = wanted
        }
        for row in stride(from: 0, to: rows, by: 7) {
            let reading = store.read(row: row, end: 5)
            #expect(reading.samples == row % 3 + 1)
            #expect(reading.value == (name == "mean" ? Double(row) : Double(row % 3 + 1)))
        }
    }
}

/// A panel as the engine keeps it, beside a list of all samples ever. Its store is there twice: one
/// is saved and loaded now and then, the other never; they must not be told apart.
///
/// It clears as late as the contract allows: a pane just before it is first used, and of a row that
/// was idle for longer than a ring only the panes that are left.
private struct Trial {
    let kind: FunctionKind
    let arguments: Arguments
    let shape: PaneShape
    private var stores: [any PaneStore]
    private var random: SplitMix64
    private var cleared: [Int64?]
    private var history: [[(pane: Int64, sample: Sample)]]
    private var closed: Int64
    private(set) var readings = 0

    init(_ kind: FunctionKind, seed: UInt64) throws {
        self.kind = kind
        arguments = try someArguments(kind)
        random = SplitMix64(seed: seed)
        let window = Int64.random(in: 1...9, using: &random)
        shape = PaneShape(over: .minutes(5 * window), every: .minutes(5))
        stores = [kind.makePanes(arguments, shape), kind.makePanes(arguments, shape)]
        for store in stores { store.reserve(rows: 3) }
        cleared = [nil, nil, nil]
        history = [[], [], []]
        closed = seed.isMultiple(of: 4) ? -20 : 5_000_000
    }

    mutating func step() {
        let row = Int.random(in: 0..<3, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: foldSome()
        case 8..<11: foldLate(row)
        case 11..<15: close(by: 1)
        case 15: close(by: Int64.random(in: 2...12, using: &random))
        case 16 where Int.random(in: 0..<6, using: &random) == 0: close(by: 40)
        default: read(row)
        }
    }

    /// Time goes on, and most rows are judged at once; some are skipped.
    private mutating func close(by panes: Int64) {
        closed += panes
        for row in 0..<3 where Int.random(in: 0..<3, using: &random) > 0 { read(row) }
    }

    private mutating func foldSome() {
        var items: [PaneItem] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            let row = Int.random(in: 0..<3, using: &random)
            let pane = closed + Int64.random(in: 0...Int64(shape.ahead), using: &random)
            clear(row, to: pane)
            let sample = sample(in: pane)
            history[row].append((pane, sample))
            items.append(
                PaneItem(index: row * shape.ring + shape.slot(pane), sample: sample))
        }
        for store in stores { items.withUnsafeBufferPointer { store.fold($0) } }
    }

    private mutating func foldLate(_ row: Int) {
        let pane = closed - Int64.random(in: 1...Int64(shape.window), using: &random)
        clear(row, to: pane)
        let sample = sample(in: pane)
        history[row].append((pane, sample))
        for store in stores { store.foldLate(sample, row: row, pane: pane) }
    }

    private mutating func read(_ row: Int) {
        clear(row, to: closed)
        let expected = naive(row)
        let reading = stores[0].read(row: row, end: closed)
        readings += 1
        #expect(reading == stores[1].read(row: row, end: closed), "restart is invisible")
        #expect(reading.samples == expected.samples)
        #expect(agree(reading.value, expected.value, within: 1e-9))
    }

    private func naive(_ row: Int) -> Reading {
        func read<F: KPIFunction>(_: F.Type) -> Reading {
            let window = history[row].filter {
                (closed - Int64(shape.window)..<closed).contains($0.pane)
            }
            let whole = fold(F.self, window.map(\.sample), arguments)
            return Reading(value: whole.value, samples: whole.samples)
        }
        return read(self.kind.type)
    }

    private mutating func sample(in pane: Int64) -> Sample {
        let offset = Interval.seconds(Int64.random(in: 0..<300, using: &random))
        let value = Double(Int.random(in: -2...10, using: &random))
        let series = UInt32.random(in: 0..<3, using: &random)
        return Sample(value, at: .zero + shape.every * pane + offset, series: series)
    }

    private mutating func clear(_ row: Int, to pane: Int64) {
        let oldest = pane - Int64(shape.ring) + 1
        let next = max((cleared[row] ?? oldest - 1) + 1, oldest)
        guard next <= pane else { return }
        for pane in next...pane {
            for store in stores { store.clear(row: row, pane: pane) }
        }
        cleared[row] = pane
    }

    func emptyStore() -> any PaneStore {
        let store = kind.makePanes(arguments, shape)
        store.reserve(rows: 3)
        return store
    }

    func saved(row: Int, store: Int = 0) -> [UInt8] {
        var writer = ByteWriter()
        let newest = cleared[row] ?? 0
        let ring = newest - Int64(shape.ring) + 1..<newest + 1
        stores[store].frozen().save(row, ring, &writer)
        return writer.bytes
    }

    /// Saves the second store and goes on with what was loaded from it.
    mutating func restart() throws {
        let loaded = emptyStore()
        for row in 0..<3 {
            let before = saved(row: row, store: 1)
            var reader = ByteReader(before)
            try loaded.load(row: row, from: &reader)
            #expect(reader.remaining == 0)
            #expect(before == saved(row: row), "a store that was loaded saves the same bytes")
        }
        stores[1] = loaded
        for row in 0..<3 { #expect(saved(row: row, store: 1) == saved(row: row)) }
    }
}
