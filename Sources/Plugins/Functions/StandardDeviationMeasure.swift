public import Model
public import PluginKit
import Statistics

/// The standard deviation with what its interval needs: folded beside `StandardDeviation` where a
/// rule asks for confidence.
///
/// - Interval: see `spreadInterval`.
/// - Complexity: O(1) time, 40 bytes a pane.
/// - Source: Pébay, "Formulas for robust, one-pass parallel computation of covariances and
///   arbitrary-order statistical moments", Sandia report SAND2008-6212, with the mean in its
///   symmetric form so that merges commute to the last bit.
public struct StandardDeviationMeasure: KPIFunction {
    public static let description = FunctionManifest(
        "stddev_measure", "The standard deviation, and how sure it is.", of: .number,
        isMeasured: true, unit: { $0.ofAverage },
        examples: [
            Example([1, 3, 5], gives: 2),
            Example([4], gives: nil),
            Example([], gives: nil),
        ])

    private var mean = 0.0
    /// The distances from the mean to the second, third and fourth power, added up.
    private var squares = 0.0
    private var cubes = 0.0
    private var fourths = 0.0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        var one = self
        (one.mean, one.samples) = (sample.value, 1)
        (one.squares, one.cubes, one.fourths) = (0, 0, 0)
        merge(one)
    }

    public mutating func merge(_ other: StandardDeviationMeasure) {
        guard other.samples > 0 else { return }
        guard samples > 0 else {
            self = other
            return
        }
        let (left, right) = (Double(samples), Double(other.samples))
        let whole = left + right
        let gap = (other.mean - mean) / whole
        let both = left * right
        fourths =
            (fourths + other.fourths)
            + gap * gap * gap * gap * both * whole * ((left * left + right * right) - both)
            + 6 * gap * gap * (left * left * other.squares + right * right * squares)
            + 4 * gap * (left * other.cubes - right * cubes)
        cubes =
            (cubes + other.cubes) + gap * gap * gap * both * whole * (left - right)
            + 3 * gap * (left * other.squares - right * squares)
        squares = (squares + other.squares) + gap * gap * both * whole
        mean = (left * mean + right * other.mean) / whole
        samples &+= other.samples
    }

    public var value: Double? {
        samples < 2 ? nil : (squares / Double(samples - 1)).squareRoot()
    }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        spreadInterval(squares: squares, fourths: fourths, of: samples, reaching: z)
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        for number in [mean, squares, cubes, fourths] { writer.write(number) }
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        mean = try reader.double()
        squares = try reader.double()
        cubes = try reader.double()
        fourths = try reader.double()
    }
}
