import Model

/// What a literal is worth.
extension Literal.Value {
    var unit: Unit {
        switch self {
        case .number: .number
        case .percentage: .percent
        case .duration: .duration
        case .points: .points
        case .money(_, let currency): .money(currency)
        case .rate(_, let unit, let interval): .per(unit, interval)
        case .text: .text
        case .bool: .bool
        }
    }

    /// The number in its unit's own scale; nil for texts and truth values.
    var measured: (Double, Unit)? {
        switch self {
        case .number(let value), .percentage(let value), .points(let value), .money(let value, _):
            (value, unit)
        case .rate(let value, _, _): (value, unit)
        case .duration(let interval): (interval.seconds, unit)
        case .text, .bool: nil
        }
    }

    /// nil for texts and truth values.
    var negated: Literal.Value? {
        switch self {
        case .number(let value): .number(-value)
        case .percentage(let value): .percentage(-value)
        case .duration(let interval): .duration(.zero - interval)
        case .points(let value): .points(-value)
        case .money(let value, let currency): .money(-value, currency)
        case .rate(let value, let unit, let interval): .rate(-value, unit, interval)
        case .text, .bool: nil
        }
    }
}
