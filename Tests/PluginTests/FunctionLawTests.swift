import Functions
import Model
import PluginKit
import Testing

/// What every KPI function promises. Nobody needs to add a case here: being in the list is enough.
@Suite struct FunctionLawTests {
    @Test(arguments: functionNames)
    func examplesHold(_ name: String) throws {
        let description = kind(name).description
        #expect(description.examples.count >= 2)
        #expect(description.examples.contains { $0.samples.isEmpty }, "what of an empty window?")
        for example in description.examples {
            try holds(example, kind(name).type)
        }
    }

    private func holds<F: KPIFunction>(_ example: Example, _: F.Type) throws {
        let arguments = try Arguments(
            example.arguments, for: F.description.manifest.parameters)
        let whole = fold(F.self, samples(example.samples), arguments)
        #expect(
            agree(whole.value, example.gives, within: max(example.within, 1e-12)),
            "\(F.description.manifest.name) of \(example.samples) gives \(whole.value as Any)")
        #expect(whole.samples == example.samples.count)
    }

    @Test(arguments: functionNames)
    func mergesAsIfNeverSplit(_ name: String) throws { try splitting(kind(name).type, name) }

    private func splitting<F: KPIFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 42)
        for _ in 0..<300 {
            let all = someSamples(&random)
            let cut = Int.random(in: 0...all.count, using: &random)
            let whole = fold(F.self, all, arguments)
            let (left, right) = (
                fold(F.self, all[..<cut], arguments), fold(F.self, all[cut...], arguments)
            )
            var (forth, back) = (left, right)
            forth.merge(right)
            back.merge(left)
            #expect(agree(forth.value, whole.value), "cut \(all.map(\.value)) at \(cut)")
            #expect(forth.samples == whole.samples)
            #expect(bytes(forth) == bytes(back), "merges commute to the last bit")
        }
    }

    @Test(arguments: functionNames)
    func orderOfArrivalIsForgotten(_ name: String) throws { try shuffling(kind(name).type, name) }

    /// Times are drawn from few, so that many samples share one.
    private func shuffling<F: KPIFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 43)
        for _ in 0..<100 {
            let all = marks(12, &random).map {
                Sample(
                    $0, at: .zero + .seconds(Int64.random(in: 0..<4, using: &random)),
                    series: UInt32.random(in: 0..<2, using: &random))
            }
            let first = fold(F.self, all, arguments)
            let second = fold(F.self, all.shuffled(using: &random), arguments)
            #expect(agree(first.value, second.value), "\(all)")
        }
    }

    @Test(arguments: functionNames)
    func oneOfManyIsManyOfOne(_ name: String) throws { try weighing(kind(name).type, name) }

    private func weighing<F: KPIFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 45)
        for _ in 0..<100 {
            let all = someSamples(&random).map { ($0, Int.random(in: 0...4, using: &random)) }
            var (weighed, repeated) = (F(arguments), F(arguments))
            for (sample, times) in all {
                weighed.add(sample, times: times)
                for _ in 0..<times { repeated.add(sample) }
            }
            #expect(agree(weighed.value, repeated.value), "\(name) of \(all)")
            #expect(weighed.samples == repeated.samples)
            let ranges = (weighed.interval(reaching: 2), repeated.interval(reaching: 2))
            for (one, other) in [
                (ranges.0?.lowerBound, ranges.1?.lowerBound),
                (ranges.0?.upperBound, ranges.1?.upperBound),
            ] { #expect(one == other || agree(one, other)) }
        }
    }

    @Test(arguments: functionNames)
    func mergesAssociate(_ name: String) throws { try associating(kind(name).type, name) }

    private func associating<F: KPIFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 44)
        for _ in 0..<100 {
            let part = (0..<3).map { _ in
                fold(F.self, someSamples(&random), arguments)
            }
            var (left, right, tail) = (part[0], part[0], part[1])
            left.merge(part[1])
            left.merge(part[2])
            tail.merge(part[2])
            right.merge(tail)
            #expect(agree(left.value, right.value))
        }
    }

    @Test(arguments: functionNames)
    func anEmptyFoldIsNeutral(_ name: String) throws { try neutral(kind(name).type, name) }

    private func neutral<F: KPIFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        for values in [[], [3], [7, -2, 7, 10]] as [[Double]] {
            let whole = fold(F.self, samples(values), arguments)
            var (left, right) = (F(arguments), whole)
            left.merge(whole)
            right.merge(F(arguments))
            #expect(bytes(left) == bytes(whole))
            #expect(bytes(right) == bytes(whole))
        }
    }

    @Test(arguments: functionNames)
    func whatIsMergedCanBeTakenBack(_ name: String) throws {
        guard let type = kind(name).type as? any InvertibleFunction.Type else { return }
        try inverting(type, name)
    }

    /// The value of an additive function is that of its portion, and portions add up.
    @Test(arguments: functionNames)
    func portionsAddUp(_ name: String) throws {
        guard let type = kind(name).additive else { return }
        try adding(type, name)
        if let measure = kind(name).measure?.additive { try adding(measure, name) }
    }

    private func adding<F: AdditiveFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 45)
        for _ in 0..<200 {
            let all = someSamples(&random)
            let cut = Int.random(in: 0...all.count, using: &random)
            let whole = fold(F.self, all, arguments)
            let (one, other) = (
                fold(F.self, all[..<cut], arguments).portion,
                fold(F.self, all[cut...], arguments).portion
            )
            let portion = whole.portion
            #expect(agree(one.numerator + other.numerator, portion.numerator))
            #expect(one.denominator + other.denominator == portion.denominator)
            #expect(F.isRatio || portion.denominator == 0)
            guard let value = whole.value else { continue }
            let told =
                F.isRatio ? portion.numerator / portion.denominator : portion.numerator
            #expect(agree(value, told), "\(name) of \(all.map(\.value))")
            guard let squares = portion.squares else { continue }
            #expect(squares >= 0)
        }
    }

    private func inverting<F: InvertibleFunction>(_: F.Type, _ name: String) throws {
        let arguments = try someArguments(kind(name))
        var random = SplitMix64(seed: 45)
        for _ in 0..<300 {
            let left = fold(F.self, someSamples(&random), arguments)
            let right = fold(F.self, someSamples(&random), arguments)
            var whole = left
            whole.merge(right)
            whole.unmerge(right)
            #expect(bytes(whole) == bytes(left))
        }
    }
}
