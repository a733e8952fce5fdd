import Statistics
import Testing

/// Arithmetic with estimates.
@Suite struct EstimateTests {
    private let ten = Estimate(10, 8, 13)
    private let five = Estimate(5, 4, 6)

    private func isNear(_ a: Estimate?, _ b: Estimate) -> Bool {
        guard let a else { return false }
        return [a.value - b.value, a.low - b.low, a.high - b.high].allSatisfy { abs($0) < 1e-12 }
    }

    @Test func sumsAndDifferencesKeepTheirShape() {
        #expect(isNear(ten + five, Estimate(15, 15 - 5.0.squareRoot(), 15 + 10.0.squareRoot())))
        #expect(isNear(ten - five, Estimate(5, 5 - 5.0.squareRoot(), 5 + 10.0.squareRoot())))
        #expect(isNear(-ten, Estimate(-10, -13, -8)))
    }

    @Test func whatIsExactMovesAndStretches() {
        #expect(isNear(ten + Estimate(exactly: 3), Estimate(13, 11, 16)))
        #expect(isNear(ten * Estimate(exactly: -2), Estimate(-20, -26, -16)))
        #expect(isNear(ten / Estimate(exactly: 4), Estimate(2.5, 2, 3.25)))
        #expect((ten * Estimate(exactly: 0)).isExact)
        #expect(isNear(Estimate(exactly: 12) / five, Estimate(2.4, 2, 3)))
        #expect(ten / Estimate(exactly: 0) == nil)
    }

    /// Katz' interval of a quotient of counts is the same thing.
    @Test func quotientsGoByTheirLogarithms() throws {
        let divided = ten / five
        let quotient = try #require(divided)
        let reach = (log(13.0 / 10) * log(13.0 / 10) + log(5.0 / 4) * log(5.0 / 4)).squareRoot()
        #expect(abs(quotient.high - 2 * exp(reach)) < 1e-12)
        #expect(quotient.low < 2 && quotient.low > 1.3)
    }

    @Test func whatMayBeZeroDividesIntoAnything() throws {
        let across = ten / Estimate(1, -1, 3)
        let unknown = try #require(across)
        #expect(unknown.low == -.infinity && unknown.high == .infinity)
        let above = ten / Estimate(1, 0, 3)
        let positive = try #require(above)
        #expect(positive.high == .infinity && positive.low > 0)
        let none = Estimate(0, 0, 4) * five
        #expect(none.value == 0 && none.low == 0 && none.high == 24)
    }

    /// Signs of any kind, by the linear terms.
    @Test func productsAcrossZero() {
        let product = Estimate(-1, -2, 1) * five
        #expect(product.value == -5 && product.low < -10 && product.high > 5)
        #expect(!product.low.isNaN && !product.high.isNaN)
    }
}
