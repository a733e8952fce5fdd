/// A straight line through values that hang together, and how sure its slope is.
///
/// What the season gives is taken out first. Then values with a memory count for as many as there
/// would be without it: by how much neighbours have in common, which is corrected for what a line
/// through few values takes of it.
///
/// - Source: Bartlett, "Some aspects of the time-correlation problem", JRSS 98, 1935, for how many
///   they count; Kendall, "Note on bias in the estimation of autocorrelation", Biometrika 41, 1954,
///   for the correction, here with a line in place of a mean.
public struct TrendLine: Equatable, Sendable {
    /// A step.
    public var slope: Double
    public var error: Double
    public var freedom: Double
    /// On the line, at the last step.
    public var last: Double
    /// How far the line strays in its middle, where slopes do not matter.
    private let middleError: Double
    /// How many steps the last is after that middle.
    private let afterMiddle: Double

    /// - Parameters:
    ///   - values: step by step; nil where there is none.
    ///   - season: after how many steps it comes round; 1: there is none.
    ///   - overlap: over how many steps neighbours share what they are made of.
    /// - Returns: nil if there are too few.
    public init?(_ values: [Double?], season: Int = 1, overlap: Int = 0) {
        let steps = values.indices.filter { values[$0] != nil }
        let known = steps.map { values[$0] ?? 0 }
        let times = steps.map(Double.init)
        let slots = steps.map { $0 % max(1, season) }
        let count = Double(known.count)
        let (x, y) = (bySlot(times, slots), bySlot(known, slots))
        let spread = x.reduce(0) { $0 + $1 * $1 }
        guard known.count >= 7, spread > 0 else { return nil }
        let slope = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / spread
        let left = zip(x, y).map { $1 - slope * $0 }
        let length = max(Self.length(of: left), Double(overlap) * 2 / 3)
        let spent = Double(Set(slots).count) + 1
        freedom = min(count - spent, count / length - 2)
        guard freedom >= 1 else { return nil }
        let variance = left.reduce(0) { $0 + $1 * $1 } / (count - spent) * length
        self.slope = slope
        error = (variance / spread).squareRoot()
        middleError = (variance / count).squareRoot()
        let middle = times.reduce(0, +) / count
        afterMiddle = Double(values.count - 1) - middle
        last = known.reduce(0, +) / count + slope * afterMiddle
    }

    /// Between what the true slope lies.
    public func range(reaching z: Double) -> ClosedRange<Double> {
        let reach = studentQuantile(reaching: z, freedom: freedom) * error
        return (slope - reach)...(slope + reach)
    }

    /// Between what the line lies some steps after the last, if it goes on as it is.
    public func range(ahead steps: Double, reaching z: Double) -> ClosedRange<Double> {
        let far = (afterMiddle + steps) * error
        let reach =
            studentQuantile(reaching: z, freedom: freedom)
            * (middleError * middleError + far * far).squareRoot()
        let value = last + slope * steps
        return (value - reach)...(value + reach)
    }

    /// How many values count as one.
    private static func length(of left: [Double]) -> Double {
        let (size, count) = (left.reduce(0) { $0 + $1 * $1 }, Double(left.count))
        guard size > 1e-300 else { return 1 }
        let shared = zip(left, left.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / size
        let memory = min(max(0, (count * shared + 2) / (count - 4)), 0.95)
        return (1 + memory) / (1 - memory)
    }
}
