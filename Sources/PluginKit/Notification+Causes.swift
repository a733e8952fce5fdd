public import Model

extension Notification {
    /// What moved the KPI, beside what is usual for the same hours of the week.
    public struct Explanation: Equatable, Sendable {
        /// What is split over segments.
        public enum Basis: Equatable, Sendable {
            /// The KPI's own value.
            case value
            /// The mean, for a quantile and its like.
            case mean
            /// The share of the events above, or below, the limit.
            case shareAbove(Double)
            case shareBelow(Double)
        }

        public var basis: Basis
        /// The usual value; nil: there is none.
        public var before: Double?
        public var now: Double?
        public var change: Double
        /// Those that did most first; they do not overlap.
        public var causes: [Cause]
        public var rest: Rest
        /// Whether all segments moved alike.
        public var isBroad: Bool

        public init(
            basis: Basis, before: Double?, now: Double?, change: Double, causes: [Cause],
            rest: Rest, isBroad: Bool
        ) {
            self.basis = basis
            self.before = before
            self.now = now
            self.change = change
            self.causes = causes
            self.rest = rest
            self.isBroad = isBroad
        }

        /// What the change counts, where the KPI counts in `unit`.
        public func unit(of unit: Unit) -> Unit {
            switch basis {
            case .value, .mean: unit
            case .shareAbove, .shareBelow: .percent
            }
        }
    }

    /// One segment that moved the KPI.
    public struct Cause: Equatable, Sendable {
        public var group: Labels
        /// What it does by having become better or worse itself.
        public var rate: Double
        /// What it does by there being more or less of it.
        public var mix: Double
        /// Of the whole change.
        public var share: Double
        /// Its own, now.
        public var samples: Int
        /// Its own value, usually and now.
        public var before: Double?
        public var now: Double?

        public var change: Double { rate + mix }

        public init(
            group: Labels, rate: Double, mix: Double, share: Double, samples: Int,
            before: Double?, now: Double?
        ) {
            self.group = group
            self.rate = rate
            self.mix = mix
            self.share = share
            self.samples = samples
            self.before = before
            self.now = now
        }
    }

    /// What the causes leave of the change.
    public struct Rest: Equatable, Sendable {
        public var rate: Double
        public var mix: Double

        public init(rate: Double, mix: Double) { (self.rate, self.mix) = (rate, mix) }
    }

    /// What somebody wrote, with all left out by which a person could be told.
    public struct Quote: Equatable, Sendable {
        public var at: Timestamp
        public var text: String

        public init(_ text: String, at: Timestamp) { (self.text, self.at) = (text, at) }
    }
}
