/// The ranks, counted from 1, of the samples between which a quantile lies; nil on a side that
/// there are too few samples for. It holds for any distribution.
///
/// - Parameter level: the share of all that is below: 0.5 for the median.
/// At a `z` of up to 1, which is asked for the standard error, it is near enough to the truth and
/// not on its safe side.
///
/// - Complexity: O(log n) tails of the binomial distribution.
/// - Source: David and Nagaraja, "Order statistics", 2003, section 7.1.
public func rankInterval(of level: Double, among samples: Int, reaching z: Double)
    -> (low: Int?, high: Int?)
{
    guard samples > 0, level > 0, level < 1 else { return (nil, nil) }
    let (tail, count) = (normalAbove(z), Double(samples))
    if z <= 1 {
        return nearRanks(count * level, z * (count * level * (1 - level)).squareRoot(), samples)
    }
    // How many ranks from the one end are too far out: with so many or fewer on this side of the
    // quantile, chance would have to be smaller than allowed.
    func outer(_ share: Double) -> Int {
        var (low, high) = (0, samples)
        while low < high {
            let rank = (low + high + 1) / 2
            // The chance that fewer than `rank` samples lie below.
            let chance = betaBelow(1 - share, count - Double(rank) + 1, Double(rank))
            if chance <= tail { low = rank } else { high = rank - 1 }
        }
        return low
    }
    let (below, above) = (outer(level), outer(1 - level))
    return (below == 0 ? nil : below, above == 0 ? nil : samples + 1 - above)
}

private func nearRanks(_ middle: Double, _ reach: Double, _ samples: Int) -> (low: Int?, high: Int?)
{
    let low = Int((middle - reach).rounded(.down))
    let high = Int((middle + reach).rounded(.up)) + 1
    return (low < 1 ? nil : low, high > samples ? nil : high)
}
