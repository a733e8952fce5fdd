import Functions
import Model
import PluginKit
import Testing

/// Every function by its name, so that a failed law says whose it is.
let functionNames = everyFunction.map(\.name)

/// All that fold samples: what rules can call, and what measures it.
let everyFunction = builtinFunctions + builtinFunctions.compactMap(\.measure)

func kind(_ name: String) -> FunctionKind { everyFunction.first { $0.name == name }! }

/// Arguments that serve for a law: what an example gives, or the standard ones.
func someArguments(_ kind: FunctionKind) throws -> Arguments {
    try Arguments(
        kind.description.examples.first?.arguments ?? [],
        for: kind.description.manifest.parameters)
}

/// Samples a second apart, in the order of time.
func samples(_ values: some Sequence<Double>) -> [Sample] {
    values.enumerated().map { index, value in
        Sample(value, at: .zero + .seconds(Int64(index)))
    }
}

/// Small whole numbers, so that sums are exact: the laws are about logic and not about rounding.
func marks(_ count: Int, _ random: inout SplitMix64) -> [Double] {
    (0..<count).map { _ in Double(Int.random(in: -2...10, using: &random)) }
}

/// None to twenty of them, of three series.
func someSamples(_ random: inout SplitMix64) -> [Sample] {
    samples(marks(Int.random(in: 0..<20, using: &random), &random)).map { sample in
        Sample(
            sample.value, at: sample.time, series: UInt32.random(in: 0..<3, using: &random))
    }
}

func fold<F: KPIFunction>(
    _: F.Type, _ samples: some Sequence<Sample>, _ arguments: Arguments
) -> F {
    var fold = F(arguments)
    for sample in samples { fold.add(sample) }
    return fold
}

func bytes(_ value: some Savable) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(value)
    return writer.bytes
}

/// Equal, or apart by no more than the rounding of a division and a root.
func agree(_ left: Double?, _ right: Double?, within: Double = 1e-12) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= within * max(abs(left), abs(right), 1)
}
