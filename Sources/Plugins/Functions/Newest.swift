public import Model
public import PluginKit

/// When the newest event came.
///
/// - Unit: a number, in seconds since 1970-01-01T00:00:00Z.
/// - Empty window: no value.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Newest: KPIFunction {
    public static let description = FunctionManifest(
        "newest", "When the newest event came, in seconds since 1970.", of: .event,
        wants: "no operand, or a condition", unit: { _ in .number },
        examples: [
            Example([7, 7, 7], gives: 2),
            Example([], gives: nil),
        ])

    private var time = Timestamp(nanoseconds: .min)
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { add(sample, times: 1) }
    public mutating func add(_ sample: Sample, times: Int) {
        guard times > 0 else { return }
        samples &+= times
        time = max(time, sample.time)
    }
    public mutating func merge(_ other: Newest) {
        samples &+= other.samples
        time = max(time, other.time)
    }
    public var value: Double? { samples == 0 ? nil : (time - .zero).seconds }

    public func save(to writer: inout ByteWriter) {
        writer.write(time)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        time = try reader.timestamp()
        samples = try reader.tally()
    }
}
