public import Calendars
public import Model

/// One alert: one ladder over one KPI, an incident a group.
public struct AlertPlan: Equatable, Sendable {
    public var name: String
    public var kpi: String
    /// In rising severity, each severity at most once.
    public var ladder: [Rung]
    /// nil: it recovers as soon as no rung holds.
    public var recover: HeldCondition?
    public var noData: NoData
    /// nil: told once.
    public var repeatEvery: Interval?
    /// How a change is explained; nil: it is not.
    public var explanation: ExplanationPlan?
    /// What of its events is quoted; nil: nothing is.
    public var quote: QuotePlan?
    /// In whose open hours it is judged; nil: always. Outside every clock of it stands still.
    public var during: OpeningCalendar?
    /// By whose hours and days it learns what is normal.
    public var season: Season
    public var message: MessagePlan

    public init(
        _ name: String, on kpi: String, ladder: [Rung], recover: HeldCondition? = nil,
        noData: NoData = .keep, repeatEvery: Interval? = nil,
        explanation: ExplanationPlan? = nil, quote: QuotePlan? = nil,
        during: OpeningCalendar? = nil, season: Season = .utc,
        message: MessagePlan = MessagePlan()
    ) {
        self.name = name
        self.kpi = kpi
        self.ladder = ladder
        self.recover = recover
        self.noData = noData
        self.repeatEvery = repeatEvery
        self.explanation = explanation
        self.quote = quote
        self.during = during
        self.season = season
        self.message = message
    }
}

extension AlertPlan {
    /// Those of its rungs, then that of `recover`.
    public var conditions: [Condition] {
        ladder.map(\.when.condition) + (recover.map { [$0.condition] } ?? [])
    }

    /// Whether a clause of it asks if events come in at all.
    public var asksSilence: Bool { conditions.contains(where: \.asksSilence) }

    /// Whether a clause of it asks for what only detectors know.
    public var asksDetectors: Bool { conditions.contains(where: \.asksDetectors) }

    /// Whether it learns what is normal.
    public var learns: Bool { conditions.contains(where: \.learns) }
}

public struct Rung: Hashable, Sendable {
    public var severity: Severity
    public var when: HeldCondition

    public init(_ severity: Severity, when: HeldCondition) {
        self.severity = severity
        self.when = when
    }
}

/// A condition that must hold for a time. `lasting` zero: at once.
public struct HeldCondition: Hashable, Sendable {
    public var condition: Condition
    public var lasting: Interval

    public init(_ condition: Condition, lasting: Interval = .zero) {
        self.condition = condition
        self.lasting = lasting
    }
}

/// What is asked of a judgement. Three-valued: a comparison with no value can not be told.
public indirect enum Condition: Hashable, Sendable {
    case compare(Quantity, Comparison, Quantity)
    /// The same, and sure of it: by `<`, `<=`, `>` or `>=`.
    case confident(Quantity, Comparison, Quantity, Confidence)
    /// No event came in the last step of a KPI, for the group that shares its tags. Of a group that
    /// was never heard of it cannot be told.
    case silent(String)
    case anomalous(AnomalyPlan)
    case not(Condition)
    case all([Condition])
    case any([Condition])

    /// Whether it asks if events come in at all.
    public var asksSilence: Bool { !silences.isEmpty }

    /// The KPIs of which it asks that.
    public var silences: [String] {
        switch self {
        case .silent(let name): [name]
        case .compare, .confident, .anomalous: []
        case .not(let inner): inner.silences
        case .all(let parts), .any(let parts): parts.flatMap(\.silences)
        }
    }

    /// Whether it asks for what only detectors know.
    public var asksDetectors: Bool {
        switch self {
        case .anomalous: true
        case .compare, .confident, .silent: false
        case .not(let inner): inner.asksDetectors
        case .all(let parts), .any(let parts): parts.contains(where: \.asksDetectors)
        }
    }
}

extension Condition {
    /// Whether it asks for what is normal.
    fileprivate var learns: Bool {
        switch self {
        case .anomalous: true
        case .compare(let left, _, let right), .confident(let left, _, let right, _):
            left.learns || right.learns
        case .silent: false
        case .not(let inner): inner.learns
        case .all(let parts), .any(let parts): parts.contains(where: \.learns)
        }
    }
}

extension Quantity {
    fileprivate var learns: Bool {
        switch self {
        case .baseline, .forecast: true
        case .value, .samples, .number, .kpi, .table, .ago, .before, .slope, .peers: false
        case .negated(let inner): inner.learns
        case .arithmetic(let left, _, let right): left.learns || right.learns
        }
    }
}

/// A number at the time of the judgement.
public indirect enum Quantity: Hashable, Sendable {
    /// The alert's own KPI.
    case value
    /// The samples of its window.
    case samples
    case number(Double)
    /// Another KPI: its value for the group that shares the tags of its own `by`.
    case kpi(String)
    /// The row of a table that fits the group.
    case table(String)
    /// The alert's own KPI so long ago.
    case ago(Interval)
    /// How much a straight line through the values of that time rises over it.
    case slope(Interval)
    /// The alert's own KPI as it was when something was changed last.
    case before(Marker)
    /// The median of the KPI's other groups.
    case peers
    /// What is normal for this hour of the week, by so many weeks.
    case baseline(weeks: Int)
    /// What the KPI will be in so long, by what is normal then and by where it has gone.
    case forecast(Interval)
    case negated(Quantity)
    case arithmetic(Quantity, Arithmetic, Quantity)
}

/// An event that marks a change: a release, a price list, a new team.
public struct Marker: Hashable, Sendable {
    public var stream: String
    /// The implied KPI that knows when the newest of them came, for the group that shares its tags.
    public var kpi: String
    /// For how long it counts.
    public var within: Interval

    public init(_ stream: String, kpi: String, within: Interval) {
        self.stream = stream
        self.kpi = kpi
        self.within = within
    }
}

/// What becomes of a group whose KPI has no value.
public enum NoData: Hashable, Sendable {
    case keep
    case ok
    case alarm(Severity, after: Interval)
}

/// A text with slots, checked when the rules are.
public struct TextTemplate: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
        case text(String)
        case slot(Slot)
    }

    public enum Slot: Hashable, Sendable {
        case value, limit, baseline, samples, state, since, alert, kpi, kpiTitle, owner, runbook
        case tag(String)
        /// Of the one event that is told of.
        case field(String)
    }

    public var parts: [Part]

    public init(_ parts: [Part] = []) { self.parts = parts }
    public var isEmpty: Bool { parts.isEmpty }
}
