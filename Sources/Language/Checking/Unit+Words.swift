import Model

extension Unit {
    /// As a sentence names it: `a duration`.
    var noun: String {
        switch self {
        case .bool: "a yes or no"
        case .text: "a text"
        case .count: "a count"
        case .number: "a number without unit"
        case .duration: "a duration"
        case .percent: "a percentage"
        case .score(let low, let high): "a score of \(short(low)) to \(short(high))"
        case .ces(let scale):
            "an \(scale.sense.rawValue) of \(short(scale.low)) to \(short(scale.high))"
        case .points: "a number of points"
        case .money(let currency): "an amount in \(currency)"
        case .per: "a rate"
        }
    }

    /// A number that needs no unit beside it.
    var isPlain: Bool {
        switch self {
        case .count, .number, .score: true
        default: false
        }
    }

    /// How an effort is measured; nil: it is none.
    var effortScale: EffortScale? {
        if case .ces(let scale) = self { return scale }
        return nil
    }

    var isEffort: Bool { effortScale != nil }

    var isNumeric: Bool { self != .bool && self != .text }

    /// How the language writes a value of this unit: what to type.
    func written(_ value: Double) -> String {
        switch self {
        case .duration where abs(value) < 1e9:
            "\(Interval(nanoseconds: Int64((value * 1e9).rounded())))"
        case .percent: short(value * 100) + "%"
        case .points: short(value) + " points"
        case .money(let currency): short(value) + " " + currency
        case .per(let unit, let interval): "\(unit.written(value)) per \(interval)"
        default: short(value)
        }
    }
}

extension EffortScale {
    /// How to make an index of it in which 100 % is best, whatever the scale and the sense.
    var index: String {
        let length = short(high - low)
        return switch sense {
        case .ease: "(KPI - \(short(low))) / \(length) * 100%"
        case .effort: "(\(short(high)) - KPI) / \(length) * 100%"
        }
    }
}

/// Without the `.0` of a whole number.
func short(_ value: Double) -> String {
    let rounded = (value * 1e9).rounded() / 1e9
    let whole = rounded.rounded()
    return rounded == whole && abs(whole) < 1e15 ? "\(Int64(whole))" : "\(rounded)"
}
