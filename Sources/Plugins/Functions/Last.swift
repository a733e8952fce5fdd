public import Model
public import PluginKit

/// The sample with the latest time.
///
/// Of several at one time it is the greatest, whichever came first: so the answer depends on the
/// samples and not on the order in which they arrived.
///
/// - Unit: that of the samples.
/// - Empty window: no value.
/// - Complexity: O(1) time, 24 bytes a pane.
public struct Last: KPIFunction {
    public static let description = FunctionManifest(
        "last", "The sample with the latest time.", of: .number, unit: { $0.ofSample },
        examples: [
            Example([2, 6, 1], gives: 1),
            Example([], gives: nil),
        ])

    private var time = Timestamp(nanoseconds: .min)
    private var held = -Double.infinity
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        samples &+= 1
        take(sample.time, sample.value)
    }
    public mutating func merge(_ other: Last) {
        samples &+= other.samples
        take(other.time, other.held)
    }
    public var value: Double? { samples == 0 ? nil : held }

    private mutating func take(_ newTime: Timestamp, _ newValue: Double) {
        if (newTime, newValue) > (time, held) { (time, held) = (newTime, newValue) }
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(time)
        writer.write(held)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        time = try reader.timestamp()
        held = try reader.double()
        samples = try reader.tally()
    }
}
