/// Between what the true share lies, where `hits` of `samples` were seen.
///
/// Each end is passed with the chance by which a normal distribution passes `z`, at most.
///
/// At a `z` of up to 1, which is asked for the standard error, it is near enough to the truth and
/// not on its safe side.
///
/// - Source: below 400 samples Clopper and Pearson, "The use of confidence or fiducial limits",
///   Biometrika 26, 1934, which never errs more often than stated; from there on Wilson, "Probable
///   inference", JASA 22, 1927, which is as good as exact then.
public func shareInterval(_ hits: Int, of samples: Int, reaching z: Double)
    -> ClosedRange<Double>?
{
    guard samples > 0, z >= 0 else { return nil }
    let share = Double(hits) / Double(samples)
    let range =
        samples < 400 && z > 1
        ? exactShare(Double(hits), Double(samples), z) : wilson(share, Double(samples), z)
    return min(range.lowerBound, share)...max(range.upperBound, share)
}

private func exactShare(_ hits: Double, _ samples: Double, _ z: Double) -> ClosedRange<Double> {
    let tail = normalAbove(z)
    let low = hits == 0 ? 0 : betaQuantile(below: tail, hits, samples - hits + 1)
    // By the misses, whose small tail a Double can still tell.
    let high =
        hits == samples ? 1 : 1 - betaQuantile(below: tail, samples - hits, hits + 1)
    return min(low, high)...max(low, high)
}

private func wilson(_ share: Double, _ samples: Double, _ z: Double) -> ClosedRange<Double> {
    guard z.isFinite else { return 0...1 }
    let square = z * z / samples
    let middle = (share + square / 2) / (1 + square)
    let reach = (square * (share * (1 - share) + square / 4)).squareRoot() / (1 + square)
    return max(0, middle - reach)...min(1, middle + reach)
}
