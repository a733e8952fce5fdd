import func Glibc.erfc

/// The mass of the standard normal distribution below `z`, exact far out in the lower tail.
public func normalBelow(_ z: Double) -> Double { 0.5 * Glibc.erfc(-z * 0.5.squareRoot()) }

/// The mass of the standard normal distribution above `z`, exact far out in the upper tail.
public func normalAbove(_ z: Double) -> Double { normalBelow(-z) }

/// The standard normal density.
public func normalDensity(_ z: Double) -> Double {
    exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
}
