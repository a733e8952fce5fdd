public import Model
public import PluginKit

/// The samples added up.
///
/// - Unit: that of the samples; of marks, shares and points a plain number.
/// - Empty window: no value. Nothing sold and nothing heard look the same here; `count()` tells
///   them apart.
/// - Complexity: O(1) time, 16 bytes a pane.
public struct Sum: AdditiveFunction {
    public static let description = FunctionManifest(
        "sum", "The samples added up.", of: .number, unit: { $0.ofTotal },
        examples: [
            Example([1, 2, 6], gives: 9),
            Example([5, -5], gives: 0),
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
    public mutating func merge(_ other: Sum) {
        sum += other.sum
        samples &+= other.samples
    }
    public var value: Double? { samples == 0 ? nil : sum }

    public static let isRatio = false
    public var portion: Portion { Portion(sum, squares: nil) }

    public func save(to writer: inout ByteWriter) {
        writer.write(sum)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        sum = try reader.double()
        samples = try reader.tally()
    }
}
