public import Model
public import PluginKit
import Statistics

/// Customer satisfaction: the share of marks that reach `from`, by custom the top two of five.
///
/// - Unit: percent, computed as 0...1.
/// - Empty window: no value.
/// - Interval: see `shareInterval`.
/// - Complexity: O(1) time, 24 bytes a pane.
public struct CSAT: InvertibleFunction, AdditiveFunction {
    public static let description = FunctionManifest(
        "csat", "The share of the marks that are satisfied: at least `from`.", of: .number,
        parameters: [Parameter("from", 0...100, standard: 4, "The least mark that is satisfied.")],
        wants: "a mark", isMeasured: true,
        unit: {
            switch $0 {
            case .number, .score: .percent
            default: nil
            }
        },
        examples: [
            Example([5, 4, 3, 1], gives: 0.5),
            Example([9, 10, 6, 7], [("from", 9)], gives: 0.5),
            Example([], gives: nil),
        ])

    private let from: Double
    private var satisfied = 0
    public private(set) var samples = 0

    public init(_ arguments: Arguments) { from = arguments["from"] }

    public mutating func add(_ sample: Sample) {
        satisfied &+= sample.value >= from ? 1 : 0
        samples &+= 1
    }
    public mutating func add(_ sample: Sample, times: Int) {
        satisfied &+= sample.value >= from ? times : 0
        samples &+= times
    }
    public mutating func merge(_ other: CSAT) {
        satisfied &+= other.satisfied
        samples &+= other.samples
    }
    public mutating func unmerge(_ other: CSAT) {
        satisfied &-= other.satisfied
        samples &-= other.samples
    }
    public var value: Double? { samples == 0 ? nil : Double(satisfied) / Double(samples) }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        shareInterval(satisfied, of: samples, reaching: z)
    }

    public static let isRatio = true
    public var portion: Portion {
        Portion(Double(satisfied), over: Double(samples), squares: Double(satisfied))
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(from)
        writer.write(samples)
        writer.write(satisfied)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        from = try reader.double()
        samples = try reader.tally()
        satisfied = try reader.tally(of: samples)
    }
}
