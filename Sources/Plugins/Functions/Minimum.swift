public import Model
public import PluginKit

/// The least of the samples.
///
/// - Unit: that of the samples.
/// - Empty window: no value.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Minimum: RankFunction {
    public static let description = FunctionManifest(
        "min", "The least of the samples.", of: .number, unit: { $0.ofSample },
        examples: [
            Example([2, 6, 1], gives: 1),
            Example([-3], gives: -3),
            Example([], gives: nil),
        ])

    private var least = Double.infinity
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        least = min(least, sample.value)
        samples &+= 1
    }
    public mutating func merge(_ other: Minimum) {
        least = min(least, other.least)
        samples &+= other.samples
    }
    public var value: Double? { samples == 0 ? nil : least }

    public func save(to writer: inout ByteWriter) {
        writer.write(least)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        least = try reader.double()
        samples = try reader.tally()
    }
}
