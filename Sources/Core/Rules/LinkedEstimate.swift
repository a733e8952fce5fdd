import Plans
import PluginKit
import Statistics

/// The expression of a KPI over estimates: what its value is and between what it may lie.
///
/// Parts are taken for independent, but for a share in disguise: events of one kind divided by a
/// whole of which they are a part.
indirect enum LinkedEstimate: Sendable {
    case exactly(Double)
    case aggregate(Int)
    case reference(Int)
    /// The events of one aggregate, without those of a part of it, among those of others.
    case share(Int, without: Int?, of: [Int])
    /// Of groups that are compared nothing is known.
    case unknown
    case negated(LinkedEstimate)
    case arithmetic(LinkedEstimate, Arithmetic, LinkedEstimate)

    /// - Parameter value: linked as the value itself is.
    init(_ value: LinkedValue, _ aggregates: [AggregatePlan]) {
        switch value {
        case .number(let number): self = .exactly(number)
        case .aggregate(let place): self = .aggregate(place)
        case .rest(let whole, let part):
            self = .arithmetic(.aggregate(whole), .subtract, .aggregate(part))
        case .reference(let place): self = .reference(place)
        case .groups: self = .unknown
        case .negated(let inner): self = .negated(LinkedEstimate(inner, aggregates))
        case .arithmetic(.aggregate(let part), .divide, let whole):
            self =
                Self.share(part, whole, aggregates)
                ?? .arithmetic(.aggregate(part), .divide, LinkedEstimate(whole, aggregates))
        case .arithmetic(.rest(let all, let gone), .divide, let whole):
            self =
                Self.share(all, without: gone, whole, aggregates)
                ?? .arithmetic(
                    LinkedEstimate(.rest(of: all, without: gone), aggregates), .divide,
                    LinkedEstimate(whole, aggregates))
        case .arithmetic(let left, let sign, let right):
            self = .arithmetic(
                LinkedEstimate(left, aggregates), sign, LinkedEstimate(right, aggregates))
        }
    }

    /// `count(a) / count()` and `count(a) / (count(a) + count(b))`.
    private static func share(
        _ part: Int, without gone: Int? = nil, _ whole: LinkedValue, _ aggregates: [AggregatePlan]
    ) -> LinkedEstimate? {
        func isCount(_ place: Int) -> Bool { aggregates[place].operand == .event }
        guard isCount(part) else { return nil }
        switch whole {
        case .aggregate(let all)
        where isCount(all) && aggregates[part].isPart(of: aggregates[all]):
            return .share(part, without: gone, of: [all])
        case .arithmetic(.aggregate(let one), .add, .aggregate(let other))
        where isCount(one) && isCount(other) && one != other && [one, other].contains(part):
            return .share(part, without: gone, of: [one, other])
        default: return nil
        }
    }

    /// The aggregates whose own intervals are asked for.
    var measured: [Int] {
        switch self {
        case .aggregate(let place): [place]
        case .exactly, .reference, .share, .unknown: []
        case .negated(let inner): inner.measured
        case .arithmetic(let left, _, let right): left.measured + right.measured
        }
    }

    /// nil: not known.
    func estimate(_ parts: Parts) -> Estimate? {
        switch self {
        case .exactly(let number): return Estimate(exactly: number)
        case .aggregate(let place): return parts.aggregate(place)
        case .reference(let place): return parts.references[place]
        case .unknown: return nil
        case .share(let place, let gone, let all):
            let hits = parts.counts[place] - (gone.map { parts.counts[$0] } ?? 0)
            let samples = all.reduce(0) { $0 + parts.counts[$1] }
            guard (0...samples).contains(hits),
                let range = shareInterval(hits, of: samples, reaching: parts.z)
            else { return nil }
            return Estimate(
                Double(hits) / Double(samples), range.lowerBound, range.upperBound)
        case .negated(let inner): return inner.estimate(parts).map { -$0 }
        case .arithmetic(let left, let sign, let right):
            guard let l = left.estimate(parts), let r = right.estimate(parts) else { return nil }
            return sign.apply(l, r)
        }
    }

    /// What an expression is computed from, each by its place.
    struct Parts {
        var z: Double
        /// The folds that know how sure the aggregates are.
        var wholes: [any KPIFunction]
        /// The samples of the aggregates themselves.
        var counts: [Int]
        var references: [Estimate?]

        /// nil: not known. A measure that is younger than the rest does not know the whole window.
        fileprivate func aggregate(_ place: Int) -> Estimate? {
            let whole = wholes[place]
            guard whole.samples == counts[place], let value = whole.value,
                let range = whole.interval(reaching: z)
            else { return nil }
            return Estimate(value, range.lowerBound, range.upperBound)
        }
    }
}

extension Arithmetic {
    /// nil: by zero, or beyond all numbers.
    func apply(_ left: Estimate, _ right: Estimate) -> Estimate? {
        let result: Estimate? =
            switch self {
            case .add: left + right
            case .subtract: left - right
            case .multiply: left * right
            case .divide: left / right
            }
        guard let result, result.value.isFinite, !result.low.isNaN, !result.high.isNaN else {
            return nil
        }
        return result
    }
}
