import Fixtures
import Model
import Testing

@testable import Reporting

/// What is said of two KPIs that have nothing to do with each other, and of two that have.
@Suite struct RelationTests {
    /// Days of made-up KPIs: a weekly pattern, a trend, a memory, and what happens to all groups
    /// alike.
    struct World {
        var noise: SplitMix64
        let days: Int

        mutating func remembering(_ memory: Double) -> [Double] {
            var value = 0.0
            let all = (0..<(days + 100)).map { _ in
                value = memory * value + noise.gaussian()
                return value
            }
            return Array(all.suffix(days))
        }

        mutating func series(_ memory: Double, groups: Int) -> [[Double]] {
            let shared = remembering(memory)
            let week = (0..<7).map { _ in 2 * noise.gaussian() }
            let trend = 2 * noise.gaussian()
            return (0..<groups).map { _ in
                zip(shared, remembering(memory)).enumerated().map { day, parts in
                    parts.0 + parts.1 + week[day % 7] + trend * Double(day) / Double(days)
                }
            }
        }
    }

    private func relation(_ x: [[Double]], _ y: [[Double]], lags: Int = 14) -> Relation {
        let groups = zip(x, y).enumerated().map { index, pair in
            RelatedGroup(
                Labels([.init("region", "r\(index)")]), earlier: pair.0, later: pair.1)
        }
        let days = x.first?.count ?? 0
        return Relation(
            groups, earlier: RelatedKPI(name: "a", title: "First mark", unit: .score(0, 10)),
            later: RelatedKPI(name: "b", title: "NPS", unit: .points), by: ["region"],
            step: .days(1), lags: lags, season: (0..<days).map { $0 % 7 })
    }

    /// A thousand pairs without a link, with no memory up to nearly a random walk: of each kind at
    /// most one in twenty is claimed, and of all together.
    @Test func whereThereIsNoLinkNoneIsClaimed() {
        var world = World(noise: SplitMix64(seed: 61), days: 0)
        var claimed = 0
        for (memories, days, groups) in [
            ((0.0, 0.0), 72, 1), ((0.6, 0.6), 72, 1), ((0.9, 0.9), 72, 3), ((0.97, 0.97), 120, 1),
            ((0.0, 0.97), 60, 3),
        ] {
            world = World(noise: world.noise, days: days)
            var here = 0
            for _ in 0..<200 {
                let x = world.series(memories.0, groups: groups)
                let y = world.series(memories.1, groups: groups)
                if relation(x, y).foremost != nil { here += 1 }
            }
            // Of 200, eighteen or more come by chance in one of a hundred cases at 5 %.
            #expect(here < 18, "\(memories) over \(days) days: \(here)")
            claimed += here
        }
        #expect(claimed <= 50)
    }

    /// Two days later and against it: the later falls by 0.8 for one of the earlier.
    @Test(arguments: [0, 2, 9])
    func aLinkIsFoundWithItsSignAndDelay(_ lag: Int) throws {
        var world = World(noise: SplitMix64(seed: 62), days: 90)
        var (found, held) = (0, 0)
        for _ in 0..<40 {
            let x = world.series(0.4, groups: 3)
            let y = zip(x, world.series(0.3, groups: 3)).map { x, y in
                y.indices.map { y[$0] - 0.8 * ($0 >= lag ? x[$0 - lag] : 0) }
            }
            guard let link = relation(x, y).foremost else { continue }
            if link.slope.lag == lag, link.slope.slope < 0 { found += 1 }
            if link.range.contains(-0.8) { held += 1 }
        }
        #expect(found >= 38)
        #expect(held >= 38)
    }

    /// On one day everything happened: that is no link.
    @Test func oneBadDayIsNoLink() {
        var world = World(noise: SplitMix64(seed: 63), days: 72)
        var claimed = 0
        for _ in 0..<100 {
            var (x, y) = (world.series(0.3, groups: 1), world.series(0.3, groups: 1))
            x[0][40] += 50
            y[0][40] -= 50
            if relation(x, y).foremost != nil { claimed += 1 }
        }
        #expect(claimed <= 12)
    }

    @Test func theSentenceSaysWhichWayAndHowLate() {
        var world = World(noise: SplitMix64(seed: 64), days: 90)
        let x = world.series(0.4, groups: 2)
        let y = zip(x, world.series(0.2, groups: 2)).map { x, y in
            y.indices.map { y[$0] - 3 * ($0 >= 1 ? x[$0 - 1] : 0) }
        }
        let said = relation(x, y, lags: 3).text
        #expect(said.hasPrefix("A first mark "))
        #expect(said.contains(" higher goes with an NPS "))
        #expect(said.contains(" points lower a day later (95%, all looks counted: "))
        #expect(said.contains("Association is not cause"))
        #expect(said.contains("one of 12 looks"))
    }

    @Test func whatIsTooShortIsSaid() {
        let said = relation([[1, 2, 3]], [[1, 2, 3]]).text
        #expect(said.hasPrefix("Nothing can be said: a and b share fewer than 28 days"))
    }
}
