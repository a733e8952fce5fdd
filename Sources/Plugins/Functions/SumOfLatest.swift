public import Model
public import PluginKit

/// The latest sample of each series, added up.
///
/// - Unit: that of the samples; of marks, shares and points a plain number.
/// - Empty window: no value.
/// - Complexity: see `LatestSamples`.
public struct SumOfLatest: KPIFunction {
    public static let description = FunctionManifest(
        "sum_of_latest", "The latest sample of each series, added up.", of: .number,
        heap: LatestSamples.heap, unit: { $0.ofTotal },
        examples: [
            Example([2, 6, 1], gives: 1),
            Example([], gives: nil),
        ])

    private var latest = LatestSamples()

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { latest.add(sample) }
    public mutating func merge(_ other: SumOfLatest) { latest.merge(other.latest) }
    public var value: Double? { latest.reduced(+) }
    public var samples: Int { latest.samples }

    public func save(to writer: inout ByteWriter) { writer.write(latest) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { latest = try reader.value() }
}
