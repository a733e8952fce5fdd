import Functions
import Model
import PluginKit
import Testing

/// Whatever the calls, a window of the calendar reads as if all samples of the period so far had
/// just been folded.
@Suite struct PeriodPanesLawTests {
    @Test(arguments: functionNames, 0..<12)
    func readsAsANaivePeriod(_ name: String, seed: Int) throws {
        var trial = try PeriodTrial(kind(name), seed: UInt64(seed))
        for step in 0..<400 {
            trial.step()
            if step.isMultiple(of: 29) { try trial.restart() }
        }
        #expect(trial.readings > 100, "the trial read something")
    }

    @Test(arguments: functionNames)
    func damagedRowsNeverTrap(_ name: String) throws {
        var trial = try PeriodTrial(kind(name), seed: 5)
        for _ in 0..<120 { trial.step() }
        let saved = trial.saved(row: 0)
        var random = SplitMix64(seed: 6)
        for _ in 0..<300 {
            var damaged = saved
            damaged[Int.random(in: 0..<saved.count, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            let store = trial.emptyStore()
            var reader = ByteReader(damaged)
            guard (try? store.load(row: 0, from: &reader)) != nil else { continue }
            for pane in trial.panes { store.clear(row: 0, pane: pane) }
            _ = store.read(row: 0, end: trial.panes.upperBound)
        }
    }

    /// A year of hours takes the memory of an hour.
    @Test func memoryDoesNotGrowWithTheYear() throws {
        let shape = PaneShape(ofPeriodEvery: .hours(1))
        let store = kind("mean").makePanes(try someArguments(kind("mean")), shape)
        store.reserve(rows: 100)
        #expect(shape.ring == 3)
        #expect(store.bytes <= 100 * (3 * 16 + 32))
    }
}

/// A panel as the engine keeps it, beside a list of all samples ever. Periods are of any length; its
/// store is there twice, and one is saved and loaded now and then.
private struct PeriodTrial {
    let kind: FunctionKind
    let arguments: Arguments
    let shape = PaneShape(ofPeriodEvery: .minutes(2))
    private var stores: [any PaneStore]
    private var random: SplitMix64
    private var cleared: [Int64?] = [nil, nil, nil]
    private var history: [[(pane: Int64, sample: Sample)]] = [[], [], []]
    private var closed: Int64
    private var period: Range<Int64>
    private(set) var readings = 0

    init(_ kind: FunctionKind, seed: UInt64) throws {
        self.kind = kind
        arguments = try someArguments(kind)
        random = SplitMix64(seed: seed)
        stores = [kind.makePanes(arguments, shape), kind.makePanes(arguments, shape)]
        closed = seed.isMultiple(of: 4) ? -20 : 5_000_000
        period = closed - 3..<closed + 4
        for store in stores {
            store.reserve(rows: 3)
            store.turn(to: period.lowerBound)
        }
    }

    /// Those that may be asked for.
    var panes: Range<Int64> { closed..<closed + Int64(shape.ring) }

    mutating func step() {
        let row = Int.random(in: 0..<3, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: foldSome()
        case 8..<11: foldLate(row)
        case 11..<16: close()
        case 16 where Int.random(in: 0..<6, using: &random) == 0: for _ in 0..<40 { close() }
        default: read(row)
        }
    }

    /// A pane ends; most rows are read, and all may be as the period ends.
    private mutating func close() {
        closed += 1
        for row in 0..<3 where Int.random(in: 0..<3, using: &random) > 0 { read(row) }
        guard closed == period.upperBound else { return }
        let length = Int64.random(in: 1...3, using: &random)
        period = closed..<closed + length * length * length
        for store in stores { store.turn(to: closed) }
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
        guard period.lowerBound < closed else { return }
        let pane = Int64.random(in: period.lowerBound..<closed, using: &random)
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
                period.lowerBound <= $0.pane && $0.pane < closed
            }
            let whole = fold(F.self, window.map(\.sample), arguments)
            return Reading(value: whole.value, samples: whole.samples)
        }
        return read(self.kind.type)
    }

    private mutating func sample(in pane: Int64) -> Sample {
        let offset = Interval.seconds(Int64.random(in: 0..<120, using: &random))
        let value = Double(Int.random(in: -2...10, using: &random))
        return Sample(value, at: .zero + shape.every * pane + offset)
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
        store.turn(to: period.lowerBound)
        return store
    }

    func saved(row: Int, store: Int = 0) -> [UInt8] {
        var writer = ByteWriter()
        let newest = cleared[row] ?? closed - 1
        stores[store].frozen().save(
            row, shape.live(closed: closed, newest: newest), &writer)
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
    }
}
