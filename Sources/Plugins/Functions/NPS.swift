public import Model
public import PluginKit
import Statistics

/// The Net Promoter Score: the percentage of promoters (9 or more) less that of detractors (6 or
/// less).
///
/// - Unit: points, -100...100.
/// - Empty window: no value.
/// - Interval: see `promoterInterval`.
/// - Complexity: O(1) time, 24 bytes a pane.
/// - Source: Reichheld, "The one number you need to grow", Harvard Business Review, December 2003.
public struct NPS: InvertibleFunction, AdditiveFunction {
    public static let description = FunctionManifest(
        "nps", "The percentage of marks of 9 or more, less that of marks of 6 or less.",
        of: .number, wants: "a mark from 0 to 10", isMeasured: true,
        unit: { [.number, .score(0, 10)].contains($0) ? .points : nil },
        examples: [
            Example([10, 9, 8, 7, 6], gives: 20),
            Example([0, 6], gives: -100),
            Example([7, 8], gives: 0),
            Example([], gives: nil),
        ])

    private var promoters = 0
    private var detractors = 0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) {}

    public mutating func add(_ sample: Sample) {
        promoters &+= sample.value >= 9 ? 1 : 0
        detractors &+= sample.value <= 6 ? 1 : 0
        samples &+= 1
    }
    public mutating func add(_ sample: Sample, times: Int) {
        promoters &+= sample.value >= 9 ? times : 0
        detractors &+= sample.value <= 6 ? times : 0
        samples &+= times
    }
    public mutating func merge(_ other: NPS) {
        promoters &+= other.promoters
        detractors &+= other.detractors
        samples &+= other.samples
    }
    public mutating func unmerge(_ other: NPS) {
        promoters &-= other.promoters
        detractors &-= other.detractors
        samples &-= other.samples
    }
    public var value: Double? {
        samples == 0 ? nil : 100 * Double(promoters - detractors) / Double(samples)
    }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        promoterInterval(
            promoters: promoters, detractors: detractors, of: samples, reaching: z)
    }

    public static let isRatio = true
    public var portion: Portion {
        Portion(
            100 * Double(promoters - detractors), over: Double(samples),
            squares: 10_000 * Double(promoters + detractors))
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(samples)
        writer.write(promoters)
        writer.write(detractors)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        samples = try reader.tally()
        promoters = try reader.tally(of: samples)
        detractors = try reader.tally(of: samples - promoters)
    }
}
