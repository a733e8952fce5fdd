/// A value, and between what it may lie.
///
/// Arithmetic takes both sides for independent and keeps the shape of their intervals: what an
/// end of the result is away from its middle is made of the ends of the parts that pull it there.
///
/// - Source: "MOVER", Zou and Donner, "Construction of confidence limits about effect measures",
///   Statistics in Medicine 27, 2008; of products and quotients of what is positive on the
///   logarithms.
public struct Estimate: Equatable, Sendable {
    public var value: Double
    /// Minus infinity: nothing is known of it.
    public var low: Double
    public var high: Double

    public init(_ value: Double, _ low: Double, _ high: Double) {
        (self.value, self.low, self.high) = (value, min(low, value), max(high, value))
    }

    /// A number that is what it is.
    public init(exactly value: Double) { self.init(value, value, value) }

    /// By the standard error of the value.
    public init(_ value: Double, error: Double, reaching z: Double) {
        self.init(value, value - z * error, value + z * error)
    }

    public static prefix func - (a: Estimate) -> Estimate { Estimate(-a.value, -a.high, -a.low) }

    public static func + (a: Estimate, b: Estimate) -> Estimate {
        let value = a.value + b.value
        return Estimate(
            value, value - length(a.value - a.low, b.value - b.low),
            value + length(a.high - a.value, b.high - b.value))
    }

    public static func - (a: Estimate, b: Estimate) -> Estimate { a + -b }

    public static func * (a: Estimate, b: Estimate) -> Estimate {
        if a.isExact { return b.times(a.value) }
        if b.isExact { return a.times(b.value) }
        let value = a.value * b.value
        guard a.low >= 0, b.low >= 0 else { return byDelta(a, b) }
        // Of a part that is nothing so far the logarithms have no middle.
        guard value > 0 else { return Estimate(value, 0, a.high * b.high) }
        return Estimate(
            value, value * exp(-length(log(a.value / a.low), log(b.value / b.low))),
            value * exp(length(log(a.high / a.value), log(b.high / b.value))))
    }

    /// nil: by zero.
    public static func / (a: Estimate, b: Estimate) -> Estimate? {
        guard b.value != 0 else { return nil }
        return a * b.reciprocal
    }

    public var isExact: Bool { low == value && high == value }

    private var reciprocal: Estimate {
        low > 0 || high < 0
            ? Estimate(1 / value, 1 / high, 1 / low)
            : low == 0 && value > 0
                ? Estimate(1 / value, 1 / high, .infinity)
                : Estimate(1 / value, -.infinity, .infinity)
    }

    private func times(_ factor: Double) -> Estimate {
        if factor == 0 { return Estimate(exactly: 0) }
        let (one, other) = (low * factor, high * factor)
        return Estimate(value * factor, min(one, other), max(one, other))
    }

    private static func byDelta(_ a: Estimate, _ b: Estimate) -> Estimate {
        // A product with zero adds nothing, of whatever it is.
        let left = b.value == 0 ? Estimate(exactly: 0) : a.times(b.value)
        let right = a.value == 0 ? Estimate(exactly: 0) : b.times(a.value)
        let value = a.value * b.value
        return Estimate(
            value, value - length(left.value - left.low, right.value - right.low),
            value + length(left.high - left.value, right.high - right.value))
    }

    private static func length(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}
