import Plans
import PluginKit

/// `highest(csat)`: a statistic over those groups of another KPI that share our tags.
struct GroupComparison: Sendable {
    let statistic: GroupStatistic
    let kpi: Int
    /// For each tag of our `by`, its place in theirs.
    let projection: [Int]

    /// For each of our groups, what theirs come to; a group of too few samples does not count.
    ///
    /// - Complexity: O(their groups).
    func readings(of groups: [[String]], _ reading: (Int) -> Reading?, needs: Int)
        -> [[String]: Reading]
    {
        var found: [[String]: Extremes] = [:]
        for (row, group) in groups.enumerated() {
            guard let reading = reading(row), let value = reading.value, reading.samples >= needs
            else { continue }
            found[projection.map { group[$0] }, default: Extremes()].add(value)
        }
        return found.mapValues { Reading(value: $0.value(of: statistic), samples: $0.count) }
    }

    private struct Extremes {
        var low = Double.infinity
        var high = -Double.infinity
        var count = 0

        mutating func add(_ value: Double) {
            (low, high, count) = (min(low, value), max(high, value), count + 1)
        }

        func value(of statistic: GroupStatistic) -> Double {
            switch statistic {
            case .highest: high
            case .lowest: low
            case .spread: high - low
            }
        }
    }
}
