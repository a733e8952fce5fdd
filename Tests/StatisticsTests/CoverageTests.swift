import Statistics
import Testing

/// How often intervals at 95 % hold what is true, of made-up samples: at least as often as stated,
/// less a point and a half.
@Suite struct CoverageTests {
    static let z = 1.959963984540054
    static let least = 0.935
    static let runs = 1500

    private func coverage(_ truth: Double, _ interval: () -> ClosedRange<Double>?) -> Double {
        var held = 0
        for _ in 0..<Self.runs where interval()?.contains(truth) ?? true { held += 1 }
        return Double(held) / Double(Self.runs)
    }

    @Test(arguments: [10, 50, 500])
    func means(of count: Int) {
        var noise = Noise(seed: 11)
        let truths: [(Double, (inout Noise) -> Double)] = [
            (0, { $0.normal() }), (0.5, { $0.uniform() }), (1, { $0.exponential() }),
            (exp(0.5), { $0.logNormal() }),
        ]
        let runs = count == 500 ? 400 : Self.runs
        for (truth, draw) in truths {
            var held = 0
            for _ in 0..<runs {
                var moments = Moments()
                for _ in 0..<count { moments.add(draw(&noise)) }
                if moments.meanInterval(reaching: Self.z)?.contains(truth) ?? true { held += 1 }
            }
            // With fewer runs, chance has more of a say.
            let slack = count == 500 ? 0.015 : 0
            #expect(Double(held) / Double(runs) >= Self.least - slack, "mean \(truth)")
        }
    }

    @Test(arguments: [0.02, 0.5, 0.9], [10, 50, 500])
    func shares(_ truth: Double, of count: Int) {
        var noise = Noise(seed: 12)
        let held = coverage(truth) {
            let hits = (0..<count).count { _ in noise.uniform() < truth }
            return shareInterval(hits, of: count, reaching: Self.z)
        }
        #expect(held >= Self.least)
    }

    @Test(arguments: [10, 50, 500])
    func promoters(of count: Int) {
        var noise = Noise(seed: 13)
        let held = coverage(30) {
            var (promoters, detractors) = (0, 0)
            for _ in 0..<count {
                let x = noise.uniform()
                if x < 0.5 { promoters += 1 } else if x < 0.7 { detractors += 1 }
            }
            return promoterInterval(
                promoters: promoters, detractors: detractors, of: count, reaching: Self.z)
        }
        #expect(held >= Self.least)
    }

    @Test(arguments: [0.5, 10, 200])
    func counts(_ truth: Double) {
        var noise = Noise(seed: 14)
        let held = coverage(truth) {
            countInterval(Double(noise.poisson(truth)), reaching: Self.z)
        }
        #expect(held >= Self.least)
    }

    @Test(arguments: [10, 50, 500])
    func sums(_ truth: Double) {
        var noise = Noise(seed: 15)
        let held = coverage(truth) {
            var moments = Moments()
            for _ in 0..<noise.poisson(truth) { moments.add(noise.exponential()) }
            return moments.sumInterval(reaching: Self.z)
        }
        #expect(held >= Self.least)
    }

    @Test(arguments: [10, 50, 500])
    func medians(of count: Int) {
        var noise = Noise(seed: 16)
        let held = coverage(log(2)) {
            let samples = (0..<count).map { _ in noise.exponential() }.sorted()
            let ranks = rankInterval(of: 0.5, among: count, reaching: Self.z)
            return
                (ranks.low.map { samples[$0 - 1] } ?? -.infinity)...(ranks.high.map {
                    samples[$0 - 1]
                } ?? .infinity)
        }
        #expect(held >= Self.least)
    }

    @Test(arguments: [10, 50, 500])
    func spreads(of count: Int) {
        var noise = Noise(seed: 17)
        let held = coverage(1) {
            let samples = (0..<count).map { _ in noise.normal() }
            let mean = samples.reduce(0, +) / Double(count)
            let squares = samples.map { ($0 - mean) * ($0 - mean) }
            return spreadInterval(
                squares: squares.reduce(0, +), fourths: squares.reduce(0) { $0 + $1 * $1 },
                of: count, reaching: Self.z)
        }
        #expect(held >= Self.least)
    }

    /// Of two counts, and of the difference of two shares.
    @Test(arguments: [10, 50, 500])
    func quotientsAndDifferences(of count: Int) {
        var noise = Noise(seed: 18)
        func estimate(_ value: Double, _ range: ClosedRange<Double>?) -> Estimate {
            Estimate(value, range?.lowerBound ?? -.infinity, range?.upperBound ?? .infinity)
        }
        let quotients = coverage(0.5) {
            let (a, b) = (noise.poisson(Double(count)), noise.poisson(2 * Double(count)))
            let quotient =
                estimate(Double(a), countInterval(Double(a), reaching: Self.z))
                / estimate(Double(b), countInterval(Double(b), reaching: Self.z))
            return quotient.map { $0.low...$0.high }
        }
        #expect(quotients >= Self.least)
        let differences = coverage(0.2) {
            let shares = [0.9, 0.7].map { truth in
                let hits = (0..<count).count { _ in noise.uniform() < truth }
                return estimate(
                    Double(hits) / Double(count),
                    shareInterval(hits, of: count, reaching: Self.z))
            }
            let difference = shares[0] - shares[1]
            return difference.low...difference.high
        }
        #expect(differences >= Self.least)
    }
}
