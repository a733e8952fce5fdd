import Plans
import PluginKit
import Statistics

extension AlertMemory {
    /// Calls those groups anomalous that stay so when it is counted how many were looked at, and
    /// were so the last time too.
    ///
    /// - Parameter share: how many of those that are called anomalous may be called so wrongly.
    /// - Source: Benjamini and Hochberg, "Controlling the false discovery rate", Journal of the
    ///   Royal Statistical Society B 57(1), 1995. It holds for groups that do not depend on each
    ///   other, or do so positively.
    mutating func correct(
        _ judgements: inout [Int: [Judgement]], of place: Int,
        _ direction: AnomalyPlan.Direction?, _ share: Double
    ) {
        let found = judgements.compactMap { row, judgements -> (row: Int, surprise: Surprise)? in
            judgements[place].surprise.map { (row, $0) }
        }.sorted { $0.row < $1.row }
        let chances = found.map { _, surprise -> Double in
            let isAsked = direction == nil || (direction == .high) == surprise.isHigh
            return isAsked ? min(1, pow(10, -surprise.evidence)) : 1
        }
        let limit = discoveryLimit(chances, share)
        for (index, (row, surprise)) in found.enumerated() {
            let isOut = chances[index] <= limit
            let isConfirmed = confirm(isOut, of: place, row)
            judgements[row]?[place] = isConfirmed ? .anomalous(surprise) : .calm(surprise)
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
