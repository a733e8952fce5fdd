public import Model
public import PluginKit
import Statistics

/// The share of the events for which a condition holds.
///
/// An event for which the condition cannot be told is no sample, on neither side of the division.
///
/// - Unit: percent, computed as 0...1.
/// - Empty window: no value.
/// - Interval: see `shareInterval`.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Share: InvertibleFunction, AdditiveFunction {
    public static let description = FunctionManifest(
        "share", "The share of the events for which a condition holds.", of: .condition,
        wants: "a condition", isMeasured: true, unit: { $0 == .bool ? .percent : nil },
        examples: [
            Example([1, 0, 1, 1], gives: 0.75),
            Example([0], gives: 0),
            Example([], gives: nil),
        ])

    private var hits = 0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        hits &+= sample.value != 0 ? 1 : 0
        samples &+= 1
    }
    public mutating func add(_ sample: Sample, times: Int) {
        hits &+= sample.value != 0 ? times : 0
        samples &+= times
    }
    public mutating func merge(_ other: Share) {
        hits &+= other.hits
        samples &+= other.samples
    }
    public mutating func unmerge(_ other: Share) {
        hits &-= other.hits
        samples &-= other.samples
    }
    public var value: Double? { samples == 0 ? nil : Double(hits) / Double(samples) }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        shareInterval(hits, of: samples, reaching: z)
    }

    public static let isRatio = true
    public var portion: Portion {
        Portion(Double(hits), over: Double(samples), squares: Double(hits))
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(hits)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        hits = try reader.tally(of: samples)
    }
}
