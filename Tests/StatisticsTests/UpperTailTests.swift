import Statistics
import Testing

/// Whether evidence means what it says.
@Suite struct UpperTailTests {
    private func learnt(_ count: Int, _ draw: (inout Noise) -> Double) -> (UpperTail, [Double]) {
        var (tail, noise, evidence) = (UpperTail(), Noise(seed: 5), [Double]())
        for _ in 0..<count { evidence.append(tail.evidence(of: draw(&noise))) }
        return (tail, evidence)
    }

    private static let shapes: [(name: String, draw: @Sendable (inout Noise) -> Double)] = [
        ("normal", { abs($0.normal()) }),
        ("exponential", { $0.exponential() }),
        ("log-normal", { $0.logNormal() }),
        ("uniform", { $0.uniform() }),
        ("Cauchy", { abs($0.normal() / $0.normal()) }),
    ]

    @Test(arguments: shapes.indices)
    func oneInAHundredIsCalledThat(_ index: Int) {
        let (name, draw) = Self.shapes[index]
        let evidence = learnt(20_000, draw).1.dropFirst(1_000)
        for (level, share) in [(1.0, 0.1), (2.0, 0.01)] {
            let found = Double(evidence.count { $0 >= level }) / Double(evidence.count)
            // Half of the bucket in which a value falls counts as above it, and where a shape ends
            // in mid-bucket, as the uniform one does, no value is called that rare.
            let least = name == "uniform" ? 0 : 0.25 * share
            #expect(least...1.8 * share ~= found, "\(name) \(level): \(found)")
        }
    }

    @Test(arguments: shapes.indices)
    func whatIsLargerIsNoLessUnlikely(_ index: Int) {
        let (tail, _) = learnt(3_000, Self.shapes[index].draw)
        var last = 0.0
        for step in -40...60 {
            var copy = tail
            let evidence = copy.evidence(of: 1.3 * exp(Double(step) * 0.3))
            #expect(evidence >= last - 1e-9, "step \(step)")
            last = evidence
        }
        #expect(last > 4)
    }

    @Test func whatNeverEndsAndWhatIsNothingAreTaken() {
        var tail = UpperTail()
        for magnitude in [0, 1e-300, .infinity, 1e300, 0, 5e-324] {
            let evidence = tail.evidence(of: magnitude)
            #expect(evidence.isFinite && evidence >= 0)
        }
    }

    @Test func numbersAreTakenBack() {
        let (tail, _) = learnt(500) { $0.exponential() }
        #expect(UpperTail(numbers: tail.numbers) == tail)
        #expect(UpperTail(numbers: Array(tail.numbers.dropLast())) == nil)
        #expect(UpperTail(numbers: tail.numbers.map { -$0 }) == nil)
        #expect(UpperTail(numbers: tail.numbers.map { _ in .nan }) == nil)
    }

    /// The weight of what is new grows without end; the numbers do not.
    @Test func aLongLifeKeepsNumbersSmall() {
        let (tail, evidence) = learnt(400_000) { $0.exponential() }
        #expect(tail.numbers.allSatisfy { $0.isFinite && $0 < 1e13 })
        let late = evidence.suffix(20_000)
        #expect(0.05...0.2 ~= Double(late.count { $0 >= 1 }) / Double(late.count))
    }
}
