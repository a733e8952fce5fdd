public import Model
import PluginKit
import Statistics

/// Data in which nothing happens, of the kinds that KPIs come in: whatever is called an anomaly in
/// it is a false alarm.
public enum QuietShape: String, CaseIterable, Sendable {
    case gaussian, student, lognormal, poisson
    case dependent, walk, seasonal, shifted, gaps, integers, constant, sliding

    /// In a few words, for a table.
    public var words: String {
        switch self {
        case .gaussian: "Gaussian"
        case .student: "Student t, 3 degrees of freedom"
        case .lognormal: "log-normal"
        case .poisson: "Poisson, mean 4"
        case .dependent: "autoregressive, 0.9"
        case .walk: "random walk"
        case .seasonal: "daily and weekly season"
        case .shifted: "levels that shifted long ago"
        case .gaps: "hours missing"
        case .integers: "whole numbers near 5"
        case .constant: "constant"
        case .sliding: "mean of a window of 60 judgements"
        }
    }
}

/// Draws the values of a quiet shape one after the other.
public struct QuietSource: Sendable {
    private let shape: QuietShape
    private let shiftsUntil: Timestamp
    private var random: SplitMix64
    private var level = 0.0
    private var latest = [Double](repeating: 0, count: 60)
    private var place = 0
    private var spare: Double?
    private var gap = 0

    /// - Parameter start: when what is judged begins; levels shift before it only.
    public init(_ shape: QuietShape, seed: UInt64, judgedFrom start: Timestamp) {
        self.shape = shape
        shiftsUntil = start - .days(50)
        random = SplitMix64(seed: seed)
        for index in latest.indices { latest[index] = normal() }
    }

    /// nil: nothing was measured at that time.
    public mutating func next(at time: Timestamp, every: Interval) -> Double? {
        switch shape {
        case .gaussian: return 50 + 5 * normal()
        case .student: return 50 + student()
        case .lognormal: return 100 * exp(0.8 * normal())
        case .poisson: return Double(poisson(4))
        case .dependent:
            level = 0.9 * level + normal()
            return 20 + level
        case .walk:
            level += normal()
            return level
        case .seasonal: return season(time) * (1 + 0.05 * normal())
        case .shifted:
            if time < shiftsUntil, uniform() < every.seconds / (10 * 86_400) {
                level = 100 * uniform()
            }
            return 100 + level + 3 * normal()
        case .gaps:
            if gap > 0 { gap -= 1 } else if uniform() < 0.003 { gap = Int(12 * uniform()) }
            return gap > 0 ? nil : 10 + normal()
        case .integers: return (5 + 1.2 * normal()).rounded()
        case .constant: return 7
        case .sliding:
            latest[place] = normal()
            place = (place + 1) % latest.count
            return 3 + latest.reduce(0, +) / Double(latest.count)
        }
    }

    private func season(_ time: Timestamp) -> Double {
        let hour = WeekHour(utc: time)
        let ofDay = (Double(hour.hourOfDay) + hour.passed) / 24
        return 200 + 4_000 * ofDay * (1 - ofDay) * (hour.index >= 120 ? 0.6 : 1)
    }

    /// 0...1, without the ends.
    private mutating func uniform() -> Double {
        (Double(random.next() >> 11) + 0.5) * 0x1p-53
    }

    /// - Source: Marsaglia and Bray, "A convenient method for generating normal variables", SIAM
    ///   Review 6(3), 1964.
    private mutating func normal() -> Double {
        if let drawn = spare {
            spare = nil
            return drawn
        }
        while true {
            let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
            let square = x * x + y * y
            guard square < 1, square > 0 else { continue }
            let factor = (-2 * log(square) / square).squareRoot()
            spare = x * factor
            return y * factor
        }
    }

    private mutating func student() -> Double {
        let squares = (0..<3).reduce(0.0) { sum, _ in
            let draw = normal()
            return sum + draw * draw
        }
        return normal() / (squares / 3).squareRoot()
    }

    private mutating func poisson(_ mean: Double) -> Int {
        var (count, left) = (0, mean + log(uniform()))
        while left > 0 {
            count += 1
            left += log(uniform())
        }
        return count
    }
}
