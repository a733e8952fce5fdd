/// How one series follows another some steps later, over several groups at once.
///
/// Groups share what happens to all of them, so that their products at one time count as one
/// observation: what is summed over time are the products of each time. Under no link these have
/// a mean of zero, and their own squares say how far their sum strays; nothing is assumed of their
/// distribution or of how groups hang together. One of the two series must be without memory.
///
/// - Source: Driscoll and Kraay, "Consistent covariance matrix estimation with spatially dependent
///   panel data", Review of Economics and Statistics 80, 1998, with the null imposed.
public struct LaggedSlope: Equatable, Sendable {
    public var lag: Int
    /// By how much the later series moves for one of the earlier.
    public var slope: Double
    public var error: Double
    /// Of the t distribution by which the slope is judged.
    public var freedom: Double
    /// Times that both series have.
    public var times: Int

    /// How often chance alone would give as steep a slope, either way.
    public var chance: Double { studentBeyond(abs(slope / error), freedom: freedom) }

    /// A slope that lies as sure as `level` errs within that of the true one.
    public func range(erring level: Double) -> ClosedRange<Double> {
        let z = normalQuantile(above: level / 2)
        let reach = studentQuantile(reaching: z, freedom: freedom) * error
        return (slope - reach)...(slope + reach)
    }

    /// Two series of one group, step by step; nil where there is no value.
    public struct Pair: Sendable {
        public var earlier: [Double?]
        public var later: [Double?]

        public init(earlier: [Double?], later: [Double?]) {
            self.earlier = earlier
            self.later = later
        }
    }

    /// - Parameter spent: what was learnt of the series before, in numbers.
    /// - Returns: nil if there is too little to go by.
    public init?(of pairs: [Pair], lag: Int, spent: Int) {
        let length = pairs.map(\.later.count).max() ?? 0
        guard length > lag else { return nil }
        var scores = [Double?](repeating: nil, count: length)
        var whole = 0.0
        for pair in pairs {
            guard let part = Centred(pair, lag) else { continue }
            whole += part.size
            for (time, score) in part.scores { scores[time] = (scores[time] ?? 0) + score }
        }
        let known = scores.compactMap { $0 }
        let sum = known.reduce(0, +)
        let squares = known.reduce(0) { $0 + $1 * $1 }
        let freedom = Double(known.count - spent - 2)
        guard freedom >= 5, whole > 0, squares > 0 else { return nil }
        // The squares hold the link too: a share of them as large as this is not chance.
        let share = min(sum * sum / squares / Double(known.count), 0.999)
        self.lag = lag
        self.freedom = freedom
        slope = sum / whole
        error = (squares * (1 - share) * Double(known.count) / freedom).squareRoot() / whole
        times = known.count
    }

    /// What one group adds: its products by time, in standard deviations of the later series.
    private struct Centred {
        var size = 0.0
        var scores: [(time: Int, score: Double)] = []

        init?(_ pair: Pair, _ lag: Int) {
            var values: [(time: Int, x: Double, y: Double)] = []
            for time in lag..<max(lag, pair.later.count) {
                if let x = pair.earlier[time - lag], let y = pair.later[time] {
                    values.append((time, x, y))
                }
            }
            guard values.count > 2 else { return nil }
            let count = Double(values.count)
            let x = values.reduce(0) { $0 + $1.x } / count
            let y = values.reduce(0) { $0 + $1.y } / count
            let scatter = values.reduce(0) { $0 + ($1.y - y) * ($1.y - y) } / count
            guard scatter > 0 else { return nil }
            for value in values {
                size += (value.x - x) * (value.x - x) / scatter
                scores.append((value.time, (value.x - x) * (value.y - y) / scatter))
            }
        }
    }
}
