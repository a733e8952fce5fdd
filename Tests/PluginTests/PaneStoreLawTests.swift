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

/// A panel as the engine keeps it, over a window that slides.
private struct Trial {
    private var pair: StorePair
    private var closed: Int64

    init(_ kind: FunctionKind, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let window = Int64.random(in: 1...9, using: &random)
        let shape = PaneShape(over: .minutes(5 * window), every: .minutes(5))
        pair = try StorePair(kind, shape, random)
        closed = seed.isMultiple(of: 4) ? -20 : 5_000_000
    }

    var readings: Int { pair.readings }
    var shape: PaneShape { pair.shape }
    private var window: Range<Int64> { closed - Int64(shape.window)..<closed }

    mutating func step() {
        let row = pair.someRow()
        switch Int.random(in: 0..<20, using: &pair.random) {
        case 0..<8: pair.foldSome(from: closed)
        case 8..<11:
            let age = Int64.random(in: 1...Int64(shape.window), using: &pair.random)
            pair.foldLate(row, in: closed - age)
        case 11..<15: close(by: 1)
        case 15: close(by: Int64.random(in: 2...12, using: &pair.random))
        case 16 where Int.random(in: 0..<6, using: &pair.random) == 0: close(by: 40)
        default: pair.read(row, over: window)
        }
    }

    /// Time goes on, and most rows are judged at once.
    private mutating func close(by panes: Int64) {
        closed += panes
        for row in StorePair.rows where pair.isDue() { pair.read(row, over: window) }
    }

    func emptyStore() -> any PaneStore { pair.emptyStore() }

    func saved(row: Int) -> [UInt8] { pair.saved(row: row, Self.ring(row, pair)) }

    mutating func restart() throws {
        let before = pair
        try pair.restart(as: emptyStore()) { Self.ring($0, before) }
    }

    private static func ring(_ row: Int, _ pair: StorePair) -> Range<Int64> {
        let newest = pair.cleared[row] ?? 0
        return newest - Int64(pair.shape.ring) + 1..<newest + 1
    }
}
