/// The mass of the gamma distribution of shape `a` below `x`: the regularised incomplete gamma
/// function. With a whole number n for `a` it is also the chance that a Poisson count of mean `x`
/// is n or more.
///
/// - Complexity: some sqrt(a) steps near the mean, fewer away from it.
/// - Source: Abramowitz and Stegun 6.5.29 below the mean, the fraction of 6.5.31 above it.
public func gammaBelow(_ x: Double, _ a: Double) -> Double {
    guard x > 0 else { return 0 }
    return x < a + 1 ? gammaSeries(x, a) : 1 - gammaFraction(x, a)
}

/// The mass above, exact far out.
public func gammaAbove(_ x: Double, _ a: Double) -> Double {
    guard x > 0 else { return 1 }
    return x < a + 1 ? 1 - gammaSeries(x, a) : gammaFraction(x, a)
}

/// The x below which the gamma distribution of shape `a` has a given mass.
public func gammaQuantile(below mass: Double, _ a: Double) -> Double {
    guard mass > 0 else { return 0 }
    guard mass < 1 else { return .infinity }
    return gammaQuantile(a, from: -normalQuantile(above: mass)) { x in
        (gammaBelow(x, a), mass)
    }
}

/// The x above which it has a given mass: for tails too small to be told from a mass of 1.
public func gammaQuantile(above tail: Double, _ a: Double) -> Double {
    guard tail > 0 else { return .infinity }
    guard tail < 1 else { return 0 }
    return gammaQuantile(a, from: normalQuantile(above: tail)) { x in (-gammaAbove(x, a), -tail) }
}

/// Where the gamma distribution of shape `a` has as much mass below as the normal one has below
/// `z`: exact below a shape of 200 and beyond a `z` of 1, else within a thousandth of the distance
/// from the mean.
///
/// - Source: Wilson and Hilferty, "The distribution of chi-square", PNAS 17, 1931: the cube root of
///   it is almost normal.
public func gammaQuantile(reaching z: Double, _ a: Double) -> Double {
    if a >= 200 || abs(z) <= 1 { return almost(z, a) }
    return z < 0
        ? gammaQuantile(below: normalBelow(z), a) : gammaQuantile(above: normalAbove(z), a)
}

private func almost(_ z: Double, _ a: Double) -> Double {
    let root = max(0, 1 - 1 / (9 * a) + z / (3 * a.squareRoot()))
    return a * root * root * root
}

private func gammaQuantile(
    _ a: Double, from z: Double, _ function: (Double) -> (value: Double, target: Double)
) -> Double {
    let start = max(almost(z, a), 1e-8 * a)
    let scale = logGamma(a)
    return root(of: 0, from: start, within: 0...(2 * start + 20 * (a + abs(z) * abs(z) + 1))) { x in
        let (value, target) = function(x)
        return (value - target, exp((a - 1) * log(x) - x - scale))
    }
}

private func gammaSeries(_ x: Double, _ a: Double) -> Double {
    var term = 1 / a
    var sum = term
    for step in 1...100_000 {
        term *= x / (a + Double(step))
        sum += term
        if term < sum * 1e-16 { break }
    }
    return sum * exp(a * log(x) - x - logGamma(a))
}

private func gammaFraction(_ x: Double, _ a: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var result = d
    for step in 1...100_000 {
        let i = Double(step)
        let factor = i * (a - i)
        b += 2
        d = 1 / (b + factor * d)
        c = b + factor / c
        result *= d * c
        if abs(d * c - 1) < 1e-15 { break }
    }
    return result * exp(a * log(x) - x - logGamma(a))
}
