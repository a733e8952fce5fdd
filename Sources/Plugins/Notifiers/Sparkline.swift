internal import Model
internal import PluginKit

/// A KPI's last values as a row of bars, for where no picture can be: `▁▁▂▂▃▅▇█`.
///
/// The lowest is the smallest bar and the highest the largest, a gap is where there was no value,
/// and the last is now.
struct Sparkline {
    let bars: String
    private let trail: Trail
    private let known: [Double]

    private static let levels = Array("▁▂▃▄▅▆▇█")

    /// nil: there is too little to draw.
    init?(_ trail: Trail?) {
        guard let trail else { return nil }
        let values = trail.values.suffix(Limits.trailValues)
            .map { value in value.flatMap { $0.isFinite ? $0 : nil } }
        known = values.compactMap { $0 }
        guard known.count >= 2, let low = known.min(), let high = known.max() else { return nil }
        self.trail = trail
        bars = String(
            values.map { value -> Character in
                // A space that no service takes away.
                guard let value else { return "\u{2002}" }
                // Halves, so that the width of what can be is one that can be, too.
                let width = high / 2 - low / 2
                guard width > 0 else { return Self.levels[3] }
                let share = (value / 2 - low / 2) / width
                return Self.levels[min(7, max(0, Int(share * 8)))]
            })
    }

    /// The bars, over what time they are, and between what they lie.
    func text(_ unit: Unit, _ tongue: Tongue) -> String {
        let span = trail.step * Int64(max(1, trail.values.suffix(Limits.trailValues).count - 1))
        let (low, high) = (known.min() ?? 0, known.max() ?? 0)
        let range = Phrases(tongue).range(
            from: unit.text(low, in: tongue), to: unit.text(high, in: tongue))
        return "\(bars)  \(Phrases(tongue).last(tongue.length(span))) \(range ?? "")"
    }
}
