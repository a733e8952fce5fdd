/// A straight line through values that hang together, and how sure its slope is.
///
/// - Source: Newey and West, "A simple, positive semi-definite, heteroskedasticity and
///   autocorrelation consistent covariance matrix", Econometrica 55, 1987. In short series that
///   takes too little for the memory, so the t distribution has the degrees of freedom that are
///   left of as many values as there would be without memory.
public struct TrendLine: Equatable, Sendable {
    /// A step.
    public var slope: Double
    public var error: Double
    public var freedom: Double
    /// On the line, at the last step.
    public var last: Double

    /// - Parameters:
    ///   - values: step by step; nil where there is none.
    ///   - overlap: over how many steps neighbours share what they are made of.
    /// - Returns: nil if there are too few.
    public init?(_ values: [Double?], overlap: Int = 0) {
        let known = values.enumerated().compactMap { step, value in
            value.map { (x: Double(step), y: $0) }
        }
        let count = Double(known.count)
        let x = known.reduce(0) { $0 + $1.x } / count
        let y = known.reduce(0) { $0 + $1.y } / count
        let spread = known.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        guard known.count >= 7, spread > 0 else { return nil }
        let slope = known.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread
        let left = known.map { $0.y - y - slope * ($0.x - x) }
        let memory = Self.memory(of: left, overlap: overlap)
        freedom = count / memory.length - 2
        guard freedom >= 1 else { return nil }
        let scores = zip(known, left).map { ($0.x - x) * $1 }
        let plain = left.reduce(0) { $0 + $1 * $1 } / max(1, count - 2) / spread
        let robust = Self.longRun(scores, reach: memory.reach) / (spread * spread)
        let variance = max(robust * count / max(1, count - 2), plain * memory.length)
        self.slope = slope
        error = variance.squareRoot()
        last = y + slope * (Double(values.count - 1) - x)
    }

    /// Between what the true slope lies.
    public func range(reaching z: Double) -> ClosedRange<Double> {
        let reach = studentQuantile(reaching: z, freedom: freedom) * error
        return (slope - reach)...(slope + reach)
    }

    /// How many values count as one, by what neighbours have in common; at least as far as they
    /// overlap.
    private static func memory(of left: [Double], overlap: Int) -> (length: Double, reach: Int) {
        let size = left.reduce(0) { $0 + $1 * $1 }
        let reach = max(overlap, Int(1.3 * Double(left.count).squareRoot()))
        guard size > 0, reach < left.count else { return (max(1, Double(overlap)), overlap) }
        var length = 1.0
        for lag in 1...reach {
            let shared = product(left, lag) / size
            if shared <= 0, lag > overlap { break }
            length += 2 * (1 - Double(lag) / Double(reach + 1)) * max(0, shared)
        }
        return (max(length, Double(overlap) * 2 / 3), reach)
    }

    private static func longRun(_ scores: [Double], reach: Int) -> Double {
        var sum = product(scores, 0)
        for lag in 1...max(1, min(reach, scores.count - 1)) {
            sum += 2 * (1 - Double(lag) / Double(reach + 1)) * product(scores, lag)
        }
        return max(0, sum)
    }

    private static func product(_ values: [Double], _ lag: Int) -> Double {
        var sum = 0.0
        for index in lag..<values.count { sum += values[index] * values[index - lag] }
        return sum
    }
}
