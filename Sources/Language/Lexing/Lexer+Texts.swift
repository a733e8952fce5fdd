extension Lexer {
    /// A text in quotes. It ends with its line even where the closing quote is missing.
    mutating func text(open: String, close: String) {
        let start = position
        position += open.utf8.count
        let (value, closed) = contents(until: close)
        if open != "\"" {
            report(
                .foreignQuote, "texts stand between straight double quotes", from: start,
                "other quotes", help: "write `\"\(value)\"`")
        } else if !closed {
            report(
                .unclosedText, "this text has no closing quote", from: start,
                "goes on to the end of the line", help: "put `\"` where the text ends")
            return add(.stray, from: start)
        }
        add(.text(value), from: start)
    }

    private mutating func contents(until close: String) -> (String, closed: Bool) {
        var value: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            if starts(with: close) {
                position += close.utf8.count
                return (String(decoding: value, as: UTF8.self), true)
            }
            if bytes[position] == UInt8(ascii: "\\") {
                value.append(escape())
            } else {
                value.append(bytes[position])
                position += 1
            }
        }
        if value.last == UInt8(ascii: "\r") { value.removeLast() }
        return (String(decoding: value, as: UTF8.self), false)
    }

    private mutating func escape() -> UInt8 {
        let start = position
        position += 1
        guard position < bytes.count else { return UInt8(ascii: "\\") }
        switch bytes[position] {
        case UInt8(ascii: "n"):
            position += 1
            return UInt8(ascii: "\n")
        case let byte where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\"):
            position += 1
            return byte
        case UInt8(ascii: "\n"):
            return UInt8(ascii: "\\")
        default:
            skipCharacter()
            report(
                .unknownEscape, "`\(spelling(from: start))` is not an escape", from: start,
                "only `\\\"`, `\\\\` and `\\n` are",
                help: "write `\\\\` for a backslash")
            return UInt8(ascii: "?")
        }
    }
}
