extension Unit {
    /// The value as a person reads it: `7m12s`, `81.2%`, `-12 points`, `12.50 EUR`, `1,250`.
    public func text(_ value: Double) -> String { text(value, in: .english) }

    /// The same in another language: `7 min 12 s`, `81,2 %`, `-12 points`, `12,50 €`, `1 250`.
    public func text(_ value: Double, in tongue: Tongue) -> String {
        guard value.isFinite else { return tongue.noValue }
        let gap = tongue.wordGap
        return switch self {
        case .bool: tongue.truth(value != 0)
        case .text, .number, .score, .ces: tongue.trimmed(value, 2)
        case .count: tongue.trimmed(value, value == value.rounded() ? 0 : 1)
        case .duration: tongue.duration(value)
        case .percent: tongue.trimmed(value * 100, 1) + tongue.gap + "%"
        case .points: tongue.trimmed(value, 1) + gap + Self.points(value, tongue)
        case .money(let code): tongue.fixed(value, 2) + gap + tongue.currency(code)
        case .per(let unit, let interval):
            unit.text(value, in: tongue) + (tongue == .french ? " par " : " per ")
                + tongue.span(interval)
        }
    }

    /// English counts in the plural what is not one, French what is two or more.
    private static func points(_ value: Double, _ tongue: Tongue) -> String {
        let isOne = tongue == .french ? abs(value) < 2 : abs(value) == 1
        return isOne ? "point" : "points"
    }
}
