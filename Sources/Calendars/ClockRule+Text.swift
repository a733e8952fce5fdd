extension ClockRule {
    init?(_ text: String) {
        var reader = RuleReader(rest: text.utf8[...])
        guard reader.skipName(), let west = reader.time(hours: 24) else { return nil }
        self.text = text
        standard = -west
        if reader.rest.isEmpty { return }
        guard reader.skipName() else { return nil }
        var offset = standard + 3_600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let west = reader.time(hours: 24) else { return nil }
            offset = -west
        }
        guard let begins = reader.turn(), let ends = reader.turn(), reader.rest.isEmpty else {
            return nil
        }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }
}

private struct RuleReader {
    var rest: Substring.UTF8View

    /// `CET`, `<+03>`
    mutating func skipName() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let name = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        rest = rest[name.endIndex...]
        return name.count >= 3
    }

    /// `-1`, `5:30`, `+167:59:59`, in seconds.
    mutating func time(hours most: Int64) -> Int64? {
        let sign: Int64 = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(0...most) else { return nil }
        var seconds = hours * 3_600
        for size in [60, 1] as [Int64] where take(":") {
            guard let part = number(0...59) else { return nil }
            seconds += part * size
        }
        return sign * seconds
    }

    /// `,M3.5.0/3`, `,J60`, `,59/-1`
    mutating func turn() -> ClockRule.Turn? {
        guard take(","), let place = place() else { return nil }
        guard take("/") else { return ClockRule.Turn(place: place, time: 7_200) }
        return time(hours: 167).map { ClockRule.Turn(place: place, time: $0) }
    }

    private mutating func place() -> ClockRule.Turn.Place? {
        if take("J") { return number(1...365).map { .ofCommonYear(Int($0)) } }
        guard take("M") else { return number(0...365).map { .ofYear(Int($0)) } }
        guard let month = number(1...12), take("."), let week = number(1...5), take("."),
            let weekday = number(0...6)
        else { return nil }
        return .ofMonth(Int(month), week: Int(week), weekday: Int(weekday))
    }

    private mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard digits.count <= 3, let number = Int64(Substring(digits)), range.contains(number)
        else { return nil }
        rest = rest[digits.endIndex...]
        return number
    }

    private mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: letter) else { return false }
        rest.removeFirst()
        return true
    }
}
