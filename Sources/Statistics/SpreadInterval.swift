/// Between what the true standard deviation lies, whatever the shape of the distribution as long as
/// its fourth moment is seen in the samples: a heavy tail of which few samples came is underrated.
///
/// - Parameters:
///   - squares: the squares of the distances from the mean, added up.
///   - fourths: their fourth powers.
/// - Source: Bonett, "Approximate confidence interval for standard deviation of nonnormal
///   distributions", Computational Statistics and Data Analysis 50, 2006, with the t distribution.
public func spreadInterval(
    squares: Double, fourths: Double, of samples: Int, reaching z: Double
) -> ClosedRange<Double>? {
    guard samples >= 4, squares > 0, squares.isFinite, fourths.isFinite, z >= 0 else { return nil }
    let count = Double(samples)
    let spread = (squares / (count - 1)).squareRoot()
    // Of a normal distribution at the least: few samples seldom show a tail.
    let kurtosis = max(count * fourths / (squares * squares), 3)
    let error = ((kurtosis - (count - 3) / count) / (count - 1)).squareRoot()
    let reach = studentQuantile(reaching: z, freedom: count - 1) * error / 2
    return (spread * exp(-reach))...(spread * exp(reach))
}
