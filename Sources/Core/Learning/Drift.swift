import Model

/// Where values have gone beside what was normal for their hours, and how that goes on: the level
/// and damped trend behind `forecast`.
///
///     level(n) = predicted + α · error          predicted = level(n-1) + φ · trend(n-1)
///     trend(n) = φ · trend(n-1) + α β · error     h hours ahead: level + (φ + φ² + … + φʰ) · trend
///
/// An error counts as at most three times the usual one.
///
/// - Source: Gardner and McKenzie, "Forecasting trends in time series", Management Science 31(10),
///   1985; the variance after Hyndman, Koehler, Ord and Snyder, "Forecasting with exponential
///   smoothing", 2008, class 1.
struct Drift: Equatable, Sendable {
    private var level: Double?
    private var trend = 0.0
    /// Of hours, one hour ahead; squared.
    private var variance = 0.0
    private var count = 0
    private var heardAt: Timestamp = .zero

    /// The level follows a change by half within twelve hours.
    static let alpha = 0.0561
    /// The trend by half within five days.
    static let beta = 0.103
    /// Of an hour: a tenth of the trend is lost in a day.
    static let damping = 0.99562

    /// - Parameter deviation: of the mean of an hour from what was normal for it.
    mutating func learn(_ deviation: Double, at time: Timestamp) {
        guard let level else {
            (self.level, heardAt, count) = (deviation, time, 1)
            return
        }
        let hours = max(1, ((time - heardAt).seconds / 3_600).rounded())
        let ahead = Ahead(hours: hours)
        let predicted = level + ahead.trend * trend
        let usual = 3 * variance.squareRoot()
        let error = deviation - predicted
        let capped = count > 24 ? min(max(error, -usual), usual) : error
        // In the first hours a plain mean.
        let alpha = max(Self.alpha, 1 / Double(count + 1))
        self.level = predicted + alpha * capped
        trend = ahead.kept * trend + Self.alpha * Self.beta * capped
        count = min(count + 1, 500)
        let step = max(1 / Double(count), 0.01)
        let bounded = count > 24 ? min(error * error, 4 * usual * usual) : error * error
        variance += step * (bounded - variance)
        heardAt = time
    }

    /// What is added to the normal value so far ahead, and its variance; nil: too little is known.
    func ahead(_ ahead: Ahead) -> (value: Double, variance: Double)? {
        guard let level, count >= 24 else { return nil }
        return (level + ahead.trend * trend, variance * ahead.spread)
    }

    /// What depends on nothing but how far ahead is looked.
    struct Ahead: Sendable {
        /// The multiple of the trend: φ + … + φʰ.
        let trend: Double
        /// What is left of the trend: φʰ.
        let kept: Double
        /// The multiple of the variance: 1 + Σ (α + αβ(φ + … + φʲ))² for j < h.
        let spread: Double

        /// - Complexity: O(hours), up to a year of them.
        init(hours: Double) {
            var (power, sum, spread) = (1.0, 0.0, 1.0)
            for hour in 0..<min(Int(hours), 24 * 366) {
                if hour > 0 {
                    let weight = Drift.alpha * (1 + Drift.beta * sum)
                    spread += weight * weight
                }
                power *= Drift.damping
                sum += power
            }
            (trend, kept, self.spread) = (sum, power, spread)
        }
    }
}

extension Drift: Savable {
    func save(to writer: inout ByteWriter) {
        writer.write(level)
        writer.write(trend)
        writer.write(variance)
        writer.write(UInt32(count))
        writer.write(heardAt)
    }

    init(from reader: inout ByteReader) throws(DamagedBytes) {
        level = try reader.optional()
        trend = try reader.double()
        variance = try reader.double()
        count = Int(try reader.integer(UInt32.self))
        heardAt = try reader.timestamp()
        guard variance >= 0 else { throw DamagedBytes("a negative variance") }
    }
}
