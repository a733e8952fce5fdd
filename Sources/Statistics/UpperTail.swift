/// How unusual a magnitude is among all that came before, learnt as they come.
///
/// A histogram whose buckets grow by a constant ratio, and which forgets slowly; beyond the bucket
/// that holds the top tenth, what was counted is averaged, as logarithms, with the Pareto tail that
/// fits the top tenth, and where nothing was ever counted the Pareto tail stands alone.
///
/// Counting what looks anomalous in full would teach that anomalies are normal; not counting it
/// would never let a new normal be learnt. It counts for a third.
///
/// - Unit: magnitudes of any unit near 1, not below 0; what is below 0.001 is nothing.
/// - Memory: 32 floats and two more.
/// - Source: Hill, Annals of Statistics 3(5), 1975, for the exponent of the tail.
public struct UpperTail: Equatable, Sendable {
    public static let buckets = 32
    private static let smallest = 1e-3
    private static let logOfRatio = 0.470_003_629_245_735_5  // of 1.6
    /// Values after which half is forgotten: as many as are remembered, between these. What is
    /// young has not seen enough to hold on to how it began.
    private static let halfLives: ClosedRange<Float> = 4_000...16_000
    /// Evidence from which a value counts for less.
    private static let suspect = 3.0
    private static let weightOfSuspects: Float = 0.3
    private static let top: Float = 0.1

    private var masses = [Float](repeating: 0, count: buckets)
    private var total: Float = 0
    /// What a value weighs now.
    private var unit: Float = 1

    public init() {}

    /// One that expects long tails until it knows better: as if so many magnitudes had come of
    /// which the part (1 + z²/2) ^ -3/2 is above z. It is about that of Student's distribution of
    /// three degrees of freedom.
    ///
    /// - Parameter count: what the expectation is worth, in magnitudes seen.
    public init(expecting count: Float) {
        self.init()
        func above(_ bucket: Int) -> Double {
            guard bucket > 0 else { return 1 }
            let z = Self.smallest * exp(Double(bucket - 1) * Self.logOfRatio)
            return pow(1 + z * z / 2, -1.5)
        }
        for bucket in 0..<Self.buckets {
            let beyond = bucket + 1 < Self.buckets ? above(bucket + 1) : 0
            masses[bucket] = count * Float(above(bucket) - beyond)
        }
        total = count
    }

    /// -log10 of the part of what came before that is at least as large; then counts it.
    ///
    /// - Parameter weight: 1, and less for what is hardly to be learnt.
    public mutating func evidence(of magnitude: Double, weight: Double = 1) -> Double {
        let place = max(0, log(max(magnitude, 1e-300) / Self.smallest) / Self.logOfRatio)
        let bucket = magnitude > Self.smallest ? min(Self.buckets - 1, 1 + Int(min(place, 1e3))) : 0
        let evidence = evidence(at: place, bucket)
        count(bucket, Float(weight) * (evidence > Self.suspect ? Self.weightOfSuspects : 1))
        return evidence
    }

    private func evidence(at place: Double, _ bucket: Int) -> Double {
        masses.withUnsafeBufferPointer { masses in
            var above: Float = 0
            for index in stride(from: Self.buckets - 1, to: bucket, by: -1) {
                above += masses[index]
            }
            let counted = (above + 0.5 * masses[bucket] + 0.25 * unit) / (total + unit)
            let evidence = -log10(Double(min(1, counted)))
            guard let fitted = pareto(masses, at: place, bucket) else { return evidence }
            return above <= 1e-9 * total ? max(evidence, fitted) : 0.5 * (evidence + fitted)
        }
    }

    /// By the Pareto tail from the bucket on that holds the top tenth; nil: below it.
    private func pareto(_ masses: UnsafeBufferPointer<Float>, at place: Double, _ bucket: Int)
        -> Double?
    {
        var (mass, first) = (Float(0), Self.buckets)
        var moment: Float = 0
        while first > 1, mass < Self.top * total {
            first -= 1
            mass += masses[first]
            moment += masses[first] * Float(first)
        }
        guard bucket > first, mass >= Self.top * total, mass > 0 else { return nil }
        // Distances in buckets above the lower edge of the first one, each from its middle.
        let distance = moment - mass * (Float(first) - 0.5)
        let exponent = Double(mass) / max(Double(distance), 1e-12)
        let evidence =
            -log10(Double(mass / total)) + exponent * (place - Double(first - 1)) * Self.decade
        return max(0, evidence)
    }

    /// One over the natural logarithm of ten.
    private static let decade = 0.434_294_481_903_251_8

    private mutating func count(_ bucket: Int, _ weight: Float) {
        let halfLife = min(max(total / unit, Self.halfLives.lowerBound), Self.halfLives.upperBound)
        unit *= 1 + 0.693_147_2 / halfLife
        masses[bucket] += weight * unit
        total += weight * unit
        guard unit > 1e6 else { return }
        for index in masses.indices { masses[index] /= unit }
        total = masses.reduce(0, +)
        unit = 1
    }
}

extension UpperTail {
    /// What it knows, as numbers that `init(numbers:)` takes back.
    public var numbers: [Float] { masses + [total, unit] }

    public static let numberCount = buckets + 2

    /// nil: they cannot be its numbers.
    public init?(numbers: [Float]) {
        guard numbers.count == Self.numberCount, numbers.allSatisfy({ 0...1e30 ~= $0 }),
            numbers[Self.buckets + 1] >= 1
        else { return nil }
        masses = Array(numbers.prefix(Self.buckets))
        total = numbers[Self.buckets]
        unit = numbers[Self.buckets + 1]
    }
}
