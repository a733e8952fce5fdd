import Model

extension Lexer {
    /// `30`, `2.5`, `10_000`, `15%`, `4h`, `1h30m`, `08:30`, `2026-04-06`.
    mutating func number() {
        let start = position
        if dateOrClock() { return }
        digits()
        let endOfNumber = position
        while position < bytes.count, isWord(bytes[position]) || fractionFollows {
            position += 1
        }
        if position == endOfNumber { return plainNumber(from: start) }
        let (value, foreign) = duration(Array(bytes[start..<position]))
        guard let value else { return badNumber(from: start) }
        if let foreign {
            report(
                .foreignUnit, "`\(foreign)` is not a unit of time here", from: start,
                "the units are w, d, h, m, s, ms, us, ns", help: "write `\(value)`")
        }
        add(.duration(value), from: start)
    }

    private mutating func plainNumber(from start: Int) {
        guard let value = Self.value(bytes[start..<position]) else { return badNumber(from: start) }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "%") else {
            return add(.number(value), from: start)
        }
        position += 1
        add(.percentage(value / 100), from: start)
    }

    private mutating func badNumber(from start: Int) {
        report(
            .badNumber, "`\(spelling(from: start))` is neither a number nor a length of time",
            from: start, "cannot be read",
            help: "write numbers as `10_000` or `2.5`, lengths of time as `1h30m` or `250ms`")
        add(.stray, from: start)
    }

    private mutating func digits() {
        while position < bytes.count, isDigit(bytes[position]) || bytes[position] == underscore {
            position += 1
        }
        guard fractionFollows else { return }
        position += 1
        while position < bytes.count, isDigit(bytes[position]) || bytes[position] == underscore {
            position += 1
        }
    }

    private var underscore: UInt8 { UInt8(ascii: "_") }

    /// A dot with a digit behind it; `0..10` is a range.
    private var fractionFollows: Bool {
        position + 1 < bytes.count && bytes[position] == UInt8(ascii: ".")
            && isDigit(bytes[position + 1])
    }

    private static func value(_ digits: some Sequence<UInt8>) -> Double? {
        let plain = digits.filter { $0 != UInt8(ascii: "_") }
        guard let value = Double(String(decoding: plain, as: UTF8.self)), value < 1e15 else {
            return nil
        }
        return value
    }

    /// The sum of parts such as `1h` and `30m`, and the first unit that is spelled in a foreign
    /// way.
    private func duration(_ text: [UInt8]) -> (Interval?, foreign: String?) {
        var nanoseconds = 0.0
        var foreign: String?
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == underscore }
            rest = rest.dropFirst(digits.count)
            let letters = rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(letters.count)
            let name = String(decoding: letters, as: UTF8.self)
            let known = TimeUnit.foreign[name] ?? name
            guard let value = Self.value(digits), let unit = TimeUnit.nanoseconds(known) else {
                return (nil, nil)
            }
            if known != name { foreign = foreign ?? name }
            nanoseconds += value * unit
        }
        guard nanoseconds < 1e18 else { return (nil, nil) }  // some thirty years
        return (Interval(nanoseconds: Int64(nanoseconds.rounded())), foreign)
    }
}

/// The units of time by name, with those that people bring from elsewhere.
enum TimeUnit {
    static func nanoseconds(_ name: String) -> Double? {
        Interval.units.first { $0.name == name }.map { Double($0.nanoseconds) }
    }

    static let foreign: [String: String] = [
        "second": "s", "seconds": "s", "sec": "s", "secs": "s",
        "minute": "m", "minutes": "m", "min": "m", "mins": "m", "mn": "m",
        "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "H": "h",
        "day": "d", "days": "d", "week": "w", "weeks": "w",
        "millisecond": "ms", "milliseconds": "ms", "msec": "ms",
    ]
}
