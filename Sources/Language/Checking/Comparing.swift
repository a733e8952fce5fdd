import Model
import Plans

/// What can be compared with what, and what comes of it when that is known beforehand.
extension Unit {
    /// Zero is zero in every unit.
    func compares(with other: Unit, _ constant: Double? = nil) -> Bool {
        guard isNumeric, other.isNumeric else { return false }
        if self == other || (isPlain && other.isPlain) { return true }
        if isEffort && other == .number || self == .number && other.isEffort { return true }
        if case .per(let ours, let length) = self, case .per(let theirs, length) = other {
            return ours.compares(with: theirs)
        }
        return other == .number && constant == 0
    }

    /// What a field of this unit can be; what is outside is refused on arrival.
    var bounds: ClosedRange<Double>? {
        switch self {
        case .score(let low, let high): low...high
        case .ces(let scale): scale.low...scale.high
        case .count: 0...Double.infinity
        default: nil
        }
    }
}

extension Comparison {
    /// Whether it is always or never so; nil: that depends.
    func outcome(for bounds: ClosedRange<Double>?, against limit: Double) -> Bool? {
        guard let bounds else { return nil }
        let (low, high) = (bounds.lowerBound, bounds.upperBound)
        switch self {
        case .less: return high < limit ? true : low >= limit ? false : nil
        case .lessOrEqual: return high <= limit ? true : low > limit ? false : nil
        case .greater, .greaterOrEqual:
            let isBelow = self == .greater ? Comparison.lessOrEqual : .less
            return isBelow.outcome(for: bounds, against: limit).map { !$0 }
        case .equal: return limit < low || limit > high ? false : low == high ? true : nil
        case .notEqual: return Comparison.equal.outcome(for: bounds, against: limit).map { !$0 }
        }
    }
}

extension Diagnostic {
    /// A comparison that does not depend on the data.
    static func conclusion(
        _ outcome: Bool, at range: SourceRange, _ bounds: ClosedRange<Double>?, _ unit: Unit
    ) -> Diagnostic {
        Diagnostic(
            .foregoneConclusion, "this is \(outcome ? "always" : "never") true", at: range,
            bounds.map { reach($0, unit) } ?? "both sides are known beforehand",
            help: bounds == nil ? "compare with `value`" : "choose a limit in between")
    }

    /// `value > 14400` where the value is a duration.
    static func missingUnit(
        _ value: Double, at range: SourceRange, beside unit: Unit, named name: String
    ) -> Diagnostic {
        let isShareOf100 = unit == .percent && abs(value) > 1
        let meant = unit.written(isShareOf100 ? value / 100 : value)
        let gloss = unit == .duration ? " (\(short(value)) s)" : ""
        return Diagnostic(
            .missingUnit, "`\(name)` is \(unit.noun) and `\(short(value))` has no unit",
            at: range, "no unit", help: "write `\(meant)`\(gloss)")
    }

    /// Two sides of a comparison with units that do not fit; `quote` is the right side as written.
    static func incomparable(
        _ unit: Unit, named name: String, with other: Unit, constant: Double?, _ quote: String,
        at range: SourceRange
    ) -> Diagnostic {
        if other == .number, let constant, unit.isNumeric {
            return missingUnit(constant, at: range, beside: unit, named: name)
        }
        var help = helpBetweenScales(unit, other)
        if unit == .percent, other == .points, let constant {
            help = "write `\(short(constant))%`"
        } else if unit == .points, other == .percent, let constant {
            help = "write `\(short(constant * 100)) points`"
        }
        return Diagnostic(
            .unitMismatch, "`\(name)` is \(unit.noun) and `\(quote)` is \(other.noun)",
            at: range, "cannot be compared",
            help: help ?? "compare it with \(unit.noun), such as `\(unit.written(1))`")
    }

    /// What to do with efforts that are measured differently.
    static func helpBetweenScales(_ left: Unit, _ right: Unit) -> String? {
        let all = [left, right].compactMap(\.effortScale).map { "`\($0.index)`" }
        guard all.count == 2 else { return nil }
        return "make an index of each, in KPIs of their own: \(all[0]) and \(all[1])"
    }

    private static func reach(_ bounds: ClosedRange<Double>, _ unit: Unit) -> String {
        let low = unit.written(bounds.lowerBound)
        guard bounds.upperBound.isFinite else { return "it cannot be less than \(low)" }
        return "it lies between \(low) and \(unit.written(bounds.upperBound))"
    }
}
