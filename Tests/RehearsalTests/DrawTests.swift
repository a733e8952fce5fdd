import Model
import Plans
import Testing

@testable import Rehearsal

/// Drawn values are ones that people write, the ends come first, and what fails is made small.
@Suite struct DrawTests {
    @Test func valuesAreRound() {
        let percent = DrawRange(DrawPlan("p", .percent, 0, 1))
        #expect(percent.value(333) == 0.333)
        let money = DrawRange(DrawPlan("m", .money("EUR"), 0, 20))
        #expect(money.value(1_999) == 19.99)
        let wait = DrawRange(DrawPlan("w", .duration, 0, 180))
        #expect(wait.count == 180)
        #expect(wait.value(121) == 121)
        #expect(DrawRange(DrawPlan("w", .duration, 0, 2)).value(250) == 0.25)
        #expect(DrawRange(DrawPlan("n", .number, 0, 1)).value(25) == 0.25)
    }

    @Test func theEndsComeFirst() {
        let range = DrawRange(DrawPlan("w", .duration, 0, 180))
        #expect(range.telling.prefix(5) == [0, 180, 1, 179, 90])
        #expect(range.telling.contains(60))
        var pick = DrawPick([range, DrawRange(DrawPlan("n", .number, 5, 8))], seed: 1)
        #expect(pick.draw(0) == [0, 0])
        #expect(pick.draw(1) == [180, 0])
        for run in 0..<500 {
            let drawn = pick.draw(run)
            #expect((0...180).contains(drawn[0]) && (0...3).contains(drawn[1]))
        }
    }

    @Test func drawsDependOnTheSeedAlone() {
        func draws(_ seed: UInt64) -> [[Int64]] {
            var pick = DrawPick([DrawRange(DrawPlan("w", .duration, 0, 86_400))], seed: seed)
            return (0..<200).map { pick.draw($0) }
        }
        #expect(draws(1) == draws(1))
        #expect(draws(1) != draws(2))
    }

    @Test(arguments: [0, 1, 2, 120, 121, 99_999] as [Int64])
    func aLimitIsFound(_ limit: Int64) {
        var runs = 0
        let found = smallest(from: [100_000], atMost: 200) { candidate in
            runs += 1
            return candidate[0] >= limit
        }
        #expect(found == [limit])
        #expect(runs <= 200)
    }

    @Test func whatDoesNotMatterIsLeftOut() {
        let found = smallest(from: [777, 42, 9], atMost: 200) { $0[1] > 6 }
        #expect(found == [0, 7, 0])
    }

    @Test func whatBelongsTogetherStays() {
        let found = smallest(from: [50, 60], atMost: 1_000) { $0[0] + $0[1] >= 100 && $0[0] <= 90 }
        #expect(found[0] + found[1] == 100)
    }

    @Test func theSearchEnds() {
        var runs = 0
        let found = smallest(from: [.max / 2, .max / 2], atMost: 50) { candidate in
            runs += 1
            return candidate[0] > 1_000
        }
        #expect(runs == 50)
        #expect(found[0] > 1_000)
    }
}
