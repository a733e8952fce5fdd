import Model
import Plans
import PluginKit

/// All that is remembered. If it is not here it is not remembered.
struct State: ~Copyable {
    /// The latest time heard of, by a tick or an arrival; it does not run back.
    var clock: Timestamp?
    var intake: Intake
    var panels: [Panel]
    /// When the next pane ends; nil: there is no panel. Asked with each batch, however small, so it
    /// is not looked for each time.
    private(set) var nextEnd: Timestamp?
    /// For each KPI by row: the last reading; nil: never had a value.
    var values: [[Reading?]]
    /// For each KPI of which it is asked by row: between what the value lies, for each confidence.
    var ranges: [[[ClosedRange<Double>?]]]
    /// For each KPI whose past is asked for by row: the values that it had.
    var pasts: [[Past]]
    /// For each KPI when one of its pasts last changed.
    var pastsChanged: [Timestamp]
    /// For each alert by row: the lives that are not as good as new.
    var lives: [[Int: AlertLife]]
    /// For each alert what it has learnt of its groups.
    var learnt: [AlertMemory]
    /// For each alert what is usual for the segments by which it explains.
    var causes: [CauseMemory?]
    /// For each quote of the program the newest texts.
    var quotes: [QuoteMemory]
    /// For each alert the last values of its groups.
    var trails: [TrailMemory]
    /// The incidents, for people to look at.
    var incidents: IncidentBook
    /// Who asked for quiet.
    var silences = SilenceBook()
    /// Alerts of others that are open, by the ids of their incidents.
    var received: [String: ReceivedIncident] = [:]
    /// Before this none of them is over: found anew after a restart.
    var receivedBound = Timestamp.distantPast
    /// Their ids by their labels.
    var receivedIncidents: [String: String] = [:]
    /// For each contact what it knows.
    var desks: [ContactDesk]
    /// When a window last held anything.
    var stirredAt: Timestamp
    /// For each alert on each event.
    var watches: [WatchMemory]
    /// The end of the last minute whose lines rules were told of.
    var observedAt: Timestamp?
    /// Messages that wait for others to go with.
    var bundles: [Bundle]
    var outbox: Outbox
    var saidFull: [Bool]
    var saidSeriesLimit = false

    init(_ program: borrowing Program, at clock: Timestamp?) {
        self.clock = clock
        intake = Intake(program)
        panels = program.panels.map {
            Panel($0, closed: $0.key.shape.firstOpen(at: clock ?? .zero))
        }
        values = Array(repeating: [], count: program.kpis.count)
        ranges = Array(repeating: [], count: program.kpis.count)
        pasts = Array(repeating: [], count: program.kpis.count)
        pastsChanged = Array(repeating: .distantPast, count: program.kpis.count)
        lives = Array(repeating: [:], count: program.alerts.count)
        learnt = program.alerts.map(AlertMemory.init)
        causes = program.alerts.map { $0.causes.map(CauseMemory.init) }
        quotes = program.quotes.map { _ in QuoteMemory() }
        trails = program.alerts.map {
            let kpi = program.kpis[$0.kpi].plan
            return TrailMemory(window: kpi.over, every: kpi.every)
        }
        incidents = IncidentBook()
        desks = program.rules.book.contacts.map { ContactDesk($0.name, at: clock ?? .zero) }
        stirredAt = clock ?? .distantPast
        bundles = []
        watches = Array(repeating: WatchMemory(), count: program.watches.count)
        outbox = Outbox(program.rules.book)
        saidFull = Array(repeating: false, count: program.panels.count)
        lookAhead()
    }

    /// The first event sets the clock: panes before it are taken as judged.
    mutating func start(at now: Timestamp) {
        clock = now
        for panel in panels { panel.start(at: now) }
        lookAhead()
        desks = desks.map { ContactDesk($0.contact, at: now) }
    }

    /// Something of what nobody acknowledged may fall due sooner than was known.
    mutating func reconsiderReminders() {
        for place in desks.indices { desks[place].reconsider() }
    }

    /// The contacts that know of an incident, in the order of their desks.
    func contacts(knowing incident: String) -> [String] {
        desks.filter { $0.known[incident] != nil }.map(\.contact)
    }

    /// Finds anew when the next pane ends: wherever panels have moved on.
    mutating func lookAhead() { nextEnd = panels.lazy.map(\.nextEnd).min() }

    /// Up to when nothing changes by itself, while all is still; nil: for ever.
    var stillUntil: Timestamp? { panels.compactMap(\.stillUntil).min() }

    subscript(kpi: Int, row: Int) -> Reading? {
        get { row < values[kpi].count ? values[kpi][row] : nil }
        set {
            while values[kpi].count <= row { values[kpi].append(nil) }
            values[kpi][row] = newValue
        }
    }

    // MARK: how sure values are

    /// nil: not known.
    func range(_ kpi: Int, _ row: Int, _ place: Int) -> ClosedRange<Double>? {
        row < ranges[kpi].count && place < ranges[kpi][row].count ? ranges[kpi][row][place] : nil
    }

    mutating func set(_ found: [ClosedRange<Double>?], of kpi: Int, _ row: Int) {
        while ranges[kpi].count <= row { ranges[kpi].append([]) }
        ranges[kpi][row] = found
    }

    // MARK: the past

    func past(_ kpi: Int, _ row: Int) -> Past? {
        row < pasts[kpi].count ? pasts[kpi][row] : nil
    }

    mutating func note(
        _ value: Double?, error: Double?, of kpi: Int, _ row: Int, at time: Timestamp,
        _ shape: PastShape
    ) {
        while pasts[kpi].count <= row { pasts[kpi].append(Past()) }
        pasts[kpi][row].note(value, error: error, at: time, shape)
        pastsChanged[kpi] = time
    }

    /// Whether a change is so fresh that it has yet to become the past that is looked back on.
    func hasFreshPast(_ shapes: [PastShape?], at time: Timestamp) -> Bool {
        zip(shapes, pastsChanged).contains { shape, changed in
            shape.map { changed > time - $0.span - $0.step * 2 } ?? false
        }
    }
}
