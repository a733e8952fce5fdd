import Model

/// The candidate most like `name`, if any is like enough to be worth saying.
///
/// A bad suggestion is worse than none: only letter case may differ, or at most a third of the
/// letters. Among more than `Limits.suggestionNames` nothing is suggested.
public func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
    // To look through very many for each of very many mistakes would take the square of them.
    guard candidates.underestimatedCount <= Limits.suggestionNames else { return nil }
    let wanted = Array(name.lowercased().utf8)
    let limit = max(1, wanted.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().utf8)
        guard abs(letters.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, letters)
        guard distance <= limit, wanted.count > 1 || distance == 0 else { continue }
        // Of equals the first by name, so that the answer depends on no order.
        if let held = best, (held.distance, held.candidate) < (distance, candidate) { continue }
        best = (candidate, distance)
    }
    return best?.candidate
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
///
/// - Source: "optimal string alignment", after Damerau, CACM 7(3), 1964.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        row.reserveCapacity(right.count + 1)
        for j in right.indices {
            let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
            var cost = min(replaced, last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
