/// How the change of a KPI splits over segments that make up the whole.
///
/// Of a ratio R = ΣN / ΣD with weights w = D / ΣD and rates r = N / D, after Kitagawa, by
/// midpoints:
///
///     rate = (w + w') / 2 · (r' - r)          the segment itself became better or worse
///     mix  = (w' - w) · ((r + r') / 2 - (R + R') / 2)     there is more or less of it
///
/// Both together, over all segments, are R' - R exactly. Of a segment that is new or gone the rate
/// that is missing is taken to be the other: all of it is mix. Of a sum, what a segment adds is
/// what it now has more.
///
/// - Source: E. M. Kitagawa, "Components of a difference between two rates", JASA 50, 1955.
public struct Split: Sendable {
    public let before: Tally
    public let now: Tally
    public let isRatio: Bool
    public let parts: [Part]

    public struct Part: Equatable, Sendable {
        public var rate: Double
        public var mix: Double
        public var change: Double { rate + mix }

        public init(rate: Double, mix: Double) {
            self.rate = rate
            self.mix = mix
        }
    }

    public init(_ segments: [(before: Tally, now: Tally)], isRatio: Bool) {
        self.isRatio = isRatio
        let before = segments.reduce(Tally()) { $0 + $1.before }
        let now = segments.reduce(Tally()) { $0 + $1.now }
        (self.before, self.now) = (before, now)
        guard isRatio else {
            parts = segments.map {
                Part(rate: $0.now.numerator - $0.before.numerator, mix: 0)
            }
            return
        }
        guard let old = before.rate, let new = now.rate else {
            parts = segments.map { _ in Part(rate: 0, mix: 0) }
            return
        }
        parts = segments.map { Self.part($0.before, $0.now, before, now, (old + new) / 2) }
    }

    private static func part(
        _ before: Tally, _ now: Tally, _ all: Tally, _ allNow: Tally, _ middle: Double
    ) -> Part {
        let (w, v) = (
            before.denominator / all.denominator, now.denominator / allNow.denominator
        )
        // What has a numerator and nothing to divide it by is all there is to tell of it.
        guard let r = before.rate ?? now.rate, let s = now.rate ?? before.rate else {
            return Part(
                rate: 0,
                mix: now.numerator / allNow.denominator - before.numerator / all.denominator)
        }
        return Part(rate: (w + v) / 2 * (s - r), mix: (v - w) * ((r + s) / 2 - middle))
    }

    /// By how much the KPI moved; nil: it had, or has, no value.
    public var change: Double? {
        guard isRatio else { return now.numerator - before.numerator }
        guard let new = now.rate, let old = before.rate else { return nil }
        return new - old
    }
}
