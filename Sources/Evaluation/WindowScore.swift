import Statistics

/// The score that the Numenta Anomaly Benchmark gives openings: early within a labelled window is
/// worth most, once, and what lies outside costs.
///
/// 100 is every window told at its first value and nothing else; 0 is silence. The first 15 % of a
/// series, 750 values at most, are not looked at. Runs of labelled values are the windows.
///
/// - Source: Lavin and Ahmad, "Evaluating real-time anomaly detection algorithms", arXiv
/// 1510.03336.
public struct WindowScore: Sendable {
    public struct Profile: Sendable {
        public var name: String
        var falseAlarm: Double
        var miss: Double

        public static let all = [
            Profile(name: "standard", falseAlarm: 0.11, miss: 1),
            Profile(name: "low FP", falseAlarm: 0.22, miss: 1),
            Profile(name: "low FN", falseAlarm: 0.11, miss: 2),
        ]
    }

    public let profile: Profile
    private var sum = 0.0
    public private(set) var windows = 0
    public private(set) var found = 0
    public private(set) var falseAlarms = 0

    public init(_ profile: Profile) { self.profile = profile }

    public var value: Double {
        let silence = -profile.miss * Double(windows)
        return windows == 0 ? 0 : 100 * (sum - silence) / (Double(windows) - silence)
    }

    public mutating func add(_ series: LabelledSeries, openings: [Int]) {
        let count = series.values.count
        let probation = Int(min(0.15 * Double(count), 750))
        let ranges = Self.windows(series.isAnomaly).filter { $0.upperBound > probation }
        windows += ranges.count
        var told: Set<Int> = []
        for opening in openings where opening >= probation {
            if let place = ranges.firstIndex(where: { $0.contains(opening) }) {
                guard told.insert(place).inserted else { continue }
                let range = ranges[place]
                let left = Double(range.upperBound - opening) / Double(range.count)
                sum += Self.sigmoid(-left) / Self.sigmoid(-1)
                found += 1
            } else {
                falseAlarms += 1
                sum += profile.falseAlarm * worth(opening, after: ranges)
            }
        }
        sum -= profile.miss * Double(ranges.count - told.count)
    }

    /// Shortly after a window a false alarm is half a right one.
    private func worth(_ opening: Int, after ranges: [Range<Int>]) -> Double {
        guard let range = ranges.last(where: { $0.upperBound <= opening }) else { return -1 }
        let past = Double(opening - range.upperBound + 1) / Double(max(1, range.count - 1))
        return past > 3 ? -1 : Self.sigmoid(past)
    }

    private static func sigmoid(_ place: Double) -> Double { 2 / (1 + exp(5 * place)) - 1 }

    private static func windows(_ labels: [Bool]) -> [Range<Int>] {
        var (ranges, start) = ([Range<Int>](), Int?.none)
        for (index, label) in labels.enumerated() {
            if label, start == nil { start = index }
            if !label, let begun = start {
                ranges.append(begun..<index)
                start = nil
            }
        }
        if let start { ranges.append(start..<labels.count) }
        return ranges
    }
}
