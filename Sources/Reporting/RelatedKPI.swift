public import Model
public import Plans
import Statistics

/// One side of a relation: what it is called, and on which scale its changes are counted.
public struct RelatedKPI: Equatable, Sendable {
    public enum Scale: Equatable, Sendable {
        /// As they are.
        case plain
        /// By the part that they change by: of durations, amounts and counts.
        case logarithmic

        func apply(_ value: Double) -> Double { self == .plain ? value : log(value) }
    }

    public var name: String
    public var title: String
    public var unit: Unit
    public var scale = Scale.plain
    /// By how much it typically moves, season and trend apart.
    public var typical: Double?

    public init(_ kpi: KPIPlan, in tongue: Tongue = .english) {
        self.init(name: kpi.name, title: kpi.title(in: tongue), unit: kpi.unit)
    }

    public init(name: String, title: String, unit: Unit) {
        self.name = name
        self.title = title
        self.unit = unit
    }

    /// With the scale that fits the values: what can be doubled is counted by parts.
    func scaled(by values: [[Double?]]) -> RelatedKPI {
        var known = self
        let canDouble: Bool =
            switch unit {
            case .duration, .money, .count, .number, .per: true
            case .percent, .points, .score, .ces, .bool, .text: false
            }
        let all = values.joined().compactMap { $0 }
        if canDouble, !all.isEmpty, all.allSatisfy({ $0 > 0 }) { known.scale = .logarithmic }
        return known
    }

    /// A change that people can picture, near to what is typical: 20 %, 5 points.
    var roundChange: Double {
        let size = typical.map { scale == .plain ? $0 : expm1($0) } ?? 0
        guard size > 0, size.isFinite else { return scale == .plain ? 1 : 0.1 }
        var power = 1.0
        while power * 10 <= size { power *= 10 }
        while power > size { power /= 10 }
        let steps = [1, 2, 5, 10].map { $0 * power }
        let nearest = steps.min { abs(log($0 / size)) < abs(log($1 / size)) } ?? power
        return scale == .plain ? nearest : min(nearest, 1)
    }

    /// A change on the scale, of so much as is said.
    func onScale(_ change: Double) -> Double { scale == .plain ? change : log1p(change) }
    /// As it is said, of a change on the scale.
    func said(_ onScale: Double) -> Double { scale == .plain ? onScale : expm1(onScale) }

    /// The size of a change, without its sign: `4 points`, `20%`, `3m`.
    func text(_ change: Double) -> String {
        guard scale == .plain else { return Unit.percent.text(abs(change)) }
        return unit == .percent ? Unit.points.text(abs(change) * 100) : unit.text(abs(change))
    }

    /// The same with its sign.
    func signedText(_ change: Double) -> String { (change < 0 ? "-" : "+") + text(change) }

    func direction(_ change: Double) -> String {
        switch unit {
        case .duration: change < 0 ? "shorter" : "longer"
        default: change < 0 ? "lower" : "higher"
        }
    }
}
