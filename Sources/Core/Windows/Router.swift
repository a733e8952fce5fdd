import LineProtocol
import Model
import Plans
import PluginKit

/// Where the samples of each series go, decided once when the series is first seen.
///
/// Flat tables of plain values: a series names a run of routes, a route a run of feeds; equal runs
/// of feeds are kept once, so that twelve thousand series share the few that fit in the first-level
/// cache.
struct Router {
    /// What the ingest loop needs to know of a series.
    struct Series {
        /// -1: no stream of this name is declared.
        var stream: Int32
        var refusal: Refusal?
        var routes: Range<Int32>
        /// Events of which this test holds are refused; -1: none.
        var refusing: Int32
        /// Who is asked of each event; empty: nobody.
        var watches: Range<Int32>
        /// What its events are to cohorts; empty: nothing.
        var roles: Range<Int32>
        /// Whose quotes its events are.
        var quotes: Range<Int32>
    }

    /// What the events of the series are to one cohort.
    struct Role: Hashable {
        /// A tag, which is the same for all, or a field.
        enum Column: Hashable {
            case constant(UInt64)
            case field(Int)
        }

        var cohort: Int
        /// The group that an opener is of; nil: it follows.
        var row: Int32?
        var filter: EventCheck
        /// What tells which events belong together.
        var columns: [Column]
    }

    /// One alert on each event of the series.
    struct Watch: Hashable {
        var watch: Int
        /// Its rungs, the worst first.
        var rungs: [EventTest]
    }

    /// One alert that quotes events of the series.
    struct Quoted: Hashable {
        /// In the program's quotes.
        var quote: Int
        /// The segment that they are of.
        var leaf: [String]
        var filter: EventTest
    }

    /// One panel that the series feeds.
    struct Route {
        var gate: UnsafeMutablePointer<PanelGate>
        var panel: Int32
        /// -1: the panel has no room for the group.
        var row: Int32
        var feeds: Range<Int32>
    }

    /// One store of that panel. Plain memory, as all that is looked at for each point.
    struct Feed: Hashable, BitwiseCopyable {
        enum Operand: Hashable, BitwiseCopyable {
            case event
            case field(Int)
            case constant(UInt64)
            case test(EventCheck)
        }

        var store: Int
        var filter: EventCheck
        var operand: Operand
    }

    private(set) var series: [Series] = []
    private(set) var routes: [Route] = []
    private(set) var feeds: [Feed] = []
    private(set) var watches: [Watch] = []
    private(set) var roles: [Role] = []
    private(set) var quotes: [Quoted] = []
    /// The tests that are more than one comparison.
    private(set) var tests: [EventTest] = []
    private var known: [[Feed]: Range<Int32>] = [:]
    private var knownWatches: [[Watch]: Range<Int32>] = [:]
    private var knownRoles: [[Role]: Range<Int32>] = [:]

    /// Resolves the next series; its number is that of the series table.
    mutating func add(_ key: SeriesKey, in program: borrowing Program, panels: [Panel]) {
        guard let index = program.stream(named: key.measurement) else {
            series.append(
                Series(
                    stream: -1, refusal: nil, routes: 0..<0, refusing: -1, watches: 0..<0,
                    roles: 0..<0, quotes: 0..<0))
            return
        }
        let stream = program.streams[index]
        let first = Int32(routes.count)
        let refusing = stream.plan.refuse.map { EventTest($0, of: stream, with: key.tags) } ?? .no
        let refusal: Refusal? =
            stream.plan.misfit(key) != nil ? .tagValue : refusing == .yes ? .byRule : nil
        if refusal == nil {
            for place in program.reached[index]
            where panels[place].program.key.admits(key, of: stream) {
                add(key, of: stream, to: panels[place], at: place)
            }
        }
        let asked = refusal == nil ? watches(key, index, in: program) : []
        let played = refusal == nil ? roles(key, index, in: program, panels) : []
        series.append(
            Series(
                stream: Int32(index), refusal: refusal, routes: first..<Int32(routes.count),
                refusing: refusing == .no ? -1 : place(of: refusing),
                watches: asked.isEmpty ? 0..<0 : intern(asked, &watches, &knownWatches),
                roles: played.isEmpty ? 0..<0 : intern(played, &roles, &knownRoles),
                quotes: refusal == nil ? addQuotes(key, index, in: program) : 0..<0))
    }

    private mutating func roles(
        _ key: SeriesKey, _ index: Int, in program: borrowing Program, _ panels: [Panel]
    ) -> [Role] {
        let stream = program.streams[index]
        var played: [Role] = []
        for (place, cohort) in program.cohorts.enumerated() {
            if cohort.opener == index,
                let panel = cohort.panel(among: panels, for: key, of: stream),
                let role = Role(place, cohort.filter, cohort.on, of: stream, key, others: &tests),
                let row = panel.row(for: panel.program.key.by.map { key.tags[$0] ?? "" })
            {
                played.append(role.opening(Int32(row)))
            }
            if cohort.follower == index,
                let role = Role(
                    place, cohort.follow.filter, cohort.on, of: stream, key, others: &tests)
            {
                played.append(role)
            }
        }
        return played
    }

    private mutating func place(of test: EventTest) -> Int32 {
        if let known = tests.firstIndex(of: test) { return Int32(known) }
        tests.append(test)
        return Int32(tests.count - 1)
    }

    private mutating func addQuotes(_ key: SeriesKey, _ stream: Int, in program: borrowing Program)
        -> Range<Int32>
    {
        let first = Int32(quotes.count)
        for (index, quote) in program.quotes.enumerated() where quote.stream == stream {
            let filter = EventTest(quote.filter, of: program.streams[stream], with: key.tags)
            guard filter != .no else { continue }
            quotes.append(
                Quoted(quote: index, leaf: quote.by.map { key.tags[$0] ?? "" }, filter: filter))
        }
        return first..<Int32(quotes.count)
    }

    private func watches(_ key: SeriesKey, _ stream: Int, in program: borrowing Program)
        -> [Watch]
    {
        program.watches.enumerated().compactMap { index, watch in
            guard watch.stream == stream else { return nil }
            return watch.asked(of: program.streams[stream], with: key.tags).map {
                Watch(watch: index, rungs: $0)
            }
        }
    }

    private mutating func add(
        _ key: SeriesKey, of stream: StreamProgram, to panel: Panel, at place: Int
    ) {
        let run = panel.program.stores.enumerated().compactMap { index, store in
            Feed(index, store, of: stream, with: key, others: &tests)
        }
        guard !run.isEmpty else { return }
        let group = panel.program.key.by.map { key.tags[$0] ?? "" }
        let row = panel.row(for: group) ?? -1
        routes.append(
            Route(
                gate: panel.gate, panel: Int32(place), row: Int32(row),
                feeds: intern(run, &feeds, &known)))
    }

    private func intern<Item: Hashable>(
        _ run: [Item], _ all: inout [Item], _ known: inout [[Item]: Range<Int32>]
    ) -> Range<Int32> {
        if let range = known[run] { return range }
        let range = Int32(all.count)..<Int32(all.count + run.count)
        all += run
        known[run] = range
        return range
    }
}

extension CohortProgram {
    /// The panel of its openers, if it takes events of such a series.
    fileprivate func panel(among panels: [Panel], for key: SeriesKey, of stream: StreamProgram)
        -> Panel?
    {
        panels[panel].program.key.admits(key, of: stream) ? panels[panel] : nil
    }
}

extension Router.Role {
    /// nil: no event of this series ever plays it.
    fileprivate init?(
        _ cohort: Int, _ filter: Predicate, _ on: [String], of stream: StreamProgram,
        _ key: SeriesKey, others: inout [EventTest]
    ) {
        let test = EventTest(filter, of: stream, with: key.tags)
        if test == .no { return nil }
        self.cohort = cohort
        self.filter = EventCheck(test, others: &others)
        columns = on.map { name in
            stream.field(named: name).map(Column.field)
                ?? .constant(hashText(key.tags[name] ?? ""))
        }
    }

    fileprivate func opening(_ row: Int32) -> Router.Role {
        var role = self
        role.row = row
        return role
    }
}

extension PanelProgram.Key {
    fileprivate func admits(_ key: SeriesKey, of stream: StreamProgram) -> Bool {
        guard let place = streams.firstIndex(of: key.measurement) else { return false }
        return EventTest(reach[place], of: stream, with: key.tags) != .no
    }
}

extension Router.Feed {
    /// nil: no event of this series can ever be a sample of the store.
    fileprivate init?(
        _ index: Int, _ store: StoreProgram, of stream: StreamProgram, with key: SeriesKey,
        others: inout [EventTest]
    ) {
        // What was followed is known later, and comes from its cohort.
        guard store.aggregate.stream == key.measurement, store.aggregate.follow == nil else {
            return nil
        }
        let filter = EventTest(store.aggregate.filter, of: stream, with: key.tags)
        if filter == .no { return nil }
        self.store = index
        self.filter = EventCheck(filter, others: &others)
        switch store.aggregate.operand {
        case .event: operand = .event
        case .field(let name): operand = .field(stream.place(of: name))
        case .tag(let name): operand = .constant(hashText(key.tags[name] ?? ""))
        case .condition(let predicate):
            operand = .test(
                EventCheck(EventTest(predicate, of: stream, with: key.tags), others: &others))
        }
    }
}

extension StreamPlan {
    /// The first tag with a value that the stream does not allow. A tag that is not there is
    /// allowed: its group is `(none)`.
    func misfit(_ key: SeriesKey) -> Labels.Pair? {
        key.tags.pairs.first { pair in
            guard let tag = tags.first(where: { $0.name == pair.name }) else { return false }
            return !tag.values.isEmpty && !tag.values.contains(pair.value)
        }
    }
}
