import func Glibc.erfc

/// The mass of the standard normal distribution below `z`, exact far out in the lower tail.
public func normalBelow(_ z: Double) -> Double { 0.5 * Glibc.erfc(-z * 0.5.squareRoot()) }

/// The mass of the standard normal distribution above `z`, exact far out in the upper tail.
public func normalAbove(_ z: Double) -> Double { normalBelow(-z) }

/// The standard normal density.
public func normalDensity(_ z: Double) -> Double {
    exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
}

/// Above which z the standard normal distribution has a given mass: 1.645 for 0.05.
///
/// By its tail and not by its level, for near a level of 1 a `Double` has no digits left.
///
/// - Source: Abramowitz and Stegun, "Handbook of mathematical functions", 26.2.23, made exact by
///   two steps of Halley.
public func normalQuantile(above tail: Double) -> Double {
    guard tail > 0, tail < 1 else { return tail <= 0 ? .infinity : -.infinity }
    if tail > 0.5 { return -normalQuantile(above: 1 - tail) }
    let t = (-2 * log(tail)).squareRoot()
    let top = 2.515517 + t * (0.802853 + t * 0.010328)
    let bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = t - top / bottom
    for _ in 0..<2 {
        let step = (normalAbove(z) - tail) / normalDensity(z)
        z += step / (1 - 0.5 * z * step)
    }
    return z
}
