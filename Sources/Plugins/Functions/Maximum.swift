public import Model
public import PluginKit

/// The greatest of the samples.
///
/// - Unit: that of the samples.
/// - Empty window: no value.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Maximum: RankFunction {
    public static let description = FunctionManifest(
        "max", "The greatest of the samples.", of: .number, unit: { $0.ofSample },
        examples: [
            Example([2, 6, 1], gives: 6),
            Example([-3], gives: -3),
            Example([], gives: nil),
        ])

    private var greatest = -Double.infinity
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        greatest = max(greatest, sample.value)
        samples &+= 1
    }
    public mutating func merge(_ other: Maximum) {
        greatest = max(greatest, other.greatest)
        samples &+= other.samples
    }
    public var value: Double? { samples == 0 ? nil : greatest }

    public func save(to writer: inout ByteWriter) {
        writer.write(greatest)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        greatest = try reader.double()
        samples = try reader.tally()
    }
}
