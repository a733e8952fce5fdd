public import Model
public import PluginKit
import Statistics

/// The Customer Effort Score: the mean of marks on a scale that the rule declares, with what more
/// of it says.
///
/// A mark outside the scale is of another question, and does not count: 8 on a scale of 1 to 7
/// would make a mean that no customer could have given.
///
/// - Unit: a score of that scale and sense.
/// - Empty window: no value.
/// - Interval: that of a mean, within the scale; see `Moments.meanInterval`.
/// - Complexity: O(1) time with one logarithm a sample, 72 bytes a pane.
/// - Source: Dixon, Freeman and Toman, "Stop trying to delight your customers", Harvard Business
///   Review, July 2010, where less is better; the later 2.0, of 1 to 7, has more for better.
public struct CES: AdditiveFunction {
    public static let description = FunctionManifest(
        "ces", "The mean of marks of ease or effort, on the scale that the rule says.",
        of: .number,
        parameters: [
            Parameter(
                "sense", 0...1, as: .word(EffortScale.Sense.allCases.map(\.rawValue)),
                "Whether more is better."),
            Parameter("low", -1000...1000, "The lowest mark."),
            Parameter("high", -1000...1000, "The highest mark."),
        ],
        wants: "marks that lie on its scale", isMeasured: true,
        unit: {
            switch $0 {
            case .number, .count, .score: .number
            default: nil
            }
        },
        scaled: { _, operand, arguments in
            let scale = EffortScale(arguments)
            guard scale.low < scale.high else { return nil }
            if case .score(let low, let high) = operand, scale.low < low || scale.high > high {
                return nil
            }
            return .ces(scale)
        },
        examples: [
            Example([7, 6, 2], ease(1, 7), gives: 5),
            Example([1, 5], effort(1, 5), gives: 3),
            Example([], ease(1, 7), gives: nil),
        ])

    private let scale: EffortScale
    private var moments = Moments()

    public init(_ arguments: Arguments) { scale = EffortScale(arguments) }

    public mutating func add(_ sample: Sample) {
        guard sample.value >= scale.low, sample.value <= scale.high else { return }
        moments.add(sample.value)
    }
    public mutating func merge(_ other: CES) { moments.merge(other.moments) }

    public var samples: Int { Int(moments.count) }
    public var value: Double? { samples == 0 ? nil : moments.sum / Double(samples) }

    public func interval(reaching z: Double) -> ClosedRange<Double>? {
        guard value != nil, let whole = moments.meanInterval(reaching: z) else { return nil }
        return whole.clamped(to: scale.low...scale.high)
    }

    public static let isRatio = true
    public var portion: Portion {
        Portion(moments.sum, over: Double(samples), squares: moments.squares)
    }

    public func save(to writer: inout ByteWriter) {
        writer.write(scale)
        writer.write(moments)
    }
    public init(from reader: inout ByteReader) throws(DamagedBytes) {
        scale = try EffortScale(from: &reader)
        moments = try reader.moments()
    }

    private static func ease(_ low: Double, _ high: Double) -> [(String, Double)] {
        [("sense", 0), ("low", low), ("high", high)]
    }
    private static func effort(_ low: Double, _ high: Double) -> [(String, Double)] {
        [("sense", 1), ("low", low), ("high", high)]
    }
}

extension EffortScale {
    fileprivate init(_ arguments: Arguments) {
        self.init(
            arguments["sense"] == 0 ? .ease : .effort, arguments["low"], arguments["high"])
    }
}
