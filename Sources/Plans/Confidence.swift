/// How sure a comparison must be before it holds: `with confidence 95%`.
///
/// The whole interval of the difference must lie past the limit, on the side that is asked for.
public struct Confidence: Hashable, Sendable {
    public enum Looks: String, Hashable, Sendable, CaseIterable {
        /// Each judgement by itself errs no more often than stated; many together do.
        case each
        /// All judgements together do, however many there are.
        case all
    }

    /// How often it may err: 0.05 at 95 %.
    public var error: Double
    public var looks: Looks

    public init(error: Double, looks: Looks) {
        self.error = error
        self.looks = looks
    }

    /// Of an interval that is read by people: both ends together are passed with the rest of
    /// `level`, if it is looked at once.
    public static func between(level: Double) -> Confidence {
        Confidence(error: (1 - level) / 2, looks: .each)
    }

    /// As people say it: 0.95.
    public var level: Double { 1 - error }
}

extension Condition {
    /// Each comparison that must be sure, and how sure.
    public var assurances: [(sides: [Quantity], confidence: Confidence)] {
        switch self {
        case .confident(let left, _, let right, let confidence): [([left, right], confidence)]
        case .compare, .silent, .anomalous: []
        case .not(let inner): inner.assurances
        case .all(let parts), .any(let parts): parts.flatMap(\.assurances)
        }
    }
}

extension Quantity {
    /// What it is made of, without numbers, signs and arithmetic.
    public var parts: [Quantity] {
        switch self {
        case .number: []
        case .negated(let inner): inner.parts
        case .arithmetic(let left, _, let right): left.parts + right.parts
        case .value, .samples, .kpi, .table, .ago, .before, .slope, .peers, .baseline, .forecast:
            [self]
        }
    }
}
