public import Model
public import PluginKit

/// The sample standard deviation: how far the samples stray from their mean.
///
/// - Unit: that of the samples; of counts a plain number.
/// - Empty window: no value, as with a single sample: one answer says nothing of the spread.
/// - Complexity: O(1) time, 24 bytes a pane.
/// - Source: Welford, Technometrics 4(3), 1962, for one sample; Chan, Golub and LeVeque, "Updating
///   formulae and a pairwise algorithm for computing sample variances", 1979, for a merge, with the
///   mean in its symmetric form so that merges commute to the last bit.
public struct StandardDeviation: KPIFunction {
    public static let description = FunctionManifest(
        "stddev", "How far the samples stray from their mean: the sample standard deviation.",
        of: .number, unit: { $0.ofAverage },
        examples: [
            Example([1, 3, 5], gives: 2),
            Example([4, 4], gives: 0),
            Example([4], gives: nil),
            Example([], gives: nil),
        ])

    private var mean = 0.0
    /// The squares of the distances from the mean, added up.
    private var squares = 0.0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        samples &+= 1
        let step = sample.value - mean
        mean += step / Double(samples)
        squares += step * (sample.value - mean)
    }

    public mutating func merge(_ other: StandardDeviation) {
        guard other.samples > 0 else { return }
        guard samples > 0 else {
            self = other
            return
        }
        let (left, right) = (Double(samples), Double(other.samples))
        let whole = left + right
        let gap = mean - other.mean
        squares = (squares + other.squares) + gap * gap * (left * right / whole)
        mean = (left * mean + right * other.mean) / whole
        samples &+= other.samples
    }

    public var value: Double? {
        samples < 2 ? nil : (squares / Double(samples - 1)).squareRoot()
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(mean)
        writer.write(squares)
        writer.write(samples)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        mean = try reader.double()
        squares = try reader.double()
        samples = try reader.tally()
    }
}
