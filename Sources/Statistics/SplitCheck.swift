/// How often chance alone would part samples at least as unevenly as they were parted, where each
/// side was to have its share.
///
/// - Source: Pearson's chi-square; Fabijan et al., "Diagnosing sample ratio mismatch in online
///   controlled experiments", KDD 2019, who call it one below 0.0005 and warn of it.
public func chanceOfSplit(_ counts: [Double], shares: [Double]) -> Double {
    let (total, whole) = (counts.reduce(0, +), shares.reduce(0, +))
    guard counts.count > 1, total > 0, whole > 0 else { return 1 }
    let distance = zip(counts, shares).reduce(0) { sum, side in
        let expected = total * side.1 / whole
        return sum + (side.0 - expected) * (side.0 - expected) / expected
    }
    return gammaAbove(distance / 2, Double(counts.count - 1) / 2)
}
