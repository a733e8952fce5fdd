import Model
import Statistics

/// Samples of known distributions, drawn from a seed.
struct Noise {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// 0...1, without the ends.
    mutating func uniform() -> Double { Double.random(in: 1e-15..<1, using: &random) }

    mutating func normal() -> Double { normalQuantile(above: uniform()) }

    mutating func logNormal() -> Double { exp(normal()) }

    mutating func exponential() -> Double { -log(uniform()) }

    mutating func poisson(_ mean: Double) -> Int {
        var (count, left) = (0, mean - exponential())
        while left > 0 {
            count += 1
            left -= exponential()
        }
        return count
    }
}
