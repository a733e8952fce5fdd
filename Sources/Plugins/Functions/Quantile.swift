public import Model
public import PluginKit
import Statistics

/// The value that a given share of the samples stay below: at a level of 0.5 the median.
///
/// Between two samples it lies on the straight line that joins them, so that the median of 1 and 2
/// is 1.5. Samples are remembered to seven significant bits (`Sketch`), so whole numbers up to 128
/// are exact and all else is within 0.8 %, however many there are.
///
/// - Unit: that of the samples; of counts a plain number.
/// - Empty window: no value.
/// - Interval: between two of the samples, whatever their distribution; see `rankInterval`. With
///   too few of them there is no end on one side, or on both.
/// - Errors: within 1/128 = 0.8 % of the exact quantile while samples are zero or between 1e-12 and
///   1e18 in size; between two samples of opposite signs, 0.8 % of the larger one.
/// - Complexity: 24 bytes a pane and 8 for each different rounded sample, at most 64 for each
///   doubling from the least to the greatest: waits from 1 s to 1 h fill 6 KB. `add` is a binary
///   search, merge and read-out are one pass.
/// - Source: Hyndman and Fan, "Sample quantiles in statistical packages", 1996, definition 7.
public struct Quantile: InvertibleFunction, RankFunction {
    public static let description = FunctionManifest(
        "quantile", "The value that a given share of the samples stay below.", of: .number,
        parameters: [Parameter("level", 0...1, "The share, from 0 to 1: 0.95.")],
        spellings: [Spelling("median", "level", 0.5)]
            + (1...99).map { Spelling("p\($0)", "level", Double($0) / 100) },
        // A bucket for each number, of which a few doublings have some hundreds.
        heap: { 32 + 8 * min($0, 256) * 3 / 2 }, isMeasured: true, unit: { $0.ofAverage },
        examples: [
            Example([3, 1, 2], [("level", 0.5)], gives: 2),
            Example([1, 2], [("level", 0.5)], gives: 1.5),
            Example([10, 20, 30, 40, 50], [("level", 0.9)], gives: 46),
            Example([-1000, 0, 1000], [("level", 1)], gives: 1000, within: 0.008),
            Example([], [("level", 0.5)], gives: nil),
        ])

    private let level: Double
    private var sketch = Sketch()

    public init(_ arguments: Arguments) { level = arguments["level"] }

    public mutating func add(_ sample: Sample) { sketch.add(sample.value) }
    public mutating func add(_ sample: Sample, times: Int) {
        if times > 0 { sketch.add(sample.value, times: UInt64(times)) }
    }
    public mutating func merge(_ other: Quantile) { sketch.merge(other.sketch) }
    public mutating func unmerge(_ other: Quantile) { sketch.unmerge(other.sketch) }
    public var value: Double? { sketch.quantile(level) }
    public var samples: Int { sketch.total }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        guard let value else { return nil }
        let ranks = rankInterval(of: level, among: samples, reaching: z)
        let low = ranks.low.flatMap { sketch.sample(ranked: $0) } ?? -.infinity
        let high = ranks.high.flatMap { sketch.sample(ranked: $0) } ?? .infinity
        return min(low, value)...max(high, value)
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(level)
        writer.write(sketch)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        level = try reader.double()
        guard (0...1).contains(level) else { throw DamagedBytes("a level outside 0...1") }
        sketch = try Sketch(from: &reader)
    }
}
