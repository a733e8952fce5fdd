import Model

extension Lexer {
    /// `2026-04-06` or `08:30`; false: what stands here is neither, and nothing was taken.
    mutating func dateOrClock() -> Bool {
        let start = position
        if let parts = numbers(of: [4, 2, 2], between: UInt8(ascii: "-")) {
            add(day(parts, from: start), from: start)
            return true
        }
        let clock =
            numbers(of: [2, 2], between: UInt8(ascii: ":"))
            ?? numbers(of: [1, 2], between: UInt8(ascii: ":"))
        guard let clock else { return false }
        add(time(clock, from: start), from: start)
        return true
    }

    private mutating func day(_ parts: [Int], from start: Int) -> Token.Kind {
        let (year, month, day) = (parts[0], parts[1], parts[2])
        guard (1...12).contains(month),
            (1...CivilDate.length(ofMonth: month, in: year)).contains(day)
        else {
            return noSuchMoment(
                "there is no day `\(spelling(from: start))`", from: start,
                help: "write year, month and day, such as `2026-04-06`")
        }
        return .date(CivilDate.days(year, month, day))
    }

    private mutating func time(_ parts: [Int], from start: Int) -> Token.Kind {
        let minutes = parts[0] * 60 + parts[1]
        guard parts[1] < 60, minutes <= 24 * 60 else {
            return noSuchMoment(
                "there is no time `\(spelling(from: start))`", from: start,
                help: "write hours and minutes from `00:00` to `24:00`")
        }
        return .clock(minutes)
    }

    private mutating func noSuchMoment(_ message: String, from start: Int, help: String)
        -> Token.Kind
    {
        report(.noSuchMoment, message, from: start, "not in any calendar", help: help)
        return .stray
    }

    /// Numbers of so many digits with a sign between them and no word behind them; nil: something
    /// else stands here, and the position is as it was.
    private mutating func numbers(of widths: [Int], between sign: UInt8) -> [Int]? {
        let start = position
        var found: [Int] = []
        for (index, width) in widths.enumerated() {
            if index > 0 {
                guard position < bytes.count, bytes[position] == sign else { break }
                position += 1
            }
            let digits = bytes[position...].prefix(width)
            guard digits.count == width, digits.allSatisfy(isDigit) else { break }
            position += width
            found.append(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
        }
        let isWhole = found.count == widths.count
        if isWhole, position == bytes.count || !(isWord(bytes[position])) { return found }
        position = start
        return nil
    }
}
