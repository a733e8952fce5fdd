import Model
import Plans

/// What can be drawn between two ends: so many steps, numbered from the low end.
///
/// Drawn values are whole steps of a size that people write, so that a counter-example can be typed
/// in again.
struct DrawRange: Sendable {
    let low: Double
    let step: Double
    let count: Int64
    private let unit: Unit

    init(_ plan: DrawPlan) {
        low = plan.low
        unit = plan.unit
        let span = plan.high - plan.low
        step = Self.step(of: plan.unit, span)
        count = max(1, Int64((span / step).rounded()))
    }

    private static func step(of unit: Unit, _ span: Double) -> Double {
        let natural: Double =
            switch unit {
            case .duration: span >= 10 ? 1 : 0.001
            case .percent: 0.001
            case .money: 0.01
            default: 1
            }
        // A short range has fine steps, one that is too long to count has coarse ones.
        if span < natural * 2 { return span / 100 }
        return max(natural, span / 1e12)
    }

    /// A quotient where it can be, for `25 * 0.1` is not 2.5.
    func value(_ index: Int64) -> Double {
        let inverse = (1 / step).rounded()
        let scaled =
            step < 1 && abs(inverse * step - 1) < 1e-12
            ? Double(index) / inverse : Double(index) * step
        return low + scaled
    }

    /// What is tried first: the ends, what is beside them, the middle, and round values.
    var telling: [Int64] {
        var found: [Int64] = []
        func add(_ index: Int64) {
            if (0...count).contains(index), !found.contains(index) { found.append(index) }
        }
        for index in [0, count, 1, count - 1, count / 2] { add(index) }
        for value in Self.roundValues(of: unit) where value > low {
            let index = ((value - low) / step).rounded()
            if index <= Double(count) { add(Int64(index)) }
        }
        return found
    }

    private static func roundValues(of unit: Unit) -> [Double] {
        switch unit {
        case .duration: [0, 1, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 86_400]
        case .percent: [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1]
        default: [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000]
        }
    }
}

/// Draws the values of one run after the other: first what tells most, then by chance.
struct DrawPick: Sendable {
    private let ranges: [DrawRange]
    private let telling: [[Int64]]
    private var random: SplitMix64

    init(_ ranges: [DrawRange], seed: UInt64) {
        self.ranges = ranges
        telling = ranges.map(\.telling)
        random = SplitMix64(seed: seed)
    }

    /// The indices of the values of a run.
    mutating func draw(_ run: Int) -> [Int64] {
        let combinations = telling.reduce(1) { min(1_000, $0 * $1.count) }
        guard run >= combinations || run >= Self.tellingRuns else {
            var rest = run
            return telling.map { choices in
                defer { rest /= choices.count }
                return choices[rest % choices.count]
            }
        }
        return ranges.map { Int64.random(in: 0...$0.count, using: &random) }
    }

    /// Of several draws not all combinations are tried.
    private static let tellingRuns = 40
}

/// A failing run that is as near to the low ends as steps of halving size can bring it.
func smallest(
    from drawn: [Int64], atMost limit: Int, stillFails: ([Int64]) -> Bool
) -> [Int64] {
    var best = drawn
    var runs = 0
    var hasShrunk = true
    while hasShrunk {
        hasShrunk = false
        for place in best.indices {
            var step = best[place]
            while step > 0, runs < limit {
                var candidate = best
                candidate[place] -= step
                runs += 1
                if stillFails(candidate) {
                    best = candidate
                    hasShrunk = true
                    step = min(step, best[place])
                } else {
                    step /= 2
                }
            }
        }
    }
    return best
}
