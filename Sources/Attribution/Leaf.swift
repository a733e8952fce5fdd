/// What a segment adds to a KPI: to a ratio a numerator and a denominator, to a sum a numerator
/// alone.
public struct Tally: Equatable, Sendable {
    public var numerator: Double
    /// 0 where the KPI is a sum.
    public var denominator: Double

    public init(_ numerator: Double = 0, over denominator: Double = 0) {
        self.numerator = numerator
        self.denominator = denominator
    }

    public static func + (left: Tally, right: Tally) -> Tally {
        Tally(left.numerator + right.numerator, over: left.denominator + right.denominator)
    }

    public static func += (left: inout Tally, right: Tally) { left = left + right }

    /// nil: over nothing.
    public var rate: Double? { denominator > 0 ? numerator / denominator : nil }
}

/// One of the finest segments: what it added before, and what it adds now.
public struct Leaf: Equatable, Sendable {
    /// For each tag, the number of its value; -1: not told apart by this tag.
    public var values: [Int]
    public var before: Tally
    public var now: Tally
    /// The variance by chance alone of what it adds now about what was to be expected of it.
    public var noise: Double
    /// Of its own, now.
    public var samples: Int

    public init(
        _ values: [Int], before: Tally, now: Tally, noise: Double, samples: Int = 0
    ) {
        self.values = values
        self.before = before
        self.now = now
        self.noise = noise
        self.samples = samples
    }
}

/// The leaves that have certain values of certain tags.
public struct Segment: Hashable, Sendable {
    /// For each tag the number of a value; -1: any.
    public var values: [Int]

    public init(_ values: [Int]) { self.values = values }

    public func holds(_ leaf: Leaf) -> Bool {
        zip(values, leaf.values).allSatisfy { $0 < 0 || $0 == $1 }
    }

    /// How many tags it asks for.
    public var depth: Int { values.count { $0 >= 0 } }
}
