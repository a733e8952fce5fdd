import Statistics

extension AutoMemory {
    /// -log10 of the probability that the weighted answers add up to at least so much, where each
    /// is as far out as chance has it and none knows of the others.
    ///
    /// One exponential of rate L and five of rate 2L, L the natural logarithm of ten; with y = L s
    /// the tail is 32 e^-y - 32 e^-2y (sum over j in 1...5 of 2^-j (sum over i < j of (2y)^i /
    /// i!)).
    static func evidence(ofSum sum: Double) -> Double {
        let y = 2.302_585_092_994_046 * sum
        // Far out the second term is nothing, and e^-y is too small for numbers.
        guard y < 60 else { return max(0, sum - 1.505_149_978_319_906) }
        var (inner, term, rest, half) = (0.0, 1.0, 0.0, 1.0)
        for index in 1...5 {
            inner += term
            half *= 0.5
            rest += half * inner
            term *= 2 * y / Double(index)
        }
        let tail = 32 * exp(-y) - 32 * exp(-2 * y) * rest
        return max(0, -log10(max(1e-30, min(1, tail))))
    }
}
