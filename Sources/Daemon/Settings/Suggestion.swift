/// The candidate most like `name`, if any is like enough to be worth saying.
///
/// A bad suggestion is worse than none: at most a third of the letters may differ.
func suggestion(for name: String, among candidates: [String]) -> String? {
    let limit = max(1, name.count / 3)
    return candidates.sorted()
        .map { (candidate: $0, distance: editDistance(name, $0)) }
        .filter { $0.distance <= limit }
        .min { $0.distance < $1.distance }?
        .candidate
}

/// Letters to insert, drop, change or swap with their neighbour to make one word of the other, row
/// by row.
///
/// - Source: optimal string alignment, the restricted Damerau-Levenshtein distance.
private func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var next = [row + 1]
        for column in right.indices {
            let same = left[row] == right[column]
            var least = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, next[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                least = min(least, before[column - 1] + 1)
            }
            next.append(least)
        }
        (before, last) = (last, next)
    }
    return last[right.count]
}
