public import Model
public import PluginKit
import Statistics

/// The sum with what its interval needs: folded beside `Sum` where a rule asks for confidence.
///
/// - Interval: of samples that come independently, each of an amount of its own; see
///   `Moments.sumInterval`.
/// - Complexity: as `MeanMeasure`.
public struct SumMeasure: AdditiveFunction {
    public static let description = FunctionManifest(
        "sum_measure", "The sum, and how sure it is.", of: .number, isMeasured: true,
        unit: { $0.ofTotal },
        examples: [
            Example([1, 2, 6], gives: 9),
            Example([], gives: nil),
        ])

    private var moments = Moments()

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { moments.add(sample.value) }
    public mutating func add(_ sample: Sample, times: Int) {
        if times > 0 { moments.add(sample.value, times: Double(times)) }
    }
    public mutating func merge(_ other: SumMeasure) { moments.merge(other.moments) }

    public var samples: Int { Int(moments.count) }
    public var value: Double? { samples == 0 ? nil : moments.sum }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        value == nil ? nil : moments.sumInterval(reaching: z)
    }

    public static let isRatio = false
    public var portion: Portion { Portion(moments.sum, squares: moments.squares) }

    public func save(to writer: inout ByteWriter) { writer.write(moments) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        moments = try reader.moments()
    }
}
