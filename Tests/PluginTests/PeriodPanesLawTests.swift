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
            for pane in trial.panes { store.clear(row: 0, panes: pane...pane) }
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

/// A panel as the engine keeps it, over periods of any length.
private struct PeriodTrial {
    private var pair: StorePair
    private var closed: Int64
    private var period: Range<Int64>

    init(_ kind: FunctionKind, seed: UInt64) throws {
        pair = try StorePair(
            kind, PaneShape(ofPeriodEvery: .minutes(2)), SplitMix64(seed: seed))
        closed = seed.isMultiple(of: 4) ? -20 : 5_000_000
        period = closed - 3..<closed + 4
        for store in pair.stores { store.turn(to: period.lowerBound) }
    }

    var readings: Int { pair.readings }

    /// Those that may be asked for.
    var panes: Range<Int64> { closed..<closed + Int64(pair.shape.ring) }

    private var window: Range<Int64> { period.lowerBound..<closed }

    mutating func step() {
        let row = pair.someRow()
        switch Int.random(in: 0..<20, using: &pair.random) {
        case 0..<8: pair.foldSome(from: closed)
        case 8..<11:
            guard !window.isEmpty else { return }
            pair.foldLate(row, in: Int64.random(in: window, using: &pair.random))
        case 11..<16: close()
        case 16 where Int.random(in: 0..<6, using: &pair.random) == 0:
            for _ in 0..<40 { close() }
        default: pair.read(row, over: window)
        }
    }

    /// A pane ends; most rows are read, and all may be as the period ends.
    private mutating func close() {
        closed += 1
        for row in StorePair.rows where pair.isDue() { pair.read(row, over: window) }
        guard closed == period.upperBound else { return }
        let length = Int64.random(in: 1...3, using: &pair.random)
        period = closed..<closed + length * length * length
        for store in pair.stores { store.turn(to: closed) }
    }

    func emptyStore() -> any PaneStore {
        let store = pair.emptyStore()
        store.turn(to: period.lowerBound)
        return store
    }

    func saved(row: Int, store: Int = 0) -> [UInt8] {
        pair.saved(row: row, Self.live(row, pair, closed), store: store)
    }

    mutating func restart() throws {
        let (before, closed) = (pair, closed)
        try pair.restart(as: emptyStore()) { Self.live($0, before, closed) }
        for row in StorePair.rows { #expect(saved(row: row, store: 1) == saved(row: row)) }
    }

    private static func live(_ row: Int, _ pair: StorePair, _ closed: Int64) -> Range<Int64> {
        pair.shape.live(closed: closed, newest: pair.cleared[row] ?? closed - 1)
    }
}
