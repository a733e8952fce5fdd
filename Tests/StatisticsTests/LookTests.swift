import Statistics
import Testing

/// That a rule which looks again and again errs no more often than it says.
@Suite struct LookTests {
    static let error = 0.05
    static let needs = 30
    static let tuned = tuning(needs: needs, error: error)

    private func reach(_ samples: Int) -> Double {
        reachAtAllLooks(error: Self.error, samples: Double(samples), tuned: Self.tuned)
    }

    /// The NPS is exactly 30, and whoever asks after each answer whether it is below 30 is told so
    /// far too often by an interval that is made for one look.
    @Test func anNPSLookedAtAfterEachAnswer() {
        var noise = Noise(seed: 21)
        let once = reachAtOneLook(error: Self.error)
        let reaches = (0...2000).map { $0 == 0 ? .infinity : reach($0) }
        let runs = 400
        var (alarms, naive) = (0, 0)
        for _ in 0..<runs {
            var (promoters, detractors, isAlarm, isNaive) = (0, 0, false, false)
            for count in 1...2000 where !(isAlarm && isNaive) {
                let x = noise.uniform()
                if x < 0.5 { promoters += 1 } else if x < 0.7 { detractors += 1 }
                guard count >= Self.needs else { continue }
                func isBelow(_ z: Double) -> Bool {
                    promoterInterval(
                        promoters: promoters, detractors: detractors, of: count, reaching: z
                    )
                    .map { $0.upperBound < 30 } ?? false
                }
                if !isNaive { isNaive = isBelow(once) }
                if !isAlarm { isAlarm = isBelow(reaches[count]) }
            }
            alarms += isAlarm ? 1 : 0
            naive += isNaive ? 1 : 0
        }
        #expect(Double(naive) / Double(runs) > 0.25)
        #expect(Double(alarms) / Double(runs) <= Self.error)
    }

    @Test func durationsAndShares() {
        var noise = Noise(seed: 22)
        let runs = 300
        var (low, high, share) = (0, 0, 0)
        for _ in 0..<runs {
            var (moments, hits) = (Moments(), 0)
            var isLow = false, isHigh = false, isShare = false
            for count in 1...1000 {
                moments.add(noise.logNormal())
                hits += noise.uniform() < 0.9 ? 1 : 0
                guard count >= Self.needs, count < 100 || count.isMultiple(of: 20) else { continue }
                let z = reach(count)
                if let mean = moments.meanInterval(reaching: z) {
                    isLow = isLow || mean.upperBound < exp(0.5)
                    isHigh = isHigh || mean.lowerBound > exp(0.5)
                }
                if let shares = shareInterval(hits, of: count, reaching: z) {
                    isShare = isShare || shares.upperBound < 0.9
                }
            }
            low += isLow ? 1 : 0
            high += isHigh ? 1 : 0
            share += isShare ? 1 : 0
        }
        for alarms in [low, high, share] { #expect(Double(alarms) / Double(runs) <= 0.06) }
    }

    /// A count over a window that slides in 60 steps, for one window's length after another.
    @Test func countsOfASlidingWindow() {
        var noise = Noise(seed: 23)
        let (steps, mean) = (60, 240.0)
        let runs = 600
        var alarms = 0
        var panes = (0..<steps).map { _ in noise.poisson(mean / Double(steps)) }
        var total = panes.reduce(0, +)
        for _ in 0..<runs {
            var isAlarm = false
            for place in 0..<steps {
                let fresh = noise.poisson(mean / Double(steps))
                total += fresh - panes[place]
                panes[place] = fresh
                let range = countInterval(Double(total), reaching: reach(total))
                isAlarm = isAlarm || (range?.lowerBound ?? 0) > mean
            }
            alarms += isAlarm ? 1 : 0
        }
        #expect(Double(alarms) / Double(runs) <= Self.error)
    }

    /// Shares and NPS over the last 300 answers, asked after every fifth, for one window's length
    /// after another: at each look they would err far more often than stated.
    @Test func answersOfASlidingWindow() {
        var noise = Noise(seed: 24)
        let (window, runs) = (300, 500)
        let (always, once) = (reach(window), reachAtOneLook(error: Self.error))
        var kinds = (0..<window).map { _ in noise.uniform() }
        var (shares, scores, naive) = (0, 0, 0)
        for _ in 0..<runs {
            var isShare = false, isScore = false, isNaive = false
            for place in 0..<window {
                kinds[place] = noise.uniform()
                guard place.isMultiple(of: 5) else { continue }
                let (up, down) = (kinds.count { $0 < 0.5 }, kinds.count { $0 > 0.8 })
                let share = shareInterval(up, of: window, reaching: always)
                let score = promoterInterval(
                    promoters: up, detractors: down, of: window, reaching: always)
                let look = promoterInterval(
                    promoters: up, detractors: down, of: window, reaching: once)
                isShare = isShare || (share?.upperBound ?? 1) < 0.5
                isScore = isScore || (score?.upperBound ?? 100) < 30
                isNaive = isNaive || (look?.upperBound ?? 100) < 30
            }
            shares += isShare ? 1 : 0
            scores += isScore ? 1 : 0
            naive += isNaive ? 1 : 0
        }
        #expect(Double(naive) / Double(runs) > 0.2)
        for alarms in [shares, scores] { #expect(Double(alarms) / Double(runs) <= Self.error) }
    }

    /// For all that a window may hold, the reach lies above what noise passes too often in a
    /// stretch as long as the window.
    @Test(arguments: [0.2, 0.1, 0.05, 0.01, 0.001])
    func aStretchOfASlidingWindow(_ error: Double) {
        for needs in [0, 30, 1000] {
            let tuned = tuning(needs: needs, error: error)
            for samples in stride(from: 1.0, through: 1e6, by: 997) {
                let reach = reachAtAllLooks(error: error, samples: samples, tuned: tuned)
                #expect(stretchAbove(reach) <= error)
            }
        }
    }

    @Test func theStretchIsWhatSlepianSays() {
        #expect(abs(stretchAbove(0) - (1 - 0.25 + 1 / (2 * Double.pi))) < 1e-12)
        #expect(stretchAbove(8) < 1e-12)
    }

    @Test func oneLookIsTheNormalQuantile() {
        #expect(abs(reachAtOneLook(error: 0.05) - 1.6448536269514722) < 1e-12)
    }

    /// The boundary is closest at about twice the samples that are needed.
    @Test func itIsClosestWhereItIsTuned() {
        let closest = stride(from: 5.0, to: 1000, by: 5).min {
            reachAtAllLooks(error: 0.05, samples: $0, tuned: Self.tuned)
                < reachAtAllLooks(error: 0.05, samples: $1, tuned: Self.tuned)
        }
        #expect(abs((closest ?? 0) - 60) <= 15)
        #expect(reachAtAllLooks(error: 0.05, samples: 0, tuned: Self.tuned) == .infinity)
    }
}
