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
    /// The tags by which a change is to be explained.
    public var explainBy: [String]
    /// In whose open hours it is judged; nil: always. Outside every clock of it stands still.
    public var during: OpeningCalendar?
    public var message: MessagePlan

    public init(
        _ name: String, on kpi: String, ladder: [Rung], recover: HeldCondition? = nil,
        noData: NoData = .keep, repeatEvery: Interval? = nil, explainBy: [String] = [],
        during: OpeningCalendar? = nil, message: MessagePlan = MessagePlan()
    ) {
        self.name = name
        self.kpi = kpi
        self.ladder = ladder
        self.recover = recover
        self.noData = noData
        self.repeatEvery = repeatEvery
        self.explainBy = explainBy
        self.during = during
        self.message = message
    }
}

extension AlertPlan {
    /// Whether a clause of it asks if events come in at all.
    public var asksSilence: Bool {
        ladder.contains { $0.when.condition.asksSilence } || recover?.condition.asksSilence == true
    }
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
    /// No event came in the last step of a KPI, for the group that shares its tags. Of a group that
    /// was never heard of it cannot be told.
    case silent(String)
    case not(Condition)
    case all([Condition])
    case any([Condition])

    /// Whether it asks if events come in at all.
    public var asksSilence: Bool {
        switch self {
        case .silent: true
        case .compare: false
        case .not(let inner): inner.asksSilence
        case .all(let parts), .any(let parts): parts.contains(where: \.asksSilence)
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
    /// The median of the KPI's other groups.
    case peers
    case negated(Quantity)
    case arithmetic(Quantity, Arithmetic, Quantity)
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
        case value, limit, samples, state, since, alert, kpi, kpiTitle, owner, runbook
        case tag(String)
        /// Of the one event that is told of.
        case field(String)
    }

    public var parts: [Part]

    public init(_ parts: [Part] = []) { self.parts = parts }
    public var isEmpty: Bool { parts.isEmpty }
}
