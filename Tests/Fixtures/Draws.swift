import Foundation
public import Model

/// Draws from the distributions that tests simulate with, the same for the same seed.
extension SplitMix64 {
    /// Above 0 and below 1.
    public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 0x1p53 }

    /// Box and Muller, 1958.
    public mutating func gaussian() -> Double {
        (-2 * Foundation.log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
}
