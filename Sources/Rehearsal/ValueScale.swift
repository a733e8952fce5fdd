import Model

/// Which values a picture shows from bottom to top, and where it writes them: at round ones.
struct ValueScale: Equatable {
    let low: Double
    let high: Double
    let ticks: [Double]

    private static let mostTicks = 6.0

    init(_ course: Course, _ limits: [PlotLimit]) {
        let band = course.usual.flatMap { usual -> [Double] in
            guard let centre = usual.centre, let scale = usual.scale else { return [] }
            return [centre - 2 * scale, centre + 2 * scale]
        }
        let values = (course.points.compactMap(\.value) + limits.map(\.value)).filter(\.isFinite)
        let least = values.min() ?? 0
        let most = values.max() ?? 1
        // A band may be wide; it is cut off where it would leave the value a flat line.
        let room = Swift.max(most - least, abs(most) / 10)
        // Nor does a wait of less than nothing mean anything where nothing lies below zero.
        let floor = least >= 0 ? 0 : least - room
        let shown = values + band.filter { $0 >= floor && $0 < most + room }
        self.init(from: shown.min() ?? 0, to: shown.max() ?? 1, course.unit)
    }

    init(from least: Double, to most: Double, _ unit: Unit) {
        var (low, high) = (least, most)
        if low == high { (low, high) = (Swift.min(0, low), Swift.max(0, high)) }
        if low == high { high = low + 1 }
        if low > 0, low < high / 2 { low = 0 }
        if high < 0, high > low / 2 { high = 0 }
        let step = Self.step(atLeast: (high - low) / Self.mostTicks, unit)
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        self.low = first * step
        self.high = last * step
        ticks = (0...Int(Swift.min(20, last - first))).map { (first + Double($0)) * step }
    }

    func share(_ value: Double) -> Double { (value - low) / (high - low) }

    /// Round in the unit: minutes and hours of lengths of time, tens of everything else.
    private static func step(atLeast least: Double, _ unit: Unit) -> Double {
        if unit == .duration, let step = lengths.first(where: { $0 >= least }) { return step }
        let unitOfDays = unit == .duration ? 86_400.0 : 1
        var step = unitOfDays
        while step > least, step > 1e-300 { step /= 10 }
        while step < least {
            if step * 2 >= least { return step * 2 }
            if step * 5 >= least { return step * 5 }
            step *= 10
        }
        return step
    }

    private static let lengths: [Double] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300,
        600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    ]
}
