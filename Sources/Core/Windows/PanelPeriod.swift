import Calendars
import Model
import Plans

/// What a panel of a calendar window knows beside its panes: from when to when the period goes, and
/// which rows have something of it.
struct PanelPeriod: Sendable {
    let plan: PeriodPlan
    let every: Interval
    /// The panes of the period that the filling pane is of.
    private(set) var panes: Range<Int64>
    /// Rows with samples in it, those of the filling pane left out.
    private(set) var rows: Set<Int32> = []
    /// Rows whose last value may still be that of the period before.
    private(set) var past: Set<Int32> = []

    init(_ plan: PeriodPlan, every: Interval, closed: Int64) {
        self.plan = plan
        self.every = every
        panes = Self.panes(of: plan.period, around: closed, every)
    }

    /// Begins anew, with no rows.
    func started(at closed: Int64) -> PanelPeriod {
        PanelPeriod(plan, every: every, closed: closed)
    }

    /// A pane is of the period in which it begins.
    private static func panes(of period: Period, around pane: Int64, _ every: Interval)
        -> Range<Int64>
    {
        let begin = Timestamp(nanoseconds: pane * every.nanoseconds)
        let first = begins(after: period.start(containing: begin), every)
        return min(first, pane)..<max(begins(after: period.end(containing: begin), every), pane + 1)
    }

    /// The first pane that does not begin before a time.
    private static func begins(after time: Timestamp, _ every: Interval) -> Int64 {
        let pane = time.paneIndex(of: every)
        return time.aligned(to: every) == time ? pane : pane + 1
    }

    mutating func noteLate(_ row: Int32) { rows.insert(row) }

    /// Rows to be judged now that the pane before `end` is closed.
    mutating func close(came: [Int32], late: Set<Int32>, at end: Int64) -> [Int32] {
        rows.formUnion(came)
        if plan.isClosedOnly {
            return end == panes.upperBound ? Array(rows.union(past).union(late)) : Array(late)
        }
        defer { past = [] }
        return came + late + past
    }

    /// Whether what is read now is what the rules speak of.
    func isReadable(at closed: Int64) -> Bool { !plan.isClosedOnly || isOver(at: closed) }

    func isOver(at closed: Int64) -> Bool { closed >= panes.upperBound }

    /// Goes on with the next period, if this one is over.
    mutating func turn(at closed: Int64) {
        guard isOver(at: closed) else { return }
        (rows, past) = ([], rows)
        panes = Self.panes(of: plan.period, around: closed, every)
    }

    /// Whether the end of the filling pane alone changes nothing.
    func isStill(at closed: Int64) -> Bool {
        plan.isClosedOnly
            ? closed + 1 < panes.upperBound || rows.isEmpty && past.isEmpty : past.isEmpty
    }

    /// The pane by whose end something changes though nothing comes; nil: none ever.
    var nextTurn: Int64? { rows.isEmpty && past.isEmpty ? nil : panes.upperBound - 1 }
}

extension PanelPeriod {
    func save(to writer: inout ByteWriter) {
        for set in [rows, past] {
            writer.write(UInt32(set.count))
            for row in set.sorted() { writer.write(row) }
        }
    }

    mutating func load(from reader: inout ByteReader, rows count: Int) throws(DamagedBytes) {
        rows = try Self.rows(from: &reader, of: count)
        past = try Self.rows(from: &reader, of: count)
    }

    private static func rows(from reader: inout ByteReader, of count: Int) throws(DamagedBytes)
        -> Set<Int32>
    {
        var rows: Set<Int32> = []
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let row = try reader.integer(Int32.self)
            guard (0..<count).contains(Int(row)) else {
                throw DamagedBytes("a row that there is not")
            }
            rows.insert(row)
        }
        return rows
    }
}
