public import Calendars
public import Model

/// What the rules mean: every name resolved, every type known, every default filled in.
///
/// The only thing that passes from the language to the engine. Order is the order of the sources.
public struct Plan: Equatable, Sendable {
    public var streams: [StreamPlan]
    public var kpis: [KPIPlan]
    public var alerts: [AlertPlan]
    public var watches: [WatchPlan]
    public var tables: [TablePlan]
    public var calendars: [OpeningCalendar]
    public var stages: [StagePlan] = []
    public var benchmarks: [BenchmarkPlan] = []

    public init(
        streams: [StreamPlan] = [], kpis: [KPIPlan] = [], alerts: [AlertPlan] = [],
        watches: [WatchPlan] = [], tables: [TablePlan] = [], calendars: [OpeningCalendar] = []
    ) {
        self.streams = streams
        self.kpis = kpis
        self.alerts = alerts
        self.watches = watches
        self.tables = tables
        self.calendars = calendars
    }

    /// Those on KPIs and those on each event.
    public var alertCount: Int { alerts.count + watches.count }

    public func stream(_ name: String) -> StreamPlan? { streams.first { $0.name == name } }
    public func kpi(_ name: String) -> KPIPlan? { kpis.first { $0.name == name } }
    public func table(_ name: String) -> TablePlan? { tables.first { $0.name == name } }
    public func alert(_ name: String) -> AlertPlan? { alerts.first { $0.name == name } }
    public func watch(_ name: String) -> WatchPlan? { watches.first { $0.name == name } }

    /// Of either kind.
    public func hasAlert(_ name: String) -> Bool { alert(name) != nil || watch(name) != nil }
}

/// What arrives on the wire under one measurement.
public struct StreamPlan: Equatable, Sendable {
    public var name: String
    public var tags: [TagPlan]
    public var fields: [FieldPlan]
    /// The field whose value makes an event itself: the same again, in the same series at the same
    /// time, counts once.
    public var id: String?
    /// The field that says for how many equal events a point stands; without it, it is one.
    public var weight: String?
    /// Points of which this holds are refused; nil: none.
    public var refuse: Predicate?
    /// How old a point may be on arrival and still count.
    public var late: Interval

    public init(
        _ name: String, tags: [TagPlan] = [], fields: [FieldPlan] = [], id: String? = nil,
        weight: String? = nil, refuse: Predicate? = nil, late: Interval
    ) {
        self.name = name
        self.tags = tags
        self.fields = fields
        self.id = id
        self.weight = weight
        self.refuse = refuse
        self.late = late
    }
}

extension StreamPlan {
    /// The stream by which the engine tells its own rules what came in: one event a minute for each
    /// stream of which something came. Nobody declares it.
    public static let ingest = StreamPlan(
        "vigie_ingest", tags: [TagPlan("measurement")],
        fields: [
            FieldPlan("lines", .count), FieldPlan("refused", .count),
            FieldPlan("duplicates", .count), FieldPlan("lag_s", .duration),
        ], late: .minutes(10))
}

public struct TagPlan: Equatable, Sendable {
    public var name: String
    /// The values that it may have; empty: any. A point with another value is refused.
    public var values: [String]

    public init(_ name: String, values: [String] = []) {
        self.name = name
        self.values = values
    }
}

public struct FieldPlan: Equatable, Sendable {
    public var name: String
    public var unit: Unit
    /// What one on the wire is in the unit's own scale: 0.001 for `duration(ms)`, 0.01 for
    /// `percent(100)`.
    public var scale: Double
    /// Whether messages may show it though it tells of whom or what it is.
    public var isShown: Bool

    public init(_ name: String, _ unit: Unit, scale: Double = 1, isShown: Bool = false) {
        self.name = name
        self.unit = unit
        self.scale = scale
        self.isShown = isShown
    }
}

extension StreamPlan {
    /// Whether messages show only a hash of a field: of the id of an event, and of texts by whose
    /// names they are ids of somebody or something.
    public func hides(_ field: FieldPlan) -> Bool {
        let isNamed = field.unit == .text && field.name.hasSuffix("_id")
        return !field.isShown && (field.name == id || isNamed)
    }
}
