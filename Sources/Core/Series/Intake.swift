import CBytes
import LineProtocol
import Model
import Plans
import PluginKit

/// From bytes to folded panes: parse, look up, test, fold, a few hundred points at a time.
///
/// Each chunk goes through the stages together, so that a cache miss of one point is under way
/// while another is worked on. Owns what the stages need over and over.
struct Intake: ~Copyable {
    var series = SeriesTable()
    var router = Router()
    let streams: [StreamPlan]
    private var readers: [FieldReader]
    var identities: [Identities?]
    var cohorts: [Cohort]
    /// `stream * Refusal.allCases.count + refusal`; the last row is for lines without a declared
    /// stream.
    var refusals: [Int]
    /// Points that counted, a stream.
    var points: [Int]
    var newestLag = Interval.zero
    /// nil: no rule asks what comes in.
    var watched: IngestWatch?
    var buffer = PointBuffer(points: PanelGate.chunk, fields: PanelGate.chunk * 4)
    var event = EventFields()
    /// The panels to which the chunk gave anything: a small batch reaches few of many.
    private var reached: [Int32] = []
    private let hashes: UnsafeMutablePointer<UInt64>
    /// The series of each point of the chunk; -1: refused.
    private let found: UnsafeMutablePointer<Int32>
    var sawSeriesLimit = false
    /// Of the batch that was taken last.
    var occurrences: [Occurrence] = []
    /// Texts of that batch that alerts may quote.
    var quoted: [QuotedText] = []

    init(_ program: borrowing Program) {
        streams = program.streams.map(\.plan)
        readers = program.streams.map(FieldReader.init)
        identities = program.streams.map { $0.id == nil ? nil : Identities(late: $0.plan.late) }
        cohorts = program.cohorts.map(Cohort.init)
        points = Array(repeating: 0, count: program.streams.count)
        refusals = Array(
            repeating: 0, count: (program.streams.count + 1) * Refusal.allCases.count)
        if program.observed != nil { watched = IngestWatch(streams: program.streams.count) }
        hashes = .allocate(capacity: PanelGate.chunk)
        found = .allocate(capacity: PanelGate.chunk)
    }

    deinit {
        hashes.deallocate()
        found.deallocate()
    }

    /// Folds every good line of a batch, and says what became of the rest.
    mutating func take(
        _ batch: Batch, clock: Timestamp, program: borrowing Program, panels: [Panel]
    ) -> Receipt {
        var receipt = Receipt()
        occurrences.removeAll(keepingCapacity: true)
        quoted.removeAll(keepingCapacity: true)
        for stream in identities.indices { identities[stream]?.forget(before: clock) }
        for cohort in cohorts.indices { cohorts[cohort].forget(before: clock) }
        let frame = Frame(
            arrival: batch.arrival, earliest: clock + Limits.ahead, clock: clock,
            precision: batch.precision)
        var parser = LineParser(
            precision: batch.precision, lineLimit: program.rules.bounds.lineBytes)
        batch.bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                buffer.removeAll()
                offset = parser.parse(
                    bytes, from: offset, limit: PanelGate.chunk, into: &buffer)
                fold(bytes, frame, program, panels, &receipt)
            }
        }
        count(parser, into: &receipt)
        return receipt
    }

    private mutating func count(_ parser: LineParser, into receipt: inout Receipt) {
        guard receipt.refused + parser.refused > 0 else { return }
        receipt.refused += parser.refused
        tally(.unreadable, stream: -1, parser.refused)
        receipt.complaints += parser.errors.map {
            Receipt.Complaint(line: $0.line, column: $0.column, reason: $0.reason)
        }
        receipt.complaints.sort { ($0.line, $0.column ?? 0) < ($1.line, $1.column ?? 0) }
        receipt.complaints = Array(receipt.complaints.prefix(Limits.complaintsPerBatch))
    }

    private mutating func tally(_ refusal: Refusal, stream: Int, _ count: Int = 1) {
        let row = stream < 0 ? points.count : stream
        refusals[row * Refusal.allCases.count + Int(refusal.rawValue)] += count
    }

    private mutating func refuse(
        _ refusal: Refusal, _ point: ParsedPoint, stream: Int,
        because reason: @autoclosure () -> String,
        _ receipt: inout Receipt
    ) {
        tally(refusal, stream: stream)
        guard refusal.isComplaint else {
            receipt.accepted += 1
            return
        }
        receipt.refused += 1
        if receipt.complaints.count < Limits.complaintsPerBatch {
            receipt.complaints.append(
                Receipt.Complaint(line: Int(point.line), column: nil, reason: reason()))
        }
    }
}

/// What is the same for all points of a batch.
private struct Frame {
    let arrival: Timestamp
    /// Beyond it a point is early.
    let earliest: Timestamp
    let clock: Timestamp
    let precision: Precision

    /// A point without a time happened when it arrived, as exactly as its precision can say.
    func time(of point: ParsedPoint) -> Timestamp {
        if point.time != ParsedPoint.noTime { return Timestamp(nanoseconds: point.time) }
        return arrival.aligned(to: Interval(nanoseconds: precision.scale))
    }
}

// MARK: one chunk

extension Intake {
    private mutating func fold(
        _ bytes: UnsafeRawBufferPointer, _ frame: Frame, _ program: borrowing Program,
        _ panels: [Panel], _ receipt: inout Receipt
    ) {
        let chunk = buffer.points
        for (index, point) in chunk.enumerated() {
            hashes[index] = hashBytes(UnsafeRawBufferPointer(rebasing: bytes[point.keyRange]))
            series.prefetch(hashes[index])
        }
        for (index, point) in chunk.enumerated() {
            found[index] = find(point, hashes[index], bytes, program, panels, &receipt) ?? -1
        }
        for (index, point) in chunk.enumerated() where found[index] >= 0 {
            prefetchIdentity(point, of: found[index], frame, bytes)
        }
        for (index, point) in chunk.enumerated() where found[index] >= 0 {
            fold(point, of: found[index], bytes, frame, program, panels, &receipt)
        }
        for place in reached { panels[Int(place)].flush() }
        reached.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    private mutating func find(
        _ point: ParsedPoint, _ hash: UInt64, _ bytes: UnsafeRawBufferPointer,
        _ program: borrowing Program, _ panels: [Panel], _ receipt: inout Receipt
    ) -> Int32? {
        let key = UnsafeRawBufferPointer(rebasing: bytes[point.keyRange])
        return series.find(key, hash: hash)
            ?? meet(point, hash, bytes, program, panels, &receipt)
    }

    /// A key at first sight: decoded, resolved and remembered.
    private mutating func meet(
        _ point: ParsedPoint, _ hash: UInt64, _ bytes: UnsafeRawBufferPointer,
        _ program: borrowing Program, _ panels: [Panel], _ receipt: inout Receipt
    ) -> Int32? {
        let key: SeriesKey
        do throws(LineError) {
            key = try SeriesKey(of: point, in: bytes)
        } catch {
            refuse(.badSeries, point, stream: -1, because: error.reason, &receipt)
            return nil
        }
        guard series.count < program.rules.bounds.series else {
            sawSeriesLimit = true
            refuse(
                .seriesLimit, point, stream: program.stream(named: key.measurement) ?? -1,
                because: "the limit of \(program.rules.bounds.series) series is reached", &receipt)
            return nil
        }
        let (id, isNew) = series.insert(
            UnsafeRawBufferPointer(rebasing: bytes[point.keyRange]), hash: hash,
            canonical: key.canonical)
        if isNew { router.add(key, in: program, panels: panels) }
        return id
    }

    @inline(__always)
    private mutating func fold(
        _ point: ParsedPoint, of id: Int32, _ bytes: UnsafeRawBufferPointer, _ frame: Frame,
        _ program: borrowing Program, _ panels: [Panel], _ receipt: inout Receipt
    ) {
        let known = router.series[Int(id)]
        let stream = Int(known.stream)
        let time = frame.time(of: point)
        if let refusal = check(known, time, frame, program) {
            return refuse(
                refusal, point, stream: stream,
                because: refusal.words(point, at: time, in: bytes, program.streams[stream].plan),
                &receipt)
        }
        let fields = UnsafeBufferPointer(rebasing: buffer.fields[point.fieldRange])
        if let fault = readers[stream].read(fields, in: bytes, into: &event) {
            return refuse(fault.refusal, point, stream: stream, because: fault.reason, &receipt)
        }
        if known.refusing >= 0, router.tests[Int(known.refusing)].holds(event) == true {
            return refuse(
                .byRule, point, stream: stream,
                because: Refusal.byRule.words(
                    point, at: time, in: bytes, program.streams[stream].plan), &receipt)
        }
        if let place = program.streams[stream].id,
            !isNew(fields, stream, place, id, time, bytes)
        {
            return refuse(.duplicate, point, stream: stream, because: "", &receipt)
        }
        points[stream] += 1
        receipt.accepted += 1
        newestLag = frame.clock - time
        if watched != nil { watched?.lags[stream].add(newestLag) }
        var times = 1
        if let place = program.streams[stream].weight, event.has(place) {
            times = Int(event.number(place))
            weigh(known.routes, time, UInt32(id), times: times, panels)
        } else {
            route(known.routes, time, UInt32(id), panels)
        }
        if !known.roles.isEmpty { follow(known.roles, time, times: times, panels) }
        if !known.watches.isEmpty { watch(known.watches, point, time, bytes, program) }
        if !known.quotes.isEmpty { quote(known.quotes, point, time, bytes, program) }
    }

    /// What is wrong with the series or the time of a point.
    @inline(__always)
    private func check(
        _ known: Router.Series, _ time: Timestamp, _ frame: Frame, _ program: borrowing Program
    ) -> Refusal? {
        guard known.stream >= 0 else { return .unknownStream }
        let late = program.streams[Int(known.stream)].plan.late
        if known.refusal == nil, time <= frame.earliest, frame.clock - time <= late { return nil }
        return known.refusal ?? (time > frame.earliest ? .early : .late)
    }

    /// Has the memory brought near by which the id will be told from others, if it stands where
    /// that of the last event stood.
    @inline(__always)
    private func prefetchIdentity(
        _ point: ParsedPoint, of id: Int32, _ frame: Frame, _ bytes: UnsafeRawBufferPointer
    ) {
        let stream = Int(router.series[Int(id)].stream)
        guard stream >= 0, identities[stream] != nil else { return }
        let place = point.fieldRange.lowerBound + readers[stream].idPosition
        guard place < point.fieldRange.upperBound else { return }
        let field = buffer.fields[place]
        guard field.kind == .string else { return }
        let text = UnsafeRawBufferPointer(rebasing: bytes[field.textRange])
        identities[stream]?.prefetch(
            Identities.hash(text, series: id, time: frame.time(of: point)))
    }

    /// Whether this very event is new. An event without an id can not be told from another, so it
    /// counts.
    @inline(__always)
    private mutating func isNew(
        _ fields: UnsafeBufferPointer<ParsedField>, _ stream: Int, _ place: Int, _ id: Int32,
        _ time: Timestamp, _ bytes: UnsafeRawBufferPointer
    ) -> Bool {
        guard event.has(place) else { return true }
        let field = fields[readers[stream].idPosition]
        guard field.kind == .string else {
            return withUnsafeBytes(of: field.bits) { insert($0, stream, id, time) }
        }
        return insert(UnsafeRawBufferPointer(rebasing: bytes[field.textRange]), stream, id, time)
    }

    @inline(__always)
    private mutating func insert(
        _ text: UnsafeRawBufferPointer, _ stream: Int, _ id: Int32, _ time: Timestamp
    ) -> Bool {
        let hash = Identities.hash(text, series: id, time: time)
        return identities[stream]?.insert(text, hash: hash, series: id, time: time) ?? true
    }

    @inline(__always)
    private mutating func route(
        _ routes: Range<Int32>, _ time: Timestamp, _ series: UInt32, _ panels: [Panel]
    ) {
        for index in routes {
            let route = router.routes[Int(index)]
            let row = Int(route.row)
            guard row >= 0 else {
                panels[Int(route.panel)].countCrowdedOut()
                continue
            }
            route.gate.pointee.enter(time)
            reach(route)
            if route.gate.pointee.isOpen(row) {
                feed(route, row, time, series)
            } else {
                reopen(route, row, time, series, times: 1, panels[Int(route.panel)])
            }
        }
    }

    /// The same for an event that stands for many: never through the queue of the gate, whose items
    /// are of one each.
    private mutating func weigh(
        _ routes: Range<Int32>, _ time: Timestamp, _ series: UInt32, times: Int, _ panels: [Panel]
    ) {
        guard times > 0 else { return }
        for index in routes {
            let route = router.routes[Int(index)]
            guard route.row >= 0 else {
                panels[Int(route.panel)].countCrowdedOut()
                continue
            }
            route.gate.pointee.enter(time)
            reach(route)
            reopen(route, Int(route.row), time, series, times: times, panels[Int(route.panel)])
        }
    }

    /// Notes that a panel is to be flushed at the end of the chunk.
    @inline(__always)
    private mutating func reach(_ route: Router.Route) {
        guard !route.gate.pointee.isAwaited else { return }
        route.gate.pointee.isAwaited = true
        reached.append(route.panel)
    }

    @inline(__always)
    private func feed(
        _ route: Router.Route, _ row: Int, _ time: Timestamp, _ series: UInt32
    ) {
        for index in route.feeds {
            let feed = router.feeds[Int(index)]
            guard let bits = sample(of: feed) else { continue }
            route.gate.pointee.push(
                Sample(time: time, bits: bits, series: series), store: feed.store, row: row)
        }
    }

    /// The slow path: the first sample of a pane, one for a pane that is judged, or one that stands
    /// for many.
    private func reopen(
        _ route: Router.Route, _ row: Int, _ time: Timestamp, _ series: UInt32, times: Int,
        _ panel: Panel
    ) {
        let feeds = route.feeds.map { router.feeds[Int($0)] }
        let samples = feeds.compactMap { feed in
            sample(of: feed).map { bits in
                (store: feed.store, sample: Sample(time: time, bits: bits, series: series))
            }
        }
        guard !samples.isEmpty else { return }
        let pane = route.gate.pointee.pane
        switch panel.open(row: row, pane: pane) {
        case .beyond: return
        case .open where times == 1:
            for (store, sample) in samples {
                route.gate.pointee.push(sample, store: store, row: row)
            }
        case .open:
            for (store, sample) in samples {
                panel.stores[store].fold(sample, times: times, row: row, pane: pane)
            }
        case .late:
            for (store, sample) in samples {
                panel.stores[store].foldLate(sample, times: times, row: row, pane: pane)
            }
        }
    }

    @inline(__always)
    private func sample(of feed: Router.Feed) -> UInt64? {
        if !feed.filter.isYes, feed.filter.holds(event, others: router.tests) != true {
            return nil
        }
        switch feed.operand {
        case .event: return Double(1).bitPattern
        case .field(let field): return event.has(field) ? event.bits[field] : nil
        case .constant(let bits): return bits
        case .test(let test):
            return test.holds(event, others: router.tests).map { Double($0 ? 1 : 0).bitPattern }
        }
    }
}
