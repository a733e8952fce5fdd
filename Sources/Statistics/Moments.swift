/// What is remembered of samples for the interval of their mean: their squares, and while all are
/// positive, their logarithms.
public struct Moments: Sendable {
    public var count = 0.0
    public var sum = 0.0
    public var squares = 0.0
    /// Of the positive ones.
    public var positive = 0.0
    public var logs = 0.0
    public var squaredLogs = 0.0

    public init() {}

    public mutating func add(_ x: Double, times: Double = 1) {
        count += times
        sum += times * x
        squares += times * x * x
        guard x > 0 else { return }
        let log = log(x)
        positive += times
        logs += times * log
        squaredLogs += times * log * log
    }

    public mutating func merge(_ other: Moments) {
        count += other.count
        sum += other.sum
        squares += other.squares
        positive += other.positive
        logs += other.logs
        squaredLogs += other.squaredLogs
    }

    public var mean: Double { sum / count }
    public var variance: Double { Self.variance(count, sum, squares) }

    /// Rounding can take what is left of equal samples below zero, or leave dust.
    static func variance(_ count: Double, _ sum: Double, _ squares: Double) -> Double {
        let left = squares - sum * sum / count
        return left > 1e-12 * squares ? left / (count - 1) : 0
    }
}
