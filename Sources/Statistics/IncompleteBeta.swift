/// The mass of the beta distribution of `a` and `b` below `x`: the regularised incomplete beta
/// function.
///
/// - Complexity: some sqrt(max(a, b)) steps.
/// - Source: the continued fraction of Abramowitz and Stegun 26.5.8, by the method of Lentz.
public func betaBelow(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // On this side of the mean the fraction converges fast.
    if x > (a + 1) / (a + b + 2) { return 1 - betaFraction(1 - x, b, a) }
    return betaFraction(x, a, b)
}

/// The x below which the beta distribution of `a` and `b` has a given mass.
public func betaQuantile(below mass: Double, _ a: Double, _ b: Double) -> Double {
    guard mass > 0 else { return 0 }
    guard mass < 1 else { return 1 }
    let scale = logGamma(a + b) - logGamma(a) - logGamma(b)
    let mean = a / (a + b)
    // Were its logit normal.
    let spread = (1 / ((a + b + 1) * mean * (1 - mean))).squareRoot()
    let odds = mean / (1 - mean) * exp(-normalQuantile(above: mass) * spread)
    return root(of: mass, from: odds / (1 + odds), within: 0...1) { x in
        (betaBelow(x, a, b), exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x)))
    }
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let front = exp(
        logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    let tiny = 1e-300
    func away(_ x: Double) -> Double { abs(x) < tiny ? tiny : x }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / away(1 + even * d)
        c = away(1 + even / c)
        result *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / away(1 + odd * d)
        c = away(1 + odd / c)
        result *= d * c
        if abs(d * c - 1) < 1e-15 { break }
    }
    return front * result / a
}
