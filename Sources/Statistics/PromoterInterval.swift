/// Between what the true Net Promoter Score lies, in points.
///
/// - Source: Rocks, "Interval estimation for the net promoter score", The American Statistician 70,
///   2016: the normal interval after three answers more, a quarter of them promoters and a quarter
///   detractors. Its mean coverage at 95 % and 5 answers is 95 %, where the plain one has 80 %.
public func promoterInterval(
    promoters: Int, detractors: Int, of samples: Int, reaching z: Double
) -> ClosedRange<Double>? {
    guard samples > 0, z >= 0 else { return nil }
    let score = 100 * Double(promoters - detractors) / Double(samples)
    guard z.isFinite else { return -100...100 }
    let whole = Double(samples) + 3
    let (up, down) = ((Double(promoters) + 0.75) / whole, (Double(detractors) + 0.75) / whole)
    let reach = z * ((up + down - (up - down) * (up - down)) / whole).squareRoot()
    let (low, high) = (100 * (up - down - reach), 100 * (up - down + reach))
    return max(-100, min(low, score))...min(100, max(high, score))
}
