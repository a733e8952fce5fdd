public import Model
public import PluginKit

/// The mean of the latest sample of each series.
///
/// - Unit: that of the samples; of counts a plain number.
/// - Empty window: no value.
/// - Complexity: see `LatestSamples`.
public struct MeanOfLatest: KPIFunction {
    public static let description = FunctionManifest(
        "mean_of_latest", "The mean of the latest sample of each series.", of: .number,
        heap: LatestSamples.heap, unit: { $0.ofAverage },
        examples: [
            Example([2, 6, 1], gives: 1),
            Example([], gives: nil),
        ])

    private var latest = LatestSamples()

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { latest.add(sample) }
    public mutating func merge(_ other: MeanOfLatest) { latest.merge(other.latest) }
    public var value: Double? { latest.reduced(+).map { $0 / Double(latest.points.count) } }
    public var samples: Int { latest.samples }

    public func save(to writer: inout ByteWriter) { writer.write(latest) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { latest = try reader.value() }
}
