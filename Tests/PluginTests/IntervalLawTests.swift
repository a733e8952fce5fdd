import Functions
import Model
import PluginKit
import Testing

/// What every function promises that says how sure its value is.
@Suite struct IntervalLawTests {
    /// Marks with a fraction, all positive, so that everything can be measured of them.
    private func marks(_ count: Int, seed: UInt64) -> [Sample] {
        var random = SplitMix64(seed: seed)
        return samples((0..<count).map { _ in Double.random(in: 0.5...10, using: &random) })
    }

    @Test(arguments: functionNames)
    func onlyWhoSaysSoKnowsIt(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            let whole = fold(F.self, marks(60, seed: 1), try someArguments(kind(name)))
            let isMeasured = kind(name).description.isMeasured
            #expect((whole.interval(level: 0.95) != nil) == isMeasured)
            let empty = F(try someArguments(kind(name)))
            #expect(empty.value != nil || empty.interval(level: 0.95) == nil)
        }
        try check(kind(name).type)
    }

    @Test(arguments: functionNames)
    func itHoldsTheValueAndGrowsWithTheLevel(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            for count in [1, 2, 5, 10, 60, 450] {
                let all = marks(count, seed: UInt64(count))
                let whole = fold(F.self, all, try someArguments(kind(name)))
                var before: ClosedRange<Double>?
                for z in [0, 0.5, 1, 1.96, 3, 6, 20, .infinity] {
                    guard let range = whole.interval(reaching: z) else { continue }
                    let value = try #require(whole.value)
                    #expect(range.contains(value), "\(range) of \(value) at \(z)")
                    if let before {
                        #expect(range.lowerBound <= before.lowerBound)
                        #expect(range.upperBound >= before.upperBound)
                    }
                    before = range
                }
            }
        }
        try check(kind(name).type)
    }

    /// In proportion to the value: of a sum there is twice as much.
    @Test(arguments: functionNames)
    func twiceTheSameIsSurer(_ name: String) throws {
        func check<F: KPIFunction>(_: F.Type) throws {
            for count in [10, 60, 190, 450] {
                let once = fold(
                    F.self, marks(count, seed: UInt64(count)), try someArguments(kind(name)))
                var twice = once
                twice.merge(once)
                guard let some = once.interval(level: 0.95), let more = twice.interval(level: 0.95),
                    let value = once.value, let double = twice.value
                else { continue }
                let growth = value == 0 ? 1 : max(1, double / value)
                #expect(
                    more.upperBound - more.lowerBound
                        <= (some.upperBound - some.lowerBound) * growth * (1 + 1e-9))
            }
        }
        try check(kind(name).type)
    }

    @Test func aMeasureHasTheValueThatItMeasures() throws {
        func value<F: KPIFunction>(_: F.Type, _ all: [Sample], _ arguments: Arguments) -> Double? {
            fold(F.self, all, arguments).value
        }
        for function in builtinFunctions {
            guard let measure = function.measure else { continue }
            let arguments = try someArguments(function)
            for count in [0, 1, 2, 40] {
                let all = marks(count, seed: 7)
                #expect(
                    agree(
                        value(function.type, all, arguments), value(measure.type, all, arguments)))
            }
        }
    }
}
