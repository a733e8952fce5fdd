public import Model
public import PluginKit

/// The greatest of the latest samples of all series.
///
/// - Unit: that of the samples.
/// - Empty window: no value.
/// - Complexity: see `LatestSamples`.
public struct MaximumOfLatest: KPIFunction {
    public static let description = FunctionManifest(
        "max_of_latest", "The greatest of the latest samples of all series.", of: .number,
        heap: LatestSamples.heap, unit: { $0.ofSample },
        examples: [
            Example([2, 6, 1], gives: 1),
            Example([], gives: nil),
        ])

    private var latest = LatestSamples()

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { latest.add(sample) }
    public mutating func merge(_ other: MaximumOfLatest) { latest.merge(other.latest) }
    public var value: Double? { latest.reduced(max) }
    public var samples: Int { latest.samples }

    public func save(to writer: inout ByteWriter) { writer.write(latest) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { latest = try reader.value() }
}
