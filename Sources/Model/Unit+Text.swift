extension Unit {
    /// The value as a person reads it: `7m12s`, `81.2%`, `-12 points`, `12.50 EUR`, `1,250`.
    public func text(_ value: Double) -> String {
        guard value.isFinite else { return "no value" }
        return switch self {
        case .bool: value == 0 ? "false" : "true"
        case .text, .number, .score: Self.trimmed(value, 2)
        case .count: Self.trimmed(value, value == value.rounded() ? 0 : 1)
        case .duration: Self.duration(value)
        case .percent: Self.trimmed(value * 100, 1) + "%"
        case .points: Self.trimmed(value, 1) + (abs(value) == 1 ? " point" : " points")
        case .money(let currency): Self.fixed(value, 2) + " " + currency
        case .per(let unit, let interval): unit.text(value) + " per " + Self.span(interval)
        }
    }

    /// The two largest units that matter: `2d3h`, `7m12s`, `12.5s`, `250ms`.
    private static func duration(_ seconds: Double) -> String {
        let sign = seconds < 0 ? "-" : ""
        let size = abs(seconds)
        if size == 0 { return "0s" }
        if size < 1 { return sign + trimmed(size * 1_000, size < 0.01 ? 2 : 0) + "ms" }
        if size < 59.95 { return sign + trimmed(size, 1) + "s" }
        guard size < 9e9 else { return sign + trimmed(size, 0) + "s" }
        let step: Double = size < 3_600 ? 1 : size < 86_400 ? 60 : 3_600
        let whole = Int64((size / step).rounded() * step)
        let interval = Interval.seconds(whole)
        return sign + days(interval)
    }

    /// As `Interval.description`, with days as the largest unit.
    private static func days(_ interval: Interval) -> String {
        let whole = interval.nanoseconds / Interval.days(1).nanoseconds
        let rest = Interval(
            nanoseconds: interval.nanoseconds - Interval.days(whole).nanoseconds)
        if whole == 0 { return "\(rest)" }
        return "\(whole)d" + (rest == .zero ? "" : "\(rest)")
    }

    private static func span(_ interval: Interval) -> String {
        switch interval {
        case .seconds(1): "second"
        case .minutes(1): "minute"
        case .hours(1): "hour"
        case .days(1): "day"
        default: "\(interval)"
        }
    }

    /// At most `decimals` decimals, no trailing zeros, thousands apart.
    private static func trimmed(_ value: Double, _ decimals: Int) -> String {
        var text = fixed(value, decimals)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }

    /// Exactly `decimals` decimals, rounded half away from zero, thousands apart.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let negative = value < 0 && scaled != 0
        let whole = grouped(scaled / Int64(scale))
        let sign = negative ? "-" : ""
        guard decimals > 0 else { return sign + whole }
        return sign + whole + "." + padded(Int(scaled % Int64(scale)), decimals)
    }

    private static func grouped(_ number: Int64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}
