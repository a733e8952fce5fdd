import Attribution
import Fixtures
import Model
import Statistics

/// A made-up change of a KPI with one known cause, in the manner of the generator that RiskLoc was
/// judged by: some tags, leaves of very unequal size, noise on each, and one conjunction of one to
/// three values that is shifted.
struct LabelledCase {
    var leaves: [Leaf] = []
    let isRatio: Bool
    var cause: Segment
    /// By which its leaves were multiplied, or their rate lowered.
    let strength: Double

    init?(seed: UInt64) {
        var draws = SplitMix64(seed: seed)
        isRatio = draws.uniform() < 0.5
        let sizes = (0..<(2 + Int(draws.uniform() * 3))).map { _ in 3 + Int(draws.uniform() * 7) }
        let density = min(1, 150 / Double(sizes.reduce(1, *)))
        var cells = [[Int]]()
        Self.each(sizes) { values in if draws.uniform() < density { cells.append(values) } }
        guard let chosen = cells.randomElement(using: &draws) else { return nil }
        let depth = 1 + Int(draws.uniform() * Double(min(3, sizes.count)))
        let tags = sizes.indices.shuffled(using: &draws).prefix(depth)
        cause = Segment(sizes.indices.map { tags.contains($0) ? chosen[$0] : -1 })
        strength = 0.15 + 0.6 * draws.uniform()
        let scale = exp(3 + 3 * draws.uniform())
        for values in cells { leaves.append(leaf(values, scale, &draws)) }
        guard isFelt else { return nil }
    }

    private mutating func leaf(_ values: [Int], _ scale: Double, _ draws: inout SplitMix64)
        -> Leaf
    {
        let isHit = cause.holds(Leaf(values, before: Tally(), now: Tally(), noise: 0))
        let usual = scale * exp(1.2 * draws.gaussian())
        let wobble = exp(0.05 * draws.gaussian())
        let before = Self.poisson(usual * 4, &draws) / 4
        guard isRatio else {
            let factor = isHit ? 1 - strength : 1
            let now = Self.poisson(usual * wobble * factor, &draws)
            return Leaf(
                values, before: Tally(before), now: Tally(now),
                noise: (now + before) / 2 + before / 4, samples: Int(now))
        }
        let rate = min(0.98, max(0.3, 0.85 + 0.05 * draws.gaussian()))
        let known = Self.hits(before * 4, rate, &draws) / 4
        let now = Self.poisson(usual * wobble, &draws)
        let hits = Self.hits(now, max(0, rate - (isHit ? strength : 0)), &draws)
        let spread = 0.13
        return Leaf(
            values, before: Tally(known, over: before), now: Tally(hits, over: now),
            noise: spread * (now + (before > 0 ? now * now / (before * 4) : 0)),
            samples: Int(now))
    }

    /// Whether an alert would have opened: the whole moved by more than chance, and the cause has
    /// more than a handful of events.
    private var isFelt: Bool {
        let split = Split(leaves.map { ($0.before, $0.now) }, isRatio: isRatio)
        guard let change = split.change else { return false }
        let noise = leaves.reduce(0) { $0 + $1.noise }.squareRoot()
        let all = leaves.reduce(Tally()) { $0 + $1.now }
        let hit = leaves.filter(cause.holds)
        let enough = hit.reduce(0) { $0 + $1.samples } + (isRatio ? 0 : 20) >= 20
        return enough && change < 0
            && abs(change) * (isRatio ? all.denominator : 1) > 4 * noise
    }

    /// Whether a segment is the cause: holds the same leaves.
    func isExact(_ segment: Segment) -> Bool {
        leaves.allSatisfy { segment.holds($0) == cause.holds($0) }
    }

    private static func each(_ sizes: [Int], _ body: ([Int]) -> Void) {
        var values = sizes.map { _ in 0 }
        while true {
            body(values)
            guard let tag = sizes.indices.first(where: { values[$0] + 1 < sizes[$0] }) else {
                return
            }
            values[tag] += 1
            for lower in 0..<tag { values[lower] = 0 }
        }
    }

    private static func poisson(_ mean: Double, _ draws: inout SplitMix64) -> Double {
        guard mean < 50 else {
            return max(0, (mean + mean.squareRoot() * draws.gaussian()).rounded())
        }
        var (count, product) = (0.0, draws.uniform())
        while product > exp(-mean) {
            count += 1
            product *= draws.uniform()
        }
        return count
    }

    private static func hits(_ count: Double, _ rate: Double, _ draws: inout SplitMix64)
        -> Double
    {
        guard count < 200 else {
            let scatter = (count * rate * (1 - rate)).squareRoot()
            return min(count, max(0, (count * rate + scatter * draws.gaussian()).rounded()))
        }
        return Double((0..<Int(count)).count { _ in draws.uniform() < rate })
    }
}

/// The drill-down that the scan took the place of, to compare with: the single element with the
/// greatest part of the change, and into it as long as one value holds nine tenths of its change
/// and ten points more than its volume.
func drilledDown(_ leaves: [Leaf], isRatio: Bool) -> Segment {
    let tags = leaves[0].values.count
    var segment = Segment(Array(repeating: -1, count: tags))
    let whole = Split(leaves.map { ($0.before, $0.now) }, isRatio: isRatio)
    let sign = (whole.change ?? 0) < 0 ? -1.0 : 1
    while let next = step(leaves.filter(segment.holds), segment, isRatio, sign) { segment = next }
    return segment
}

private func step(_ leaves: [Leaf], _ segment: Segment, _ isRatio: Bool, _ sign: Double)
    -> Segment?
{
    let volume = leaves.reduce(0) { $0 + weight($1, isRatio) }
    var best: (value: Double, segment: Segment)?
    for tag in segment.values.indices where segment.values[tag] < 0 {
        let groups = Dictionary(grouping: leaves, by: { $0.values[tag] }).sorted { $0.key < $1.key }
        let split = Split(
            groups.map { group in
                (
                    group.value.reduce(Tally()) { $0 + $1.before },
                    group.value.reduce(Tally()) { $0 + $1.now }
                )
            }, isRatio: isRatio)
        for (group, part) in zip(groups, split.parts) {
            let share = (split.change ?? 0) == 0 ? 0 : part.change / (split.change ?? 1)
            let own = group.value.reduce(0) { $0 + weight($1, isRatio) } / volume
            let isFirst = segment.depth == 0
            guard isFirst || share >= 0.9 && share - own >= 0.1 else { continue }
            var next = segment
            next.values[tag] = group.key
            if part.change * sign > best?.value ?? 0 { best = (part.change * sign, next) }
        }
    }
    return best?.segment
}

private func weight(_ leaf: Leaf, _ isRatio: Bool) -> Double {
    isRatio ? leaf.now.denominator : leaf.before.numerator
}
