/// How far the t distribution of `freedom` degrees reaches where the normal one reaches `z`: both
/// have the same mass beyond. With few degrees that is much further.
///
/// - Source: by the incomplete beta function, Abramowitz and Stegun 26.7.1; from 500 degrees on by
///   the expansion of 26.7.5, which errs there by less than 1e-9 of a `z` of 6.
public func studentQuantile(reaching z: Double, freedom: Double) -> Double {
    guard freedom >= 1, z.isFinite else { return z < 0 ? -.infinity : .infinity }
    if z < 0 { return -studentQuantile(reaching: -z, freedom: freedom) }
    guard freedom < 500 else { return expansion(z, freedom) }
    let tail = 2 * normalAbove(z)
    guard tail > 1e-300 else { return .infinity }
    guard freedom >= 10, z < 6 else {
        let x = betaQuantile(below: tail, freedom / 2, 0.5)
        return (freedom * (1 - x) / x).squareRoot()
    }
    // The expansion is near enough for two or three steps.
    let scale =
        log(2) + logGamma((freedom + 1) / 2) - logGamma(freedom / 2)
        - 0.5 * log(freedom * Double.pi)
    return root(of: -tail, from: expansion(z, freedom), within: z...(100 * z + 1)) { t in
        let bend = log1p(t * t / freedom)
        return (
            -betaBelow(exp(-bend), freedom / 2, 0.5), exp(scale - 0.5 * (freedom + 1) * bend)
        )
    }
}

/// The mass of the t distribution further out than `t` on either side.
public func studentBeyond(_ t: Double, freedom: Double) -> Double {
    guard t.isFinite else { return 0 }
    return betaBelow(freedom / (freedom + t * t), freedom / 2, 0.5)
}

private func expansion(_ z: Double, _ freedom: Double) -> Double {
    let square = z * z
    let first = z * (square + 1) / 4
    let second = z * (square * (5 * square + 16) + 3) / 96
    let third = z * (square * (square * (3 * square + 19) + 17) - 15) / 384
    let fourth =
        z * (square * (square * (square * (79 * square + 776) + 1482) - 1920) - 945) / 92160
    return z + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom
}
