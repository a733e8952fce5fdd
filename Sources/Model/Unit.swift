/// What a number counts. Arithmetic and comparison are allowed or refused by it.
public enum Unit: Hashable, Sendable {
    case bool
    case text
    /// How many: a whole number >= 0.
    case count
    /// A number with no unit.
    case number
    /// A length of time. Computed in seconds.
    case duration
    /// A share. Computed as 0...1, shown as 0...100 %.
    case percent
    /// A mark within a scale.
    case score(Double, Double)
    /// A Customer Effort Score: a mean of marks that mean nothing without their scale and sense.
    case ces(EffortScale)
    /// NPS, and the difference of two percentages.
    case points
    /// An amount in one currency, by its ISO 4217 code.
    case money(String)
    /// So many for each length of time.
    indirect case per(Unit, Interval)
}

extension Unit: CustomStringConvertible {
    /// As the rule language and `check` write it.
    public var description: String {
        switch self {
        case .bool: "bool"
        case .text: "text"
        case .count: "count"
        case .number: "number"
        case .duration: "duration"
        case .percent: "percent"
        case .score(let low, let high): "score(\(plain(low))..\(plain(high)))"
        case .ces(let scale): "\(scale)"
        case .points: "points"
        case .money(let currency): "money(\(currency))"
        case .per(let unit, let interval): "\(unit) per \(interval)"
        }
    }

    /// The unit in machine-read output, beside `published(value)`.
    public var symbol: String {
        switch self {
        case .bool, .text, .number: ""
        case .count: "count"
        case .duration: "s"
        case .percent: "%"
        case .score: "score"
        case .ces(let scale): "\(scale)"
        case .points: "points"
        case .money(let currency): currency
        case .per(let unit, let interval): "\(unit.symbol)/\(interval)"
        }
    }

    /// The number in machine-read output: a percentage as 0...100, to twelve decimals, so that what
    /// the multiplication adds is not read as data; all else as computed.
    public func published(_ value: Double) -> Double {
        switch self {
        case .percent: (value * 1e14).rounded() / 1e12
        case .per(let unit, _): unit.published(value)
        default: value
        }
    }
}

/// Without the `.0` of a whole number.
func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
}
