import Functions
import Model
import PluginKit
import Testing

/// Exact while there are few values; then near, and the same whatever the order.
@Suite struct RepeatedTests {
    /// Each value as often as it is named.
    private func repeated(_ identities: some Sequence<Int>, times: Double = 2) throws -> Repeated {
        var fold = Repeated(
            try Arguments([("times", times)], for: Repeated.description.manifest.parameters))
        for identity in identities {
            fold.add(Sample(time: .zero, bits: UInt64(bitPattern: Int64(identity))))
        }
        return fold
    }

    @Test(arguments: [0, 1, 500, 1_024])
    func fewAreExact(_ count: Int) throws {
        let some = Array(0..<count) + Array(0..<(count / 2))
        #expect(try repeated(some).value == Double(count / 2))
        #expect(try repeated(some, times: 3).value == 0)
        #expect(try repeated(some + some + some, times: 3).value == Double(count))
    }

    /// Over many sets the error must spread as is said, and lean to no side.
    @Test(arguments: [(3_000, 2), (20_000, 2), (20_000, 10)])
    func manyAreNear(_ count: Int, _ every: Int) throws {
        let trials = 40
        let expected = 1 / (1_024.0 / Double(every)).squareRoot()
        var (squares, lean) = (0.0, 0.0)
        for trial in 0..<trials {
            let all = (0..<count).map { $0 + trial * 1_000_000 }
            let estimate = try #require(repeated(all + all.filter { $0 % every == 0 }).value)
            let error = estimate / Double(count / every) - 1
            squares += error * error
            lean += error
        }
        #expect((squares / Double(trials)).squareRoot() < expected * 1.35)
        #expect(abs(lean / Double(trials)) < expected * 3 / Double(trials).squareRoot())
    }

    /// Few with few, few with many, many with many, and just over the edge.
    @Test func mergesDependOnTheSamplesAlone() throws {
        for (left, right) in [
            (0..<10, 5..<20), (0..<600, 400..<1_100), (0..<50, 0..<5_000),
            (0..<3_000, 2_000..<9_000), (0..<1_024, 1_024..<1_025), (0..<1_024, 0..<1_024),
        ] {
            let whole = try repeated(Array(left) + Array(right))
            var (forth, back) = (try repeated(left), try repeated(right))
            let first = forth
            forth.merge(back)
            back.merge(first)
            let isSame = bytes(forth) == bytes(whole) && bytes(back) == bytes(whole)
            #expect(isSame, "\(left) and \(right)")
        }
    }
}
