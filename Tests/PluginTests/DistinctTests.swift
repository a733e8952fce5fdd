import Functions
import Model
import PluginKit
import Testing

/// Exact while there are few; then near, and the same whatever the order.
@Suite struct DistinctTests {
    private func distinct(_ identities: some Sequence<Int>) throws -> Distinct {
        var fold = Distinct(try Arguments(for: []))
        for identity in identities {
            fold.add(Sample(time: .zero, bits: UInt64(bitPattern: Int64(identity))))
        }
        return fold
    }

    @Test(arguments: [0, 1, 2, 255, 256])
    func fewAreExact(_ count: Int) throws {
        let twice = Array(0..<count) + Array(0..<count)
        #expect(try distinct(twice).value == Double(count))
        #expect(try distinct(twice).samples == 2 * count)
    }

    /// Over many sets of one size the error must spread as the paper says, and lean to no side.
    @Test(arguments: [300, 1_000, 4_096, 10_000, 60_000])
    func manyAreNear(_ count: Int) throws {
        let trials = 40
        var (squares, lean) = (0.0, 0.0)
        for trial in 0..<trials {
            let estimate = try #require(
                distinct((0..<count).map { $0 + trial * 1_000_000 }).value)
            let error = estimate / Double(count) - 1
            squares += error * error
            lean += error
            #expect(abs(error) < 4 * 0.0163)
        }
        #expect((squares / Double(trials)).squareRoot() < 0.0163 * 1.35)
        #expect(abs(lean / Double(trials)) < 0.0163 * 3 / Double(trials).squareRoot())
    }

    /// Few with few, few with many, many with many, and just over the edge: the set alone decides.
    @Test func mergesDependOnTheSetAlone() throws {
        for (left, right) in [
            (0..<10, 5..<20), (0..<200, 100..<300), (0..<129, 128..<257), (0..<50, 0..<5_000),
            (0..<3_000, 2_000..<9_000), (0..<256, 0..<256), (0..<256, 256..<257),
        ] {
            let whole = try distinct(Array(left) + Array(right))
            var (forth, back) = (try distinct(left), try distinct(right))
            let first = forth
            forth.merge(back)
            back.merge(first)
            #expect(bytes(forth) == bytes(whole), "\(left) and \(right)")
            #expect(bytes(back) == bytes(whole))
        }
    }

    /// Texts come as hashes and numbers as bit patterns; neighbours must not look alike.
    @Test func neighbouringNumbersAreSpread() throws {
        var fold = Distinct(try Arguments(for: []))
        for number in 0..<20_000 { fold.add(Sample(Double(number))) }
        #expect(abs(try #require(fold.value) / 20_000 - 1) < 0.05)
    }
}
