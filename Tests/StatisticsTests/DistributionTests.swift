import Fixtures
import Statistics
import Testing

/// Special functions and distributions against an independent implementation (SciPy 1.17).
@Suite struct DistributionTests {
    static let tolerance = 2e-10

    @Test(
        arguments: Table(
            """
            function         | x        | a        | b      | gives
            normalBelow      | -8       |          |        | 6.22096057427174e-16
            normalBelow      | -1.5     |          |        | 0.0668072012688581
            normalBelow      | 0        |          |        | 0.5
            normalBelow      | 1        |          |        | 0.841344746068543
            normalBelow      | 6        |          |        | 0.999999999013412
            normalQuantile   | 1e-200   |          |        | 30.2055941795796
            normalQuantile   | 1e-09    |          |        | 5.99780701500769
            normalQuantile   | 0.025    |          |        | 1.95996398454005
            normalQuantile   | 0.05     |          |        | 1.64485362695147
            normalQuantile   | 0.3      |          |        | 0.524400512708041
            normalQuantile   | 0.5      |          |        | 0
            normalQuantile   | 0.9      |          |        | -1.2815515655446
            normalQuantile   | 0.999    |          |        | -3.09023230616781
            logGamma         | 1e-06    |          |        | 13.8155099807494
            logGamma         | 0.5      |          |        | 0.5723649429247
            logGamma         | 1        |          |        | 0
            logGamma         | 1.5      |          |        | -0.120782237635245
            logGamma         | 2        |          |        | 0
            logGamma         | 3.7      |          |        | 1.42807232666539
            logGamma         | 11.99    |          |        | 17.4778855754262
            logGamma         | 12       |          |        | 17.5023078458739
            logGamma         | 171      |          |        | 706.573062245787
            logGamma         | 1000000.0 |          |        | 12815504.5691476
            betaBelow        | 0.3      | 4        | 7      | 0.3503892816
            betaBelow        | 0.999    | 0.5      | 0.5    | 0.979864958366623
            betaBelow        | 0.01     | 1        | 399    | 0.981868128005005
            betaBelow        | 0.5      | 200      | 200    | 0.499999999999999
            betaBelow        | 0.9      | 5000     | 600    | 0.960112853975248
            betaBelow        | 1e-09    | 0.5      | 3      | 5.92927060886286e-05
            betaQuantile     | 0.025    | 4        | 7      | 0.121552258119827
            betaQuantile     | 0.975    | 4        | 7      | 0.652452850059997
            betaQuantile     | 0.00135  | 380      | 20     | 0.9114471661862
            betaQuantile     | 1e-12    | 3        | 50     | 3.56359384989018e-06
            betaQuantile     | 0.5      | 0.5      | 0.5    | 0.5
            gammaBelow       | 3        | 5        |        | 0.184736755476228
            gammaBelow       | 0.1      | 0.5      |        | 0.345279153981423
            gammaBelow       | 20       | 10       |        | 0.995004587691692
            gammaBelow       | 1000     | 1000     |        | 0.504205244180216
            gammaBelow       | 100000.0 | 100000.0 |        | 0.500420522110365
            gammaBelow       | 900      | 1000     |        | 0.000549902265711782
            gammaAbove       | 50       | 10       |        | 1.25960845916608e-12
            gammaAbove       | 3        | 5        |        | 0.815263244523772
            gammaAbove       | 1200     | 1000     |        | 1.28816060862814e-09
            gammaQuantile    | 0.025    | 12       |        | 6.20057510872222
            gammaQuantile    | 0.5      | 0.5      |        | 0.227468211559786
            gammaQuantile    | 0.001    | 4.5      |        | 0.575974773111782
            gammaQuantile    | 0.975    | 100000.0 |        | 100620.741640774
            student          | 1.96     | 1        |        | 12.7072790255637
            student          | 1.96     | 9        |        | 2.26220867650261
            student          | 3        | 3        |        | 9.21894045870026
            student          | 3        | 499      |        | 3.01509958052901
            student          | 3        | 501      |        | 3.01503902537665
            student          | 5        | 29       |        | 6.37442044868434
            student          | 6        | 2000     |        | 6.02786062020567
            """
        ).rows)
    func agreesWithTheReference(_ row: Table.Row) throws {
        let expected = try #require(Double(row["gives"]))
        let got = try value(row)
        #expect(abs(got - expected) <= Self.tolerance * max(abs(expected), 1e-3))
    }

    private func value(_ row: Table.Row) throws -> Double {
        let x = try #require(Double(row["x"]))
        let (a, b) = (Double(row["a"]) ?? 0, Double(row["b"]) ?? 0)
        switch row["function"] {
        case "normalBelow": return normalBelow(x)
        case "normalQuantile": return normalQuantile(above: x)
        case "logGamma": return logGamma(x)
        case "betaBelow": return betaBelow(x, a, b)
        case "betaQuantile": return betaQuantile(below: x, a, b)
        case "gammaBelow": return gammaBelow(x, a)
        case "gammaAbove": return gammaAbove(x, a)
        case "gammaQuantile": return gammaQuantile(below: x, a)
        case "student": return studentQuantile(reaching: x, freedom: a)
        default: return .nan
        }
    }

    /// What is beyond all mass is at the end of the line, and nothing traps.
    @Test func theEndsOfDistributions() {
        #expect(normalQuantile(above: 0) == .infinity)
        #expect(normalQuantile(above: 1) == -.infinity)
        #expect(betaBelow(0, 2, 3) == 0 && betaBelow(1, 2, 3) == 1)
        #expect(betaQuantile(below: 0, 2, 3) == 0 && betaQuantile(below: 1, 2, 3) == 1)
        #expect(gammaQuantile(below: 0, 3) == 0 && gammaQuantile(below: 1, 3) == .infinity)
        #expect(gammaQuantile(above: 0, 3) == .infinity && gammaQuantile(above: 1, 3) == 0)
        #expect(studentQuantile(reaching: .infinity, freedom: 4) == .infinity)
        #expect(studentQuantile(reaching: 2, freedom: 0) == .infinity)
        #expect(logGamma(0) == .infinity)
    }

    /// A quantile undoes its mass, over eight decades of tails.
    @Test(arguments: [1e-8, 1e-5, 0.003, 0.2, 0.5])
    func quantilesUndoMasses(_ tail: Double) {
        #expect(abs(normalAbove(normalQuantile(above: tail)) / tail - 1) < 1e-9)
        for a in [0.5, 3, 40, 2000] {
            #expect(abs(gammaBelow(gammaQuantile(below: tail, a), a) / tail - 1) < 1e-9)
            #expect(abs(gammaAbove(gammaQuantile(above: tail, a), a) / tail - 1) < 1e-9)
            for b in [0.5, 7, 300] {
                #expect(abs(betaBelow(betaQuantile(below: tail, a, b), a, b) / tail - 1) < 1e-9)
            }
        }
    }
}
