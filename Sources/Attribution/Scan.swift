import Statistics

/// Looks through all segments, of one tag and of several together, for the one whose own shift
/// explains most of what is not as expected.
///
/// Each leaf has an excess over what was expected of it, and a variance by chance. Were all leaves
/// of a segment S shifted alike and no other, the likelihood would rise by half of
///
///     gain(S) = (Σ excess)² / Σ variance
///
/// A segment that holds more than the cause has the same excess and more variance, one that holds
/// less has less excess: the gain is greatest at the cause itself. So that the luck of many small
/// segments is not taken for a cause, twice the logarithm of how many there are of the same tags is
/// taken off; that also leaves out tags that add nothing.
///
/// - Complexity: O(2^tags · leaves · log leaves) once, then O(2^tags · leaves) a search.
/// - Source: the likelihood of a scan is that of M. Kulldorff, "A spatial scan statistic", 1997.
struct Scan {
    let leaves: [Leaf]
    /// For each choice of tags, as bits, the leaves in runs of equal values.
    private let runs: [[Range<Int>]]
    private let orders: [[Int]]

    /// What speaks for a segment.
    struct Find {
        var segment: Segment
        var score: Double
        /// The sum over its leaves.
        var excess: Double
    }

    init(_ leaves: [Leaf], tags: Int) {
        self.leaves = leaves
        var (runs, orders): ([[Range<Int>]], [[Int]]) = ([], [])
        for mask in 0..<(1 << tags) {
            let order = leaves.indices.sorted { one, other in
                for tag in 0..<tags where mask >> tag & 1 == 1 {
                    let (a, b) = (leaves[one].values[tag], leaves[other].values[tag])
                    if a != b { return a < b }
                }
                return one < other
            }
            orders.append(order)
            runs.append(Self.runs(order, leaves, mask))
        }
        (self.runs, self.orders) = (runs, orders)
    }

    private static func runs(_ order: [Int], _ leaves: [Leaf], _ mask: Int) -> [Range<Int>] {
        var (runs, start): ([Range<Int>], Int) = ([], 0)
        while start < order.count {
            let segment = segment(of: leaves[order[start]], mask)
            var end = start + 1
            while end < order.count, segment.holds(leaves[order[end]]) { end += 1 }
            // What is not told apart by a tag is no segment of it.
            if (0..<segment.values.count).allSatisfy({
                mask >> $0 & 1 == 0 || segment.values[$0] >= 0
            }) {
                runs.append(start..<end)
            }
            start = end
        }
        return runs
    }

    private static func segment(of leaf: Leaf, _ mask: Int) -> Segment {
        Segment(leaf.values.indices.map { mask >> $0 & 1 == 1 ? leaf.values[$0] : -1 })
    }

    /// The best segment of those that may be meant; that of all tags free is the whole.
    ///
    /// - Parameter excess: of each leaf; nil: it is not to be looked at.
    func best(
        _ excess: [Double?], _ noise: [Double], where isMeant: ([Int]) -> Bool
    ) -> Find? {
        let scatter = Self.scatter(excess, noise)
        var best: Find?
        for (mask, order) in orders.enumerated() {
            let penalty = 2 * log(Double(max(1, runs[mask].count)))
            for run in runs[mask] {
                var (sum, variance) = (0.0, 0.0)
                for place in order[run] {
                    guard let excess = excess[place] else { continue }
                    sum += excess
                    variance += noise[place]
                }
                guard variance > 0 else { continue }
                let score = sum * sum / (variance * scatter) - penalty
                guard score > (best?.score ?? 0) + 1e-9, isMeant(Array(order[run])) else {
                    continue
                }
                best = Find(
                    segment: Self.segment(of: leaves[order[run.lowerBound]], mask),
                    score: score, excess: sum)
            }
        }
        return best
    }

    /// How much wider leaves scatter than by chance, judged by the middle one: at least 1.
    private static func scatter(_ excess: [Double?], _ noise: [Double]) -> Double {
        let squares = zip(excess, noise).compactMap { excess, noise in
            noise > 0 ? excess.map { $0 * $0 / noise } : nil
        }.sorted()
        guard squares.count >= 8 else { return 1 }
        // The median of a squared standard normal.
        return max(1, squares[squares.count / 2] / 0.4549)
    }
}
