import Model

/// That bytes are no JSON, and where that shows.
struct NotJSON: Error, Equatable {
    var byte: Int
}

extension JSON {
    /// - Errors: `NotJSON`, also where it nests deeper than `Limits.jsonNesting`.
    /// - Source: RFC 8259.
    /// - Complexity: linear.
    init(reading bytes: [UInt8]) throws(NotJSON) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.whole()
    }

    /// The value under a key; nil: there is none, or this is no object.
    subscript(key: String) -> JSON? {
        guard case .object(let pairs) = self else { return nil }
        return pairs.first { $0.0 == key }?.1
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }

    var whole: Int? {
        switch self {
        case .integer(let value): Int(exactly: value)
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    var list: [JSON]? { if case .array(let values) = self { values } else { nil } }
}

/// Reads one value by recursive descent, no deeper than the limit.
private struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    var depth = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func whole() throws(NotJSON) -> JSON {
        let value = try value()
        skipBlanks()
        guard position == bytes.count else { throw failure }
        return value
    }

    private var failure: NotJSON { NotJSON(byte: position) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipBlanks()
        guard next == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(NotJSON) -> JSON {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(NotJSON) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw failure }
        position += word.utf8.count
        return value
    }

    private mutating func deepen() throws(NotJSON) {
        depth += 1
        if depth > Limits.jsonNesting { throw failure }
        position += 1
    }

    private mutating func object() throws(NotJSON) -> [(String, JSON)] {
        try deepen()
        defer { depth -= 1 }
        var pairs: [(String, JSON)] = []
        if take("}") { return pairs }
        repeat {
            skipBlanks()
            let key = try text()
            guard take(":") else { throw failure }
            pairs.append((key, try value()))
        } while take(",")
        guard take("}") else { throw failure }
        return pairs
    }

    private mutating func array() throws(NotJSON) -> [JSON] {
        try deepen()
        defer { depth -= 1 }
        var values: [JSON] = []
        if take("]") { return values }
        repeat { values.append(try value()) } while take(",")
        guard take("]") else { throw failure }
        return values
    }

    private mutating func number() throws(NotJSON) -> JSON {
        let start = position
        let signs = Array("+-.eE".utf8)
        while let byte = next, (48...57).contains(byte) || signs.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw NotJSON(byte: start) }
        return .number(value)
    }

    private mutating func text() throws(NotJSON) -> String {
        guard next == UInt8(ascii: "\"") else { throw failure }
        position += 1
        var units: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units += String(try escape()).utf8
            case 0..<0x20: throw failure
            default: units.append(byte)
            }
        }
        throw failure
    }

    private mutating func escape() throws(NotJSON) -> Character {
        guard let byte = next else { throw failure }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "u"): return Character(try scalar())
        default: throw failure
        }
    }

    /// A half of a pair that stands alone becomes the sign for what cannot be read.
    private mutating func scalar() throws(NotJSON) -> Unicode.Scalar {
        let first = try unit()
        guard (0xD800..<0xDC00).contains(first), bytes[position...].starts(with: "\\u".utf8) else {
            return Unicode.Scalar(first) ?? "\u{FFFD}"
        }
        let mark = position
        position += 2
        let second = try unit()
        guard (0xDC00..<0xE000).contains(second) else {
            position = mark
            return "\u{FFFD}"
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    private mutating func unit() throws(NotJSON) -> UInt32 {
        guard position + 4 <= bytes.count,
            let value = UInt32(
                String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw failure }
        position += 4
        return value
    }
}
