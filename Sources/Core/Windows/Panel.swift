import Model
import Plans
import PluginKit

/// The windows of KPIs that share streams, groups and panes: which rows there are, which changed,
/// and the stores.
///
/// A class: it owns raw memory that the ingest loop reaches through `gate`, and there is one.
final class Panel {
    let program: PanelProgram
    let shape: PaneShape
    let gate: UnsafeMutablePointer<PanelGate>
    private(set) var stores: [any PaneStore]
    private(set) var groups: Groups
    /// Rows with a sample in each slot's pane, in the order in which they came.
    private var rowsTouched: [[Int32]]
    /// Rows with a sample in the pane that left the window last.
    private var rowsLeft: [Int32] = []
    /// How many those are in all slots.
    private var marks = 0
    /// Rows to be judged again whatever comes: their judged panes took a late sample, or the rules
    /// are new.
    private var rowsLate: Set<Int32> = []
    /// Rows of which something came since the last judgement that was older than what is filling:
    /// a stream that comes late is not silent. Empty where nobody listens.
    private var heard: Set<Int32> = []
    /// The same of the step before.
    private var heardBefore: Set<Int32> = []
    private var capacity = 0
    /// nil: the window slides.
    private(set) var period: PanelPeriod?
    /// Points that a full panel could not place.
    private(set) var crowdedOut = 0

    init(_ program: PanelProgram, closed: Int64) {
        self.program = program
        shape = program.key.shape
        gate = .allocate(capacity: 1)
        gate.initialize(to: PanelGate(shape: program.key.shape, stores: program.stores.count))
        gate.pointee.closed = closed
        stores = program.stores.map {
            $0.function.makePanes($0.aggregate.arguments, program.key.shape)
        }
        groups = Groups(
            by: program.key.by,
            limit: min(program.key.groupLimit, PaneItem.places / program.key.shape.ring),
            kept: program.key.kept)
        rowsTouched = Array(repeating: [], count: program.key.shape.ring)
        period = program.key.period.map {
            PanelPeriod($0, every: program.key.shape.every, closed: closed)
        }
        turnStores()
    }

    deinit {
        gate.pointee.deallocate(stores: program.stores.count)
        gate.deallocate()
    }

    /// The pane boundary up to which everything is judged.
    var closed: Int64 { gate.pointee.closed }

    /// When the next pane is judged: at its end, or once it has settled.
    var nextEnd: Timestamp { shape.judged(before: closed + 1) }

    /// When the period of a calendar window began; nil: the window slides.
    var begins: Timestamp? {
        period.map { Timestamp(nanoseconds: $0.panes.lowerBound * shape.every.nanoseconds) }
    }

    /// The row of a group, made if need be; nil: no room.
    func row(for group: [String]) -> Int? {
        let known = groups.count
        guard let row = groups.insert(group) else { return nil }
        if row >= capacity { grow() }
        // Set when the row is made and not when its memory is: else it would tell of how the memory
        // grew.
        if row == known { gate.pointee.newest[row] = closed - Int64(shape.window) - 1 }
        return row
    }

    func countCrowdedOut() { crowdedOut += 1 }

    private func grow() {
        let wanted = max(4, capacity * 2)
        let ring = shape.ring
        let newest = UnsafeMutablePointer<Int64>.allocate(capacity: wanted)
        newest.update(from: gate.pointee.newest, count: capacity)
        let touched = UnsafeMutablePointer<Bool>.allocate(capacity: wanted * ring)
        touched.update(from: gate.pointee.touched, count: capacity * ring)
        (touched + capacity * ring).initialize(
            repeating: false, count: (wanted - capacity) * ring)
        gate.pointee.newest.deallocate()
        gate.pointee.touched.deallocate()
        gate.pointee.newest = newest
        gate.pointee.touched = touched
        for store in stores { store.reserve(rows: wanted) }
        capacity = wanted
    }
}

// MARK: points

extension Panel {
    enum Place { case open, late, beyond }

    /// Readies the pane of a row for a sample, off the fast path: slides the row, marks the pane,
    /// notes what has to be judged again.
    func open(row: Int, pane: Int64) -> Place {
        if program.isListening, pane < closed { heard.insert(Int32(row)) }
        if pane > closed + Int64(shape.ahead) || pane < oldest { return .beyond }
        slide(row, to: pane)
        if pane < closed, period != nil {
            // The ring has no place for it, and no mark.
            period?.noteLate(Int32(row))
            rowsLate.insert(Int32(row))
            return .late
        }
        if !gate.pointee.touched[row * shape.ring + shape.slot(pane)] { mark(row, pane) }
        guard pane < closed else { return .open }
        rowsLate.insert(Int32(row))
        return .late
    }

    /// The oldest pane in which a sample still counts.
    private var oldest: Int64 { period?.panes.lowerBound ?? closed - Int64(shape.window) }

    /// Folds what the gate gathered.
    func flush() {
        gate.pointee.isAwaited = false
        for index in stores.indices where gate.pointee.counts[index] > 0 {
            stores[index].fold(
                UnsafeBufferPointer(
                    start: gate.pointee.items[index], count: gate.pointee.counts[index]))
            gate.pointee.counts[index] = 0
        }
    }

    /// Clears the panes that come into the ring of a row, up to `pane`.
    private func slide(_ row: Int, to pane: Int64) {
        let newest = gate.pointee.newest[row]
        guard pane > newest else { return }
        let fresh = max(newest + 1, pane - Int64(shape.ring) + 1)...pane
        let touched = gate.pointee.touched + row * shape.ring
        for slot in shape.slots(fresh) { touched[slot] = false }
        for store in stores { store.clear(row: row, panes: fresh) }
        gate.pointee.newest[row] = pane
    }
}

// MARK: time

extension Panel {
    /// Takes every pane before `now` as judged. Before the first point only.
    func start(at now: Timestamp) {
        gate.pointee.closed = shape.firstOpen(at: now)
        startPeriod()
    }

    private func startPeriod() {
        period = period?.started(at: closed)
        turnStores()
    }

    private func turnStores() {
        guard let period else { return }
        for store in stores { store.turn(to: period.panes.lowerBound) }
    }

    /// Closes the filling pane and gives the rows whose window is another one than at the last
    /// judgement: those with a sample in the pane that came in, in the pane that left, or late.
    func close() -> [Int] {
        let end = closed + 1
        gate.pointee.closed = end
        let left = shape.slot(end - 1 - Int64(shape.window))
        let came = rowsTouched[shape.slot(end - 1)]
        let gone = rowsTouched[left]
        rowsTouched[left] = []
        rowsLeft = gone
        marks -= gone.count
        let listened = heard.union(heardBefore)
        (heard, heardBefore) = ([], heard)
        defer { rowsLate.removeAll(keepingCapacity: true) }
        if let judged = period?.close(came: came, late: rowsLate, at: end) {
            return Self.union(judged, [])
        }
        return Self.union(came, gone + rowsLate + listened)
    }

    /// In order, each once. Sorting is cheaper than a set: most rows are in order already.
    private static func union(_ some: [Int32], _ others: [Int32]) -> [Int] {
        let rows = (some + others).sorted()
        return rows.indices.compactMap { index in
            index > 0 && rows[index] == rows[index - 1] ? nil : Int(rows[index])
        }
    }

    /// Whether what is read after the last `close` is to be judged: where only whole periods are,
    /// at their end alone. Else the values are those that there are.
    var isReadable: Bool { period?.isReadable(at: closed) ?? true }

    /// Gives back what the pane held that the last `close` pushed out of the window, once it was
    /// judged: else it would stay until the ring comes round. A period that is over gives way to
    /// the next.
    func release() {
        if period?.isOver(at: closed) == true {
            period?.turn(at: closed)
            turnStores()
        }
        let pane = closed - 1 - Int64(shape.window)
        for store in stores { store.release(rows: rowsLeft, pane: pane) }
        rowsLeft = []
    }

    /// Whether the end of the filling pane changes no window: all are empty and known to be, or the
    /// period goes on.
    var isStill: Bool {
        marks == 0 && rowsLate.isEmpty && heard.isEmpty && heardBefore.isEmpty
            && (period?.isStill(at: closed) ?? true)
    }

    /// Up to when nothing changes by itself, while it is still; nil: for ever.
    var stillUntil: Timestamp? {
        period?.nextTurn.map { shape.judged(before: $0) }
    }

    /// Takes every pane before `now` as judged. While nothing moves only.
    func skip(to now: Timestamp) {
        gate.pointee.closed = max(closed, shape.firstOpen(at: now))
        if period?.isOver(at: closed) == true { startPeriod() }
    }

    /// Has every row judged at the next pane end, changed or not.
    func rejudge() { rowsLate.formUnion(groups.values.indices.map(Int32.init)) }

    /// The window of one store that ends with the last closed pane.
    func read(_ store: Int, row: Int) -> Reading {
        slide(row, to: closed)
        return stores[store].read(row: row, end: closed)
    }

    /// Whether something of a row came late in the step that was closed last.
    func wasHeard(_ row: Int) -> Bool { heardBefore.contains(Int32(row)) }

    /// The fold of that window.
    func whole(_ store: Int, row: Int) -> any KPIFunction {
        slide(row, to: closed)
        return stores[store].whole(row: row, end: closed)
    }

    var bytes: Int {
        stores.reduce(0) { $0 + $1.bytes } + capacity * (shape.ring + 8)
    }
}

// MARK: reload and checkpoint

extension Panel {
    /// Takes over what an earlier panel of the same key remembers: the groups, the marks, and every
    /// store of an aggregate that is still asked for.
    func inherit(_ old: Panel) {
        gate.pointee.closed = old.closed
        for group in old.groups.values { _ = row(for: group) }
        for row in groups.values.indices {
            gate.pointee.newest[row] = old.gate.pointee.newest[row]
            for slot in 0..<shape.ring {
                let index = row * shape.ring + slot
                gate.pointee.touched[index] = old.gate.pointee.touched[index]
            }
        }
        rowsTouched = old.rowsTouched
        marks = old.marks
        rowsLate = old.rowsLate
        (heard, heardBefore) = (old.heard, old.heardBefore)
        crowdedOut = old.crowdedOut
        period = old.period
        turnStores()
        for (index, store) in program.stores.enumerated() {
            guard
                let same = old.program.stores.firstIndex(where: {
                    $0.aggregate == store.aggregate && $0.stream == store.stream
                })
            else { continue }
            if old.program.key == program.key {
                stores[index] = old.stores[same]
                stores[index].reserve(rows: capacity)
            } else {
                copy(old.stores[same], to: stores[index])
            }
        }
    }

    /// For a panel that others inherit from as well.
    private func copy(_ old: any PaneStore, to store: any PaneStore) {
        let panes = old.frozen()
        for row in groups.values.indices { store.load(row: row, from: panes, of: self) }
    }

    func frozen() -> FrozenPanel {
        FrozenPanel(
            shape: shape, closed: closed, crowdedOut: crowdedOut, groups: groups.values,
            newest: Array(UnsafeBufferPointer(start: gate.pointee.newest, count: groups.count)),
            rowsTouched: rowsTouched, rowsLate: rowsLate, heard: heard,
            heardBefore: heardBefore, period: period,
            stores: stores.map { $0.frozen() })
    }

    /// - Parameter format: of the file; in the first one the marks of a row stood beside it.
    func load(from reader: inout ByteReader, format: Int) throws(DamagedBytes) {
        gate.pointee.closed = try reader.integer()
        guard abs(closed / 2) < Int64.max / 4 / shape.every.nanoseconds else {
            throw DamagedBytes("a time beyond all times")
        }
        startPeriod()
        crowdedOut = try reader.tally()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let group = try reader.values(String.self)
            guard group.count == program.key.by.count, let row = row(for: group) else {
                throw DamagedBytes("a group that does not fit its panel")
            }
            gate.pointee.newest[row] = try reader.integer()
            guard gate.pointee.newest[row] <= closed + Int64(shape.ahead) else {
                throw DamagedBytes("a row that is ahead of its time")
            }
            if format == 1 {
                for _ in 0..<Int(try reader.integer(UInt32.self)) {
                    mark(row, try reader.integer())
                }
            }
            for store in stores { try store.load(row: row, from: &reader) }
        }
        if format > 1 { try loadMarks(from: &reader) }
        rowsLate = try loadRows(from: &reader)
        if format >= 5 {
            heard = try loadRows(from: &reader)
            heardBefore = try loadRows(from: &reader)
        }
        try period?.load(from: &reader, rows: groups.count)
    }

    private func loadRows(from reader: inout ByteReader) throws(DamagedBytes) -> Set<Int32> {
        var rows: Set<Int32> = []
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let row = try reader.integer(Int32.self)
            guard groups.values.indices.contains(Int(row)) else {
                throw DamagedBytes("a row that there is not")
            }
            rows.insert(row)
        }
        return rows
    }

    /// Whether it is judged up to about the clock, as every panel is at the end of an event: one
    /// that is years behind would be judged pane by pane for as long.
    func isJudged(near clock: Timestamp?) -> Bool {
        guard let clock else { return true }
        let behind = clock - nextEnd
        return behind <= Interval.hours(1) && behind >= Interval.hours(-1) - shape.every
    }

    private func loadMarks(from reader: inout ByteReader) throws(DamagedBytes) {
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let pane = try reader.integer(Int64.self)
            for _ in 0..<Int(try reader.integer(UInt32.self)) {
                let row = Int(try reader.integer(Int32.self))
                guard groups.values.indices.contains(row), pane <= gate.pointee.newest[row] else {
                    throw DamagedBytes("a mark where there is no pane")
                }
                mark(row, pane)
            }
        }
    }

    private func mark(_ row: Int, _ pane: Int64) {
        let slot = shape.slot(pane)
        gate.pointee.touched[row * shape.ring + slot] = true
        rowsTouched[slot].append(Int32(row))
        marks += 1
    }
}
