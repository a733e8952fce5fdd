extension Moments {
    /// How many samples that are all the same are taken for a constant: fewer tell nothing of the
    /// scatter.
    static let constant = 30.0

    /// Below which nothing is said of a mean: so few samples show no scatter to go by.
    static let fewest = 5.0

    /// By how much likelier the normal distribution must be than the log-normal one, in twice the
    /// logarithm, before samples of which all are positive are taken to have no long tail: few of
    /// them seldom show it.
    static let doubt = 4.0

    /// Between what the true mean lies; nil: too few samples to know their scatter.
    ///
    /// Samples that look more like a log-normal than like a normal distribution, as durations and
    /// amounts of money do, have an interval that is longer upwards.
    public func meanInterval(reaching z: Double) -> ClosedRange<Double>? {
        guard count >= Self.fewest, z >= 0, mean.isFinite, squares.isFinite else { return nil }
        let variance = variance
        guard variance > 0 else { return count < Self.constant ? nil : mean...mean }
        let t = studentQuantile(reaching: z, freedom: count - 1)
        guard t.isFinite else { return -.infinity ... .infinity }
        let error = (variance / count).squareRoot()
        guard isLongTailed(variance) else { return (mean - t * error)...(mean + t * error) }
        let reach = t * error / mean
        let plain = (mean * exp(-reach))...(mean * exp(reach))
        let byLogs = logNormal(z, t)
        guard byLogs.contains(mean) else { return plain }
        return min(plain.lowerBound, byLogs.lowerBound)...max(plain.upperBound, byLogs.upperBound)
    }

    private var logMean: Double { logs / count }
    private var logVariance: Double { Self.variance(count, logs, squaredLogs) }

    /// Which of the two distributions the samples are likelier to come from, each at its best.
    private func isLongTailed(_ variance: Double) -> Bool {
        guard positive == count, logVariance > 0 else { return false }
        let gain = log(variance) - log(logVariance) - 2 * logMean
        return count * gain > -Self.doubt
    }

    /// Of the mean of a log-normal distribution, of which the few greatest samples say little: it
    /// goes by the logarithms. Counted only while the plain mean agrees with it, for of another
    /// distribution it tells something else.
    ///
    /// - Source: Zou, Huo and Taleban, "Simple confidence intervals for lognormal means and their
    ///   differences", Environmetrics 20, 2009, with the t distribution: how far the variance of
    ///   the logarithms may be from the true one counts exactly, by its chi-square distribution.
    private func logNormal(_ z: Double, _ t: Double) -> ClosedRange<Double> {
        let middle = logMean + logVariance / 2
        let freedom = count - 1
        let most = freedom / (2 * gammaQuantile(reaching: -z, freedom / 2))
        let least = freedom / (2 * gammaQuantile(reaching: z, freedom / 2))
        let square = t * t * logVariance / count
        func reach(_ factor: Double) -> Double {
            let part = logVariance / 2 * (factor - 1)
            return (square + part * part).squareRoot()
        }
        return exp(middle - reach(least))...exp(middle + reach(most))
    }

    /// Between what the sum lies that is to be expected, if as many samples as came are a chance of
    /// their own: a compound Poisson distribution.
    public func sumInterval(reaching z: Double) -> ClosedRange<Double>? {
        guard count > 0, squares.isFinite, z >= 0 else { return nil }
        guard let number = countInterval(count, reaching: z) else { return nil }
        if positive == count, let mean = meanInterval(reaching: z) {
            let product =
                Estimate(count, number.lowerBound, number.upperBound)
                * Estimate(self.mean, mean.lowerBound, mean.upperBound)
            return min(product.low, sum)...max(product.high, sum)
        }
        guard count >= Self.fewest else { return nil }
        let reach =
            studentQuantile(reaching: z, freedom: count - 1) * squares.squareRoot()
        return (sum - reach)...(sum + reach)
    }
}
