// How each language writes numbers. French spaces do not break: the narrow one (U+202F) between
// thousands, the other (U+00A0) before a unit.
extension Tongue {
    /// At most `decimals` decimals, no trailing zeros, thousands apart.
    public func trimmed(_ value: Double, _ decimals: Int) -> String {
        var text = fixed(value, decimals)
        guard abs(value) < 1e15, decimals > 0 else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(point) { text.removeLast() }
        return text
    }

    /// Exactly `decimals` decimals, rounded half away from zero, thousands apart.
    func fixed(_ value: Double, _ decimals: Int) -> String {
        guard abs(value) < 1e15 else { return "\(value)" }
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        let whole = grouped(scaled / Int64(scale))
        guard decimals > 0 else { return sign + whole }
        return sign + whole + point + padded(Int(scaled % Int64(scale)), decimals)
    }

    private func grouped(_ number: Int64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += thousands }
            text.append(digit)
        }
        return text
    }

    private var point: String { self == .french ? "," : "." }
    private var thousands: String { self == .french ? "\u{202F}" : "," }

    /// Between a number and a unit that is written as a sign or a letter.
    var gap: String { self == .french ? "\u{A0}" : "" }

    /// Between a number and a unit that is a word.
    var wordGap: String { self == .french ? "\u{A0}" : " " }

    /// `EUR`, or the sign that people know better.
    func currency(_ code: String) -> String { self == .french && code == "EUR" ? "€" : code }
}

// Lengths of time.
extension Tongue {
    /// An exact length as a person reads it: `1h30m`, `1 h 30 min`.
    public func length(_ interval: Interval) -> String {
        guard self == .french else { return "\(interval)" }
        guard interval != .zero else { return "0\(gap)s" }
        var left = interval.nanoseconds.magnitude
        var parts: [String] = []
        for (unit, size) in Interval.units where left >= size {
            parts.append("\(left / size)\(gap)\(frenchUnit(unit, left / size))")
            left %= size
        }
        return (interval.nanoseconds < 0 ? "-" : "") + parts.joined(separator: gap)
    }

    private func frenchUnit(_ unit: String, _ count: UInt64) -> String {
        switch unit {
        case "w": count < 2 ? "semaine" : "semaines"
        case "d": count < 2 ? "jour" : "jours"
        case "m": "min"
        case "us": "µs"
        default: unit
        }
    }

    /// The two largest units of a computed length that matter: `2d3h`, `7m12s`, `12.5s`, `250ms`.
    func duration(_ seconds: Double) -> String {
        let sign = seconds < 0 ? "-" : ""
        let size = abs(seconds)
        if size == 0 { return "0\(gap)s" }
        if size < 1 { return sign + trimmed(size * 1_000, size < 0.01 ? 2 : 0) + gap + "ms" }
        if size < 59.95 { return sign + trimmed(size, 1) + gap + "s" }
        guard size < 9e9 else { return sign + trimmed(size, 0) + gap + "s" }
        let step: Double = size < 3_600 ? 1 : size < 86_400 ? 60 : 3_600
        return sign + days(Interval.seconds(Int64((size / step).rounded() * step)))
    }

    /// As `length`, with days as the largest unit.
    private func days(_ interval: Interval) -> String {
        let whole = interval.nanoseconds / Interval.days(1).nanoseconds
        let rest = interval - Interval.days(whole)
        if whole == 0 { return length(rest) }
        let unit = self == .french ? gap + frenchUnit("d", UInt64(whole)) : "d"
        return "\(whole)\(unit)" + (rest == .zero ? "" : gap + length(rest))
    }

    /// What a rate is counted by: `5 per minute`, `5 par minute`.
    func span(_ interval: Interval) -> String {
        let names = self == .french ? Self.frenchSpans : Self.englishSpans
        return names.first { $0.interval == interval }?.name ?? length(interval)
    }

    private static let englishSpans: [(interval: Interval, name: String)] = [
        (.seconds(1), "second"), (.minutes(1), "minute"), (.hours(1), "hour"), (.days(1), "day"),
    ]
    private static let frenchSpans: [(interval: Interval, name: String)] = [
        (.seconds(1), "seconde"), (.minutes(1), "minute"), (.hours(1), "heure"),
        (.days(1), "jour"),
    ]
}
