/// How a series goes on from its own last values: what is left after that has no memory.
///
/// As many of them as the corrected criterion of Akaike thinks worth their price.
///
/// - Source: Burg, "Maximum entropy spectral analysis", 1975, which unlike the equations of Yule
///   and Walker is near the truth for short series with a long memory; Hurvich and Tsai,
///   "Regression and time series model selection in small samples", Biometrika 76, 1989.
public struct Autoregression: Equatable, Sendable {
    /// What the next value takes from the last, from the one before, and so on.
    public private(set) var weights: [Double] = []

    /// - Parameters:
    ///   - series: about zero.
    ///   - longest: how far the memory may reach.
    public init(of series: [Double], longest: Int) {
        let count = Double(series.count)
        var (ahead, back) = (series, series)
        var error = series.reduce(0) { $0 + $1 * $1 } / max(1, count)
        guard error > 0 else { return }
        var polynomial = [1.0]
        var best = count * log(error) + 2
        for order in 1...max(1, longest) where Double(order) < count / 4 {
            var (across, size) = (0.0, 0.0)
            for index in order..<series.count {
                across += ahead[index] * back[index - 1]
                size += ahead[index] * ahead[index] + back[index - 1] * back[index - 1]
            }
            guard size > 0 else { return }
            let reflection = -2 * across / size
            polynomial.append(0)
            let turned = Array(polynomial.reversed())
            for index in polynomial.indices { polynomial[index] += reflection * turned[index] }
            for index in (order..<series.count).reversed() {
                let (a, b) = (ahead[index], back[index - 1])
                (ahead[index], back[index]) = (a + reflection * b, b + reflection * a)
            }
            error *= 1 - reflection * reflection
            guard error > 0 else { return }
            let parameters = Double(order + 1)
            let price = 2 * parameters * count / (count - parameters - 1)
            let criterion = count * log(error) + price
            if criterion < best {
                best = criterion
                weights = polynomial.dropFirst().map { -$0 }
            }
        }
    }

    /// What of each value its predecessors do not tell; as many fewer as the memory is long.
    public func innovations(of series: [Double]) -> [Double] {
        guard series.count > weights.count else { return [] }
        return (weights.count..<series.count).map { index in
            var value = series[index]
            for (back, weight) in weights.enumerated() {
                value -= weight * series[index - back - 1]
            }
            return value
        }
    }
}
