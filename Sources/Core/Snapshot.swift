public import Model
import Plans
public import PluginKit

extension Engine {
    /// What `FrozenState` writes now; `init(from:)` reads all formats from 1 on.
    public static var format: Int { 6 }

    /// Everything that is remembered, as it is now: it can be saved by another thread while the
    /// engine goes on.
    public func frozen() -> FrozenState {
        FrozenState(
            rules: program.rules, clock: state.clock, intake: state.intake.frozen(),
            panels: state.panels.map { $0.frozen() }, values: state.values,
            ranges: state.ranges, pasts: state.pasts, pastsChanged: state.pastsChanged,
            lives: state.lives,
            learnt: state.learnt, causes: state.causes, quotes: state.quotes,
            trails: state.trails, incidents: state.incidents, silences: state.silences,
            received: state.received, desks: state.desks,
            stirredAt: state.stirredAt, watches: state.watches,
            bundles: state.bundles, outbox: state.outbox,
            saidFull: state.saidFull, saidSeriesLimit: state.saidSeriesLimit,
            observedAt: state.observedAt)
    }

    /// The engine as it was saved.
    ///
    /// - Errors: bytes that were never saved, or rules that `link` no longer takes.
    public init(from reader: inout ByteReader, format: Int, linking link: @escaping Linker)
        throws(DamagedBytes)
    {
        self.init(linking: link)
        reader.format = format
        let rules = try RuleSet(from: &reader)
        guard let program = link(rules) else {
            throw DamagedBytes("its rules do not check any more")
        }
        self.program = format < 5 ? program.laidOut(asIn: format) : program
        state = State(self.program, at: try reader.optional())
        try state.intake.load(from: &reader, format: format)
        for panel in state.panels {
            try panel.load(from: &reader, format: format)
            guard panel.isJudged(near: state.clock) else {
                throw DamagedBytes("a panel that is far from the clock")
            }
        }
        state.lookAhead()
        if format >= 5 { try state.intake.loadCohorts(from: &reader, state.panels) }
        try loadValues(from: &reader)
        if format >= 4 { try loadRanges(from: &reader) }
        if format >= 3 { try loadPasts(from: &reader) }
        try loadLives(from: &reader)
        if format >= 4 {
            for index in state.learnt.indices {
                try state.learnt[index].load(from: &reader, self.program.alerts[index])
            }
            if format >= 5 { try loadCauses(from: &reader) }
            state.stirredAt = try reader.timestamp()
        }
        if format > 1 {
            for index in state.watches.indices { state.watches[index] = try reader.value() }
        }
        if format >= 3 {
            for _ in 0..<Int(try reader.integer(UInt32.self)) {
                state.bundles.append(try reader.value())
            }
        }
        try state.outbox.load(from: &reader)
        for index in state.saidFull.indices { state.saidFull[index] = try reader.bool() }
        state.saidSeriesLimit = try reader.bool()
        if format >= 5 { state.observedAt = try reader.optional() }
        state.intake.route(self.program, state.panels)
        if format < 5 { _ = migrate(to: program) }
    }

    private mutating func loadCauses(from reader: inout ByteReader) throws(DamagedBytes) {
        for index in state.causes.indices {
            guard let causes = program.alerts[index].causes else { continue }
            try state.causes[index]?.load(from: &reader, causes)
        }
        for index in state.quotes.indices { state.quotes[index] = try reader.value() }
        state.incidents = try reader.value()
        if reader.format >= 6 { try loadTelling(from: &reader) }
    }

    private mutating func loadTelling(from reader: inout ByteReader) throws(DamagedBytes) {
        for index in state.trails.indices { try state.trails[index].load(from: &reader) }
        state.silences = try reader.value()
        for _ in 0..<Int(try reader.integer(UInt32.self)) {
            let id = try reader.text()
            let alert = try reader.value(ReceivedIncident.self)
            state.received[id] = alert
            state.receivedIncidents[alert.key] = id
        }
        guard state.received.count == state.receivedIncidents.count else {
            throw DamagedBytes("an alert of others twice")
        }
        for index in state.desks.indices {
            state.desks[index] = try reader.value()
            guard state.desks[index].contact == program.contacts[index].plan.name else {
                throw DamagedBytes("the desk of another contact")
            }
        }
    }

    private mutating func loadValues(from reader: inout ByteReader) throws(DamagedBytes) {
        for kpi in state.values.indices {
            let count = Int(try reader.integer(UInt32.self))
            guard count <= reader.remaining else { throw DamagedBytes("a count beyond the end") }
            for row in 0..<count { state[kpi, row] = try reader.optional() }
        }
    }

    private mutating func loadRanges(from reader: inout ByteReader) throws(DamagedBytes) {
        for kpi in state.ranges.indices {
            for _ in 0..<Int(try reader.integer(UInt32.self)) {
                var ranges: [ClosedRange<Double>?] = []
                for _ in 0..<Int(try reader.integer(UInt32.self)) {
                    let (low, high) = (try reader.double(), try reader.double())
                    ranges.append(low <= high ? low...high : nil)
                }
                state.ranges[kpi].append(ranges)
            }
        }
    }

    private mutating func loadPasts(from reader: inout ByteReader) throws(DamagedBytes) {
        for kpi in state.pasts.indices {
            state.pastsChanged[kpi] = try reader.timestamp()
            for _ in 0..<Int(try reader.integer(UInt32.self)) {
                state.pasts[kpi].append(try reader.value())
            }
        }
    }

    private mutating func loadLives(from reader: inout ByteReader) throws(DamagedBytes) {
        for alert in state.lives.indices {
            let groups = state.panels[program.kpis[program.alerts[alert].kpi].panel].groups.count
            for _ in 0..<Int(try reader.integer(UInt32.self)) {
                let row = Int(try reader.integer(Int64.self))
                guard (0..<groups).contains(row) else {
                    throw DamagedBytes("an alert of a group that there is not")
                }
                state.lives[alert][row] = try AlertLife(from: &reader)
            }
        }
    }
}

extension Reading: Savable {
    public func save(to writer: inout ByteWriter) {
        writer.write(value)
        writer.write(Int64(samples))
    }

    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        self.init(value: try reader.optional(), samples: try reader.tally())
    }
}

extension Intake {
    func frozen() -> FrozenIntake {
        FrozenIntake(
            series: series.frozen(), counts: points + refusals, newestLag: newestLag,
            sawSeriesLimit: sawSeriesLimit, identities: identities.map { $0?.frozen() },
            watched: watched, cohorts: cohorts.map { $0.frozen() })
    }

    mutating func load(from reader: inout ByteReader, format: Int) throws(DamagedBytes) {
        try series.load(from: &reader)
        for index in points.indices { points[index] = try reader.tally() }
        let reasons = Refusal.allCases.count
        for index in refusals.indices
        where index % reasons < Refusal.count(in: format) {
            refusals[index] = try reader.tally()
        }
        newestLag = try reader.interval()
        sawSeriesLimit = try reader.bool()
        for index in identities.indices { try identities[index]?.load(from: &reader) }
        if format >= 5 { try watched?.load(from: &reader) }
    }

    mutating func loadCohorts(from reader: inout ByteReader, _ panels: [Panel])
        throws(DamagedBytes)
    {
        for index in cohorts.indices {
            let rows = panels[cohorts[index].program.panel].groups.count
            try cohorts[index].load(from: &reader, rows: rows)
        }
    }

    /// Routes every series anew, after the panels know their groups.
    mutating func route(_ program: Program, _ panels: [Panel]) {
        router = Router()
        series.forEachSeries { key in router.add(key, in: program, panels: panels) }
    }
}
