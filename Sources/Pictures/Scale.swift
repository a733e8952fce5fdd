import Model

/// Which values a picture shows from bottom to top, and the round ones that it writes beside them.
struct Scale: Equatable {
    let low: Double
    let high: Double
    let ticks: [Double]

    /// As many steps as there is room for words.
    private static let steps = 3.0

    /// - Parameter values: all that is to be seen; finite, and at least one.
    init(of values: [Double], _ unit: Unit) {
        var (low, high) = (values.min() ?? 0, values.max() ?? 1)
        // A flat line is seen against nothing, and nothing against something.
        if low == high { (low, high) = (min(0, low), max(0, high)) }
        if low == high { high = 1 }
        if low > 0, low < high / 2 { low = 0 }
        if high < 0, high > low / 2 { high = 0 }
        let step = Self.step(atLeast: max((high - low) / Self.steps, 1e-15), unit)
        let first = (low / step).rounded(.down)
        let last = max(first + 1, (high / step).rounded(.up))
        self.low = first * step
        self.high = last * step
        ticks = (0...Int(min(Self.steps + 1, last - first))).map { (first + Double($0)) * step }
    }

    /// How far up a value is: 0 at the bottom, 1 at the top.
    func share(_ value: Double) -> Double { (value - low) / (high - low) }

    /// Round in the unit: minutes and hours of lengths of time, 1, 2 and 5 of all else.
    private static func step(atLeast least: Double, _ unit: Unit) -> Double {
        if unit == .duration, let step = lengths.first(where: { $0 >= least }) { return step }
        let base = unit == .duration ? 86_400.0 : 1
        var power = base
        while power > least { power /= 10 }
        while power * 10 < least { power *= 10 }
        return [1, 2, 5, 10].map { power * $0 }.first { $0 >= least } ?? power * 10
    }

    private static let lengths: [Double] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300,
        600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    ]
}
