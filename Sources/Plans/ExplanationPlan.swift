public import PluginKit

/// How a change of a KPI is split over segments: `explain by TAG, TAG`.
///
/// What is split is the KPI itself where its value is made of sums, alone or one divided by
/// another. Of a quantile, a greatest or a least it is the share of the events beyond the limit, or
/// without a plain limit the mean.
public struct ExplanationPlan: Equatable, Sendable {
    /// By which segments are told apart.
    public var tags: [String]
    public var aggregates: [AggregatePlan]
    public var numerator: [Term]
    /// Empty: the value is a sum.
    public var denominator: [Term]
    public var basis: Basis

    /// One part of an aggregate, so many times.
    public struct Term: Hashable, Sendable {
        public var aggregate: Int
        public var side: Side
        public var factor: Double
    }

    public enum Side: Hashable, Sendable { case numerator, denominator }

    /// What is split.
    public enum Basis: Hashable, Sendable {
        case value
        case mean
        /// The share of the events that lie there.
        case beyond(Comparison, Double)
    }

    public var isRatio: Bool { !denominator.isEmpty }

    /// nil: what a segment adds to this KPI cannot be told.
    ///
    /// - Parameters:
    ///   - limit: what the lowest rung compares the value with, where that is a number.
    ///   - kpis: the plan of a KPI that it refers to.
    public init?(
        of kpi: KPIPlan, by tags: [String], limit: (Comparison, Double)?,
        among kpis: @escaping (String) -> KPIPlan?,
        with function: @escaping (String) -> FunctionKind?
    ) {
        self.tags = tags
        basis = .value
        var sums = SumForm.Reader(kpi, kpis, function)
        if let form = sums.form(kpi.value, of: kpi) {
            switch form {
            case .sum(let terms): (numerator, denominator) = (terms, [])
            case .ratio(let upper, let lower): (numerator, denominator) = (upper, lower)
            case .number: return nil
            }
            aggregates = sums.aggregates
            return
        }
        guard kpi.value == .aggregate(0), kpi.aggregates.count == 1,
            function(kpi.aggregates[0].function)?.isRank == true,
            case .field(let field) = kpi.aggregates[0].operand
        else { return nil }
        var aggregate = kpi.aggregates[0]
        aggregate.arguments = .none
        if let limit {
            aggregate.function = "share"
            aggregate.operand = .condition(.number(field, limit.0, limit.1))
            basis = .beyond(limit.0, limit.1)
        } else {
            aggregate.function = "mean"
            basis = .mean
        }
        guard function(aggregate.function)?.additive?.isRatio == true else { return nil }
        aggregates = [aggregate]
        numerator = [Term(aggregate: 0, side: .numerator, factor: 1)]
        denominator = [Term(aggregate: 0, side: .denominator, factor: 1)]
    }

    /// Whether each sample of the numerator is one of the denominator.
    public var isNested: Bool {
        let below = denominator.map { aggregates[$0.aggregate] }
        return numerator.allSatisfy { term in
            let own = aggregates[term.aggregate]
            return below.contains { $0 == own || own.isPart(of: $0) }
        }
    }

    /// The KPI of which the segments are the groups: never shown, never judged.
    public func leaves(of kpi: KPIPlan) -> KPIPlan {
        var leaves = kpi
        leaves.name = "\(kpi.name) by \(tags.joined(separator: ", "))"
        leaves.aggregates = aggregates
        leaves.by = kpi.by + tags.filter { !kpi.by.contains($0) }
        leaves.isImplied = true
        return leaves
    }
}

/// A text that people wrote, of each event of a stream.
public struct QuotePlan: Equatable, Sendable {
    public var field: String
    public var stream: String

    public init(_ field: String, of stream: String) { (self.field, self.stream) = (field, stream) }
}

/// A value as a sum, or as a ratio of sums.
enum SumForm {
    typealias Terms = [ExplanationPlan.Term]
    case number(Double)
    case sum(Terms)
    case ratio(Terms, Terms)

    /// Brings expressions into that form, and gathers the aggregates that it needs.
    struct Reader {
        private(set) var aggregates: [AggregatePlan] = []
        /// Of KPIs, by their names: each is brought into its form once.
        private var forms: [String: SumForm?] = [:]
        private let kpi: KPIPlan
        private let kpis: (String) -> KPIPlan?
        private let function: (String) -> FunctionKind?

        init(
            _ kpi: KPIPlan, _ kpis: @escaping (String) -> KPIPlan?,
            _ function: @escaping (String) -> FunctionKind?
        ) {
            (self.kpi, self.kpis, self.function) = (kpi, kpis, function)
        }

        mutating func form(_ value: ValueExpression, of owner: KPIPlan) -> SumForm? {
            switch value {
            case .number(let number): return .number(number)
            case .group, .groups: return nil
            case .aggregate(let place): return form(owner.aggregates[place])
            case .rest(let whole, let part):
                guard let all = form(owner.aggregates[whole]),
                    let some = form(owner.aggregates[part])
                else { return nil }
                return SumForm.join(all, .subtract, some)
            case .kpi(let name):
                // Of another window it is another thing; of other groups, another whole.
                if let known = forms[name] { return known }
                guard let other = kpis(name), other.over == kpi.over, other.every == kpi.every,
                    other.period == kpi.period, Set(other.by) == Set(kpi.by)
                else { return nil }
                let form = form(other.value, of: other)
                forms[name] = .some(form)
                return form
            case .negated(let inner): return form(inner, of: owner)?.times(-1)
            case .arithmetic(let left, let sign, let right):
                guard let l = form(left, of: owner), let r = form(right, of: owner) else {
                    return nil
                }
                return SumForm.join(l, sign, r)
            }
        }

        private mutating func form(_ aggregate: AggregatePlan) -> SumForm? {
            guard let type = function(aggregate.function)?.additive else { return nil }
            let place = aggregates.firstIndex(of: aggregate) ?? aggregates.count
            if place == aggregates.count { aggregates.append(aggregate) }
            let upper = ExplanationPlan.Term(aggregate: place, side: .numerator, factor: 1)
            guard type.isRatio else { return .sum([upper]) }
            return .ratio(
                [upper], [ExplanationPlan.Term(aggregate: place, side: .denominator, factor: 1)])
        }
    }

    func times(_ factor: Double) -> SumForm {
        switch self {
        case .number(let number): .number(number * factor)
        case .sum(let terms): .sum(terms.times(factor))
        case .ratio(let upper, let lower): .ratio(upper.times(factor), lower)
        }
    }

    static func join(_ left: SumForm, _ sign: Arithmetic, _ right: SumForm) -> SumForm? {
        switch (left, sign, right) {
        case (.number(let a), _, .number(let b)): return sign.apply(a, b).map(SumForm.number)
        case (_, .subtract, _): return join(left, .add, right.times(-1))
        case (.sum(let a), .add, .sum(let b)): return .sum(a.adding(b))
        // The same of all: R + c is (N + c D) / D.
        case (.ratio(let upper, let lower), .add, .number(let number)),
            (.number(let number), .add, .ratio(let upper, let lower)):
            return .ratio(upper.adding(lower.times(number)), lower)
        case (.ratio(let a, let lower), .add, .ratio(let b, let other)) where lower == other:
            return .ratio(a.adding(b), lower)
        case (let form, .multiply, .number(let number)), (.number(let number), .multiply, let form):
            return form.times(number)
        case (let form, .divide, .number(let number)):
            return number == 0 ? nil : form.times(1 / number)
        case (.sum(let a), .divide, .sum(let b)): return .ratio(a, b)
        default: return nil
        }
    }
}

extension [ExplanationPlan.Term] {
    /// What is the same but for its factor is one term: so there are never more of them than twice
    /// the aggregates, and a part that stands there twice scatters as one of twice the size.
    fileprivate func adding(_ others: Self) -> Self {
        others.reduce(into: self) { terms, other in
            let same = terms.firstIndex {
                $0.aggregate == other.aggregate && $0.side == other.side
            }
            if let same { terms[same].factor += other.factor } else { terms.append(other) }
        }
    }

    fileprivate func times(_ factor: Double) -> Self {
        map { .init(aggregate: $0.aggregate, side: $0.side, factor: $0.factor * factor) }
    }
}
