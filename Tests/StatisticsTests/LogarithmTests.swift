import Statistics
import Testing

/// What is passed on from the C library arrives.
@Suite struct LogarithmTests {
    @Test func logarithmsAndPowers() {
        #expect(abs(log(10) - 2.302585092994046) < 1e-15)
        #expect(log10(1000) == 3)
        #expect(abs(exp(1) - 2.718281828459045) < 1e-15)
        #expect(pow(2, 10) == 1024)
        #expect(log1p(1e-20) == 1e-20)
        #expect(expm1(1e-20) == 1e-20)
        #expect(log(0) == -.infinity)
    }

    @Test func theNormalDistribution() {
        #expect(abs(normalBelow(1.959963984540054) - 0.975) < 1e-15)
        #expect(abs(normalAbove(10) / 7.619853024160527e-24 - 1) < 1e-12)
        #expect(abs(normalDensity(0) - 0.3989422804014327) < 1e-15)
    }
}
