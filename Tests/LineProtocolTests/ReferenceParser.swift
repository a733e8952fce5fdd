import LineProtocol
import Model

/// The line protocol read the slow and obvious way: a byte at a time, from the grammar, with arrays
/// and `Double(String)`.
///
/// It shares nothing with the parser but the types of its answers.
struct ReferenceParser {
    struct Point: Equatable {
        var point: ParsedPoint
        var fields: [ParsedField]
    }

    private struct Refusal: Error {
        var kind: LineError.Kind
        var at: Int
    }

    private let bytes: [UInt8]
    private let precision: Precision
    private let limit: Int
    private(set) var points: [Point] = []
    private(set) var errors: [LineError] = []
    private var fieldCount = 0
    private var at = 0
    private var end = 0

    init(_ bytes: [UInt8], precision: Precision, limit: Int) {
        self.bytes = bytes
        self.precision = precision
        self.limit = limit
        var start = 0
        while start < bytes.count {
            let extent = extent(from: start)
            line(from: start, extent)
            start = extent.end + 1
        }
    }

    // MARK: what a line is

    private struct Extent {
        var end: Int
        var unclosedQuote: Int?
        var isTooLong = false
    }

    /// The rules of `LineExtent`, a byte at a time.
    private func extent(from start: Int) -> Extent {
        var (inKey, inText, isEscaped, quote) = (true, false, false, 0)
        var first = start
        while first < bytes.count, bytes[first] == char(" ") { first += 1 }
        let isComment = first < bytes.count && bytes[first] == char("#")
        var index = start
        while index < bytes.count, index <= start + limit {
            let byte = bytes[index]
            let before = index > start ? bytes[index - 1] : 0
            if inText {
                if isEscaped {
                    isEscaped = false
                } else if byte == char("\\") {
                    isEscaped = true
                } else if byte == char("\"") {
                    inText = false
                }
            } else if byte == char("\n") {
                return Extent(end: index)
            } else if inKey {
                if index > first, byte == char(" "), before != char("\\") { inKey = false }
            } else if byte == char("\""), !isComment, before == char("="),
                bytes[index - 2] != char("\\")
            {
                (inText, isEscaped, quote) = (true, false, index)
            }
            index += 1
        }
        let isBeyond = bytes.count - start > limit
        if inText {
            let newline = bytes[quote..<index].firstIndex(of: char("\n"))
            if let newline { return Extent(end: newline, unclosedQuote: quote) }
            if !isBeyond { return Extent(end: bytes.count, unclosedQuote: quote) }
        }
        guard isBeyond else { return Extent(end: bytes.count) }
        let newline = bytes[(start + limit)...].firstIndex(of: char("\n"))
        return Extent(end: newline ?? bytes.count, isTooLong: true)
    }

    // MARK: one line

    private mutating func line(from start: Int, _ extent: Extent) {
        (at, end) = (start, extent.end)
        let line = 1 + bytes[..<start].count { $0 == char("\n") }
        do throws(Refusal) {
            if extent.isTooLong { throw Refusal(kind: .tooLong(limit: limit), at: start) }
            guard var point = try point() else { return }
            point.point.line = UInt32(line)
            try checkUTF8(start)
            point.point.firstField = UInt32(fieldCount)
            fieldCount += point.fields.count
            points.append(point)
        } catch {
            var error = error
            if let quote = extent.unclosedQuote, error.at > quote {
                error = Refusal(kind: .unclosedString, at: quote)
            }
            let before = bytes[..<error.at]
            errors.append(
                LineError(
                    line: 1 + before.count { $0 == char("\n") },
                    column: error.at - ((before.lastIndex(of: char("\n")) ?? -1) + 1) + 1,
                    kind: error.kind))
        }
    }

    private mutating func point() throws(Refusal) -> Point? {
        skipSpaces()
        if peek == char("#") {
            while at < end {
                let isBad = peek < 0x20 && peek != 9 || peek == 0x7F
                if isBad { if isEnd { return nil } else { throw refusal(.noFields) } }
                at += 1
            }
            return nil
        }
        if isEnd { return nil }
        let key = at
        try name(escapes: ", ", stops: ", ", orElse: .noMeasurement)
        let measurementEnd = at
        while peek == char(",") {
            at += 1
            try name(escapes: ",= ", stops: ",= ", orElse: .tagWithoutName)
            if peek != char("=") { throw refusal(.tagWithoutValue) }
            at += 1
            try name(escapes: ",= ", stops: ",= ", orElse: .tagWithoutValue)
        }
        if peek == char("=") { throw refusal(.tagWithoutName) }
        if peek != char(" ") { throw refusal(.noFields) }
        let keyEnd = at
        skipSpaces()
        if isEnd { throw refusal(.noFields) }
        var fields = [try field()]
        while peek == char(",") {
            at += 1
            fields.append(try field())
        }
        let time = try time()
        return Point(
            point: ParsedPoint(
                key: UInt32(key), keyLength: UInt32(keyEnd - key),
                measurementLength: UInt32(measurementEnd - key), firstField: 0,
                fieldCount: UInt32(fields.count), line: 0, time: time),
            fields: fields)
    }

    private mutating func name(
        escapes: String, stops: String, orElse kind: LineError.Kind
    ) throws(Refusal) {
        let start = at
        while at < end {
            if peek == char("\\"), at + 1 < end, escapes.utf8.contains(bytes[at + 1]) {
                at += 2
            } else if peek < 0x20 || peek == 0x7F || stops.utf8.contains(peek) {
                break
            } else {
                at += 1
            }
        }
        if at == start { throw refusal(kind) }
    }

    private mutating func field() throws(Refusal) -> ParsedField {
        let start = at
        try name(escapes: ",= ", stops: ",= ", orElse: .fieldWithoutName)
        var field = ParsedField(
            name: UInt32(start), nameLength: UInt32(at - start), kind: .float, bits: 0)
        if peek != char("=") { throw refusal(.fieldWithoutValue) }
        at += 1
        if isEnd || peek == char(",") || peek == char(" ") { throw refusal(.fieldWithoutValue) }
        if peek == char("\"") {
            let quote = at
            at += 1
            while at < end, peek != char("\"") {
                if peek == char("\\"), at + 1 < end {
                    let next = bytes[at + 1]
                    if next == char("\"") || next == char("\\") { field.hasEscapes = true }
                    at += 1
                }
                at += 1
            }
            if at >= end { throw Refusal(kind: .unclosedString, at: quote) }
            field.kind = .string
            field.bits = UInt64(quote + 1) << 32 | UInt64(at - quote - 1)
            at += 1
        } else {
            try scalar(&field)
        }
        if !isEnd, peek != char(","), peek != char(" ") { throw refusal(.textAfterValue) }
        return field
    }

    private mutating func scalar(_ field: inout ParsedField) throws(Refusal) {
        let start = at
        while at < end, peek > 0x20, peek < 0x7F, !",=\\".utf8.contains(peek) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        switch text.first {
        case "t"?, "T"?, "f"?, "F"?:
            let isTrue = ["t", "T", "true", "True", "TRUE"].contains(text)
            if !isTrue, !["f", "F", "false", "False", "FALSE"].contains(text) {
                throw Refusal(kind: .badBoolean, at: start)
            }
            (field.kind, field.bits) = (.bool, isTrue ? 1 : 0)
        case let first? where "0123456789-.".contains(first):
            guard let bits = Self.number(text, &field.kind) else {
                throw Refusal(kind: .badNumber, at: start)
            }
            guard let bits else { throw Refusal(kind: .numberOutOfRange, at: start) }
            field.bits = bits
        default:
            at = start
            throw refusal(.unknownValue)
        }
    }

    /// nil: malformed; nil within: out of range.
    private static func number(_ text: String, _ kind: inout ParsedField.Kind) -> UInt64?? {
        if (try? /-?[0-9]+i/.wholeMatch(in: text)) != nil {
            kind = .integer
            return .some(Int64(text.dropLast()).map { UInt64(bitPattern: $0) })
        }
        if (try? /[0-9]+u/.wholeMatch(in: text)) != nil {
            kind = .unsigned
            return .some(UInt64(text.dropLast()))
        }
        let float = /-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?/
        guard (try? float.wholeMatch(in: text)) != nil, let value = Double(text) else { return nil }
        return .some(value.isFinite ? value.bitPattern : nil)
    }

    private mutating func time() throws(Refusal) -> Int64 {
        skipSpaces()
        if isEnd { return ParsedPoint.noTime }
        let start = at
        while at < end, peek > 0x20, peek < 0x7F, !",=\\".utf8.contains(peek) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        let digits = text.drop { $0 == "-" }
        guard !digits.isEmpty, text.count - digits.count <= 1,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else {
            at = start
            throw refusal(.badTimestamp)
        }
        let product = (Int64(text) ?? .min).multipliedReportingOverflow(by: precision.scale)
        guard !product.overflow, product.partialValue != .min else {
            throw Refusal(kind: .timestampOutOfRange, at: start)
        }
        skipSpaces()
        if !isEnd { throw refusal(.textAfterTimestamp) }
        return product.partialValue
    }

    private func checkUTF8(_ start: Int) throws(Refusal) {
        // The first prefix that no continuation can mend ends at the first bad sequence.
        guard String(validating: bytes[start..<end], as: UTF8.self) == nil else { return }
        var good = start
        while good < end {
            let width = (1...4).first {
                good + $0 <= end
                    && String(validating: bytes[good..<good + $0], as: UTF8.self) != nil
            }
            guard let width else { throw Refusal(kind: .badUTF8, at: good) }
            good += width
        }
    }

    // MARK: what it leans on

    /// At the end of the line stands an LF, be it there or not.
    private var peek: UInt8 { at < end ? bytes[at] : char("\n") }
    private var isEnd: Bool { at >= end || at + 1 == end && peek == char("\r") }
    private mutating func skipSpaces() { while peek == char(" ") { at += 1 } }

    private func refusal(_ kind: LineError.Kind) -> Refusal {
        let isControl = at < end && (peek < 0x20 || peek == 0x7F) && !isEnd
        return Refusal(kind: isControl ? .controlByte(peek) : kind, at: at)
    }
}

private func char(_ character: Unicode.Scalar) -> UInt8 { UInt8(ascii: character) }
