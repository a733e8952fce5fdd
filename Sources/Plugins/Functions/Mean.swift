public import Model
public import PluginKit

/// The arithmetic mean of the samples.
///
/// - Unit: that of the samples; of counts a plain number.
/// - Empty window: no value.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Mean: AdditiveFunction {
    public static let description = FunctionManifest(
        "mean", "The arithmetic mean of the samples.", of: .number, unit: { $0.ofAverage },
        examples: [
            Example([1, 2, 6], gives: 3),
            Example([], gives: nil),
        ])

    private var sum = 0.0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        sum += sample.value
        samples &+= 1
    }
    public mutating func add(_ sample: Sample, times: Int) {
        sum += sample.value * Double(times)
        samples &+= times
    }
    public mutating func merge(_ other: Mean) {
        sum += other.sum
        samples &+= other.samples
    }
    public var value: Double? { samples == 0 ? nil : sum / Double(samples) }

    public static let isRatio = true
    public var portion: Portion { Portion(sum, over: Double(samples), squares: nil) }

    public func save(to writer: inout ByteWriter) {
        writer.write(sum)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        sum = try reader.double()
        samples = try reader.tally()
    }
}
