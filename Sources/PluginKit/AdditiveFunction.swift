/// A function whose value is a sum over the samples, or one such sum divided by another: so what
/// each part of the samples does to the value can be told.
///
/// Laws: the value is that of its portion; the portion of a merge is the sum of both.
public protocol AdditiveFunction: KPIFunction {
    /// Whether the value is the numerator divided by the denominator; else it is the numerator.
    static var isRatio: Bool { get }

    var portion: Portion { get }
}

/// A function whose value is that of one of its samples, found by its rank: of such a one it can be
/// told how many samples lie beyond a limit.
public protocol RankFunction: KPIFunction {}

/// What some samples add to a value.
public struct Portion: Equatable, Sendable {
    public var numerator: Double
    /// 0 of a sum.
    public var denominator: Double
    /// The sum of the squares of what each sample adds to the numerator; nil: not remembered.
    public var squares: Double?

    public init(_ numerator: Double, over denominator: Double = 0, squares: Double?) {
        self.numerator = numerator
        self.denominator = denominator
        self.squares = squares
    }
}

extension FunctionKind {
    /// nil: what a part of its samples adds to the value cannot be told.
    public var additive: (any AdditiveFunction.Type)? { type as? any AdditiveFunction.Type }

    /// Whether its value is that of one of the samples.
    public var isRank: Bool { type is any RankFunction.Type }

    /// The one of it and its measure that remembers more of its portion.
    public var telling: FunctionKind { measure.flatMap { $0.additive == nil ? nil : $0 } ?? self }
}
