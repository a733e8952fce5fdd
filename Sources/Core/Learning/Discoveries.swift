import Plans
import PluginKit
import Statistics

extension AlertMemory {
    /// Calls those groups anomalous that stay so when it is counted how many were looked at, and
    /// were so the last time too.
    ///
    /// - Parameters:
    ///   - place: of the detector whose judgements they are.
    ///   - share: how many of those that are called anomalous may be called so wrongly.
    /// - Source: Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the
    ///   Royal Statistical Society B 57(1), 1995. It holds for groups that do not depend on each
    ///   other, or do so positively.
    mutating func correct(
        _ judgements: inout [Judgement], of place: Int, asking anomaly: AnomalyPlan,
        _ rows: [Int], _ share: Double
    ) {
        let found = rows.enumerated().compactMap { position, row -> (Int, Int, Surprise)? in
            let index = position * detections.count + place
            return judgements[index].surprise.map { (row, index, $0) }
        }
        let chances = found.map { _, _, surprise in
            anomaly.asks(for: surprise) ? min(1, pow(10, -surprise.evidence)) : 1
        }
        let limit = discoveryLimit(chances, share)
        for ((row, index, surprise), chance) in zip(found, chances) {
            let isConfirmed = confirm(chance <= limit, of: place, row)
            judgements[index] = isConfirmed ? .anomalous(surprise) : .calm(surprise)
        }
    }
}

/// The greatest chance that is still a discovery: that of the last of those, in rising order, whose
/// k-th is at most k / n of the share; below all chances where there is none.
///
/// - Complexity: O(n log n).
func discoveryLimit(_ chances: [Double], _ share: Double) -> Double {
    let sorted = chances.sorted()
    let last = sorted.indices.last { sorted[$0] <= share * Double($0 + 1) / Double(sorted.count) }
    return last.map { sorted[$0] } ?? -1
}
