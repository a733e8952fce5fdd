public import Model
public import PluginKit
import Statistics

/// How many events there were.
///
/// - Unit: count.
/// - Empty window: 0. A group that was seen and is silent has had no event, and that is a fact; a
///   group never seen has no row and is never asked.
/// - Interval: of events that come independently; see `countInterval`.
/// - Complexity: O(1) time, 8 bytes a pane.
public struct Count: InvertibleFunction, AdditiveFunction {
    public static let description = FunctionManifest(
        "count", "How many events there were.", of: .event, wants: "no operand, or a condition",
        isMeasured: true, unit: { _ in .count },
        examples: [
            Example([7, 7, 1], gives: 3),
            Example([], gives: 0),
        ])

    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) { samples &+= 1 }
    public mutating func add(_ sample: Sample, times: Int) { samples &+= times }
    public mutating func merge(_ other: Count) { samples &+= other.samples }
    public mutating func unmerge(_ other: Count) { samples &-= other.samples }
    public var value: Double? { Double(samples) }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        countInterval(Double(samples), reaching: z)
    }

    public static let isRatio = false
    public var portion: Portion { Portion(Double(samples), squares: Double(samples)) }

    public func save(to writer: inout ByteWriter) { writer.write(samples) }
    public init(from reader: inout ByteReader) throws(DamagedBytes) { samples = try reader.tally() }
}
