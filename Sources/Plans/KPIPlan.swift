public import Model
public import PluginKit

/// One KPI: what is computed, over which window, for which groups.
public struct KPIPlan: Equatable, Sendable {
    public var name: String
    /// Empty where the rule gives none.
    public var title: String
    public var aggregates: [AggregatePlan]
    /// Over the aggregates by their index here, and other KPIs by name.
    public var value: ValueExpression
    public var unit: Unit
    public var by: [String]
    public var over: Interval
    public var every: Interval
    /// nil: the window slides. Else `over` is the length of the longest.
    public var period: PeriodPlan?
    /// How long a window must be over before it is judged: until then its value may change.
    public var settle: Interval
    /// Fewer samples: the value is shown, no alert changes state.
    public var needs: Int
    public var better: Better?
    /// A group of fewer samples has no value at all, for anybody; 0: it always has one.
    public var anonymousBelow = 0
    /// The stage of the journey that it is about; nil: it is about none, or its groups are stages.
    public var stage: String?
    /// What it does to satisfaction; nil: the rule does not say.
    public var kano: Kano?
    public var goal: GoalPlan?
    /// nil: as the site says.
    public var groupLimit: Int?
    /// Made by the language for a clause of an alert: no rule declares it and nobody asks to see
    /// it.
    public var isImplied: Bool
    /// What it is called besides, the first of each language before the others.
    public var names: [Name]

    public struct Name: Equatable, Sendable {
        public var tongue: Tongue
        public var text: String

        public init(_ tongue: Tongue, _ text: String) {
            self.tongue = tongue
            self.text = text
        }
    }

    public enum Better: String, Equatable, Sendable { case higher, lower }

    public init(
        _ name: String, title: String = "", aggregates: [AggregatePlan], value: ValueExpression,
        unit: Unit, by: [String] = [], over: Interval, every: Interval, period: PeriodPlan? = nil,
        settle: Interval = .zero, needs: Int = 0, better: Better? = nil, groupLimit: Int? = nil,
        isImplied: Bool = false,
        names: [Name] = []
    ) {
        self.name = name
        self.title = title
        self.aggregates = aggregates
        self.value = value
        self.unit = unit
        self.by = by
        self.over = over
        self.every = every
        self.period = period
        self.settle = settle
        self.needs = needs
        self.better = better
        self.groupLimit = groupLimit
        self.isImplied = isImplied
        self.names = names
    }

    /// The tag whose values are the names of stages, where there are stages.
    public static let stageTag = "stage"

    /// The same as far as its values go: what people call it and hope of it changes none of them.
    public var computed: KPIPlan {
        var plain = self
        (plain.title, plain.names) = ("", [])
        (plain.stage, plain.kano, plain.goal, plain.better) = (nil, nil, nil, nil)
        return plain
    }

    /// How few samples are too few for an alert to change state.
    public var fewest: Int { max(needs, anonymousBelow) }

    /// What people who speak it call the KPI; where the rule does not say, its title or its name.
    public func title(in tongue: Tongue) -> String {
        let own = tongue == .english && !title.isEmpty ? title : nil
        return own ?? names.first { $0.tongue == tongue }?.text ?? (title.isEmpty ? name : title)
    }
}

/// One KPI function over the events of one stream that pass a filter.
public struct AggregatePlan: Hashable, Sendable {
    public var stream: String
    public var filter: Predicate
    /// The function's own name in the registry, spellings resolved.
    public var function: String
    public var arguments: Arguments
    public var operand: OperandPlan
    /// Only of events that this followed; nil: of all.
    public var follow: FollowPlan?

    public init(
        stream: String, filter: Predicate = .always, function: String, arguments: Arguments,
        operand: OperandPlan, follow: FollowPlan? = nil
    ) {
        self.stream = stream
        self.filter = filter
        self.function = function
        self.arguments = arguments
        self.operand = operand
        self.follow = follow
    }
}

public enum OperandPlan: Hashable, Sendable {
    case event
    case field(String)
    case tag(String)
    case condition(Predicate)
}

/// A condition on one event. Three-valued: what asks for a field that the event lacks can not be
/// told.
public indirect enum Predicate: Hashable, Sendable {
    case always
    /// A tag that the event lacks is `""`.
    case tag(String, Comparison, String)
    /// A number in the field's unit scale; a bool is 1 or 0.
    case number(String, Comparison, Double)
    case text(String, Comparison, String)
    case not(Predicate)
    case all([Predicate])
    case any([Predicate])
}

/// For texts only `equal` and `notEqual`; the checker sees to it.
public enum Comparison: String, Hashable, BitwiseCopyable, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="

    /// With the sides changed over.
    public var turned: Comparison {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        }
    }

    /// What holds where this does not.
    public var opposite: Comparison {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .equal: .notEqual
        case .notEqual: .equal
        }
    }

    @inlinable
    public func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        case .notEqual: left != right
        }
    }
}

/// The value of a KPI from its parts. A missing side gives no value, and so does x / 0.
public indirect enum ValueExpression: Hashable, Sendable {
    case aggregate(Int)
    /// The events of one aggregate without those of another, which are a part of them.
    case rest(of: Int, without: Int)
    case number(Double)
    /// Another KPI: its value for the group that shares the tags of its own `by`.
    case kpi(String)
    /// One group of another KPI for each of ours: the one that has these tags, and shares the rest
    /// of its tags with ours.
    case group(Labels, of: String)
    /// Over those groups of another KPI that share the tags of our own `by`.
    case groups(GroupStatistic, of: String)
    case negated(ValueExpression)
    case arithmetic(ValueExpression, Arithmetic, ValueExpression)

    /// The KPIs that it refers to by name; those whose groups it compares are not among them.
    public var references: [String] {
        switch self {
        case .kpi(let name), .group(_, let name): [name]
        case .aggregate, .rest, .number, .groups: []
        case .negated(let inner): inner.references
        case .arithmetic(let left, _, let right): left.references + right.references
        }
    }
}

extension ValueExpression {
    /// The KPIs that it asks of in any way.
    public var everyReference: [String] {
        switch self {
        case .kpi(let name), .group(_, let name), .groups(_, let name): [name]
        case .aggregate, .rest, .number: []
        case .negated(let inner): inner.everyReference
        case .arithmetic(let left, _, let right): left.everyReference + right.everyReference
        }
    }
}

/// What is asked of the values that the groups of a KPI have.
public enum GroupStatistic: String, Hashable, Sendable, CaseIterable {
    case highest, lowest
    /// The highest less the lowest.
    case spread
}

public enum Arithmetic: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"

    @inlinable
    public func apply(_ left: Double, _ right: Double) -> Double? {
        let result =
            switch self {
            case .add: left + right
            case .subtract: left - right
            case .multiply: left * right
            case .divide: left / right
            }
        return result.isFinite ? result : nil
    }
}
