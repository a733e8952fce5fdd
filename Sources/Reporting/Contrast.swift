public import Model
public import Statistics

/// Two values of a KPI, for one group, and how far apart they are.
public struct Contrast: Equatable, Sendable {
    public var group: Labels
    public var first: ValueBook.Entry
    public var second: ValueBook.Entry
    /// The second less the first; nil: of a side it is not known between what it lies.
    public var difference: Estimate?
    /// How much further its interval would have to reach, that all contrasts of the report together
    /// err no more often than one alone.
    private let stretch: Double

    /// - Parameters:
    ///   - count: of contrasts in the report.
    ///   - error: how often each end of an interval may err.
    public init(
        _ group: Labels, _ first: ValueBook.Entry, _ second: ValueBook.Entry, among count: Int,
        erring error: Double
    ) {
        self.group = group
        self.first = first
        self.second = second
        stretch =
            normalQuantile(above: error / Double(max(1, count))) / normalQuantile(above: error)
        guard let a = first.estimate, let b = second.estimate else { return }
        difference = b - a
    }

    public var change: Double { second.value - first.value }

    /// Whether the two surely differ, with all contrasts counted; nil: it cannot be told.
    public var isSure: Bool? {
        difference.map { difference in
            let reach = change > 0 ? change - difference.low : difference.high - change
            return change != 0 && reach * stretch < abs(change)
        }
    }
}

extension ValueBook.Entry {
    var estimate: Estimate? { range.map { Estimate(value, $0.lowerBound, $0.upperBound) } }

    /// Over a window of another length.
    public func scaled(by factor: Double) -> Self {
        Self(
            value * factor, samples: samples,
            range: range.map { ($0.lowerBound * factor)...($0.upperBound * factor) })
    }
}

extension Unit {
    /// A difference of two values, without its sign: of percentages in points.
    func differenceText(_ difference: Double, in tongue: Tongue = .english) -> String {
        self == .percent
            ? Unit.points.text(abs(difference) * 100, in: tongue)
            : text(abs(difference), in: tongue)
    }

    func signedText(_ difference: Double, in tongue: Tongue = .english) -> String {
        guard difference.isFinite else { return "-" }
        return (difference < 0 ? "-" : "+") + differenceText(difference, in: tongue)
    }

    var differenceSymbol: String { self == .percent ? "points" : symbol }
}
