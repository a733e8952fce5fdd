import CBytes

extension LineWalk {
    /// Reads the fields from `start` on, and the timestamp if there is one; says where it stopped.
    @inline(__always)
    mutating func fieldsAndTime(
        _ start: Int, into buffer: inout PointBuffer
    ) throws(Flaw) -> (end: Int, time: Int64) {
        if endsLine(start) { throw Flaw(kind: .noFields, at: start) }
        var at = start - 1
        repeat {
            let name = at + 1
            let equals = nameEnd(name)
            guard equals > name else { throw flaw(.fieldWithoutName, at: equals) }
            guard byte(equals) == .equals else { throw flaw(.fieldWithoutValue, at: equals) }
            var field = ParsedField(
                name: UInt32(truncatingIfNeeded: name),
                nameLength: UInt32(truncatingIfNeeded: equals - name), kind: .float, bits: 0)
            at = try value(equals + 1, of: &field)
            // A line may bring as many fields as fit into it, and no more: it must not eat the
            // memory first.
            guard at - lineStart <= lineLimit else { throw tooLong }
            buffer.append(field)
        } while byte(at) == .comma

        guard byte(at) == .space else {
            if endsLine(at) { return (at, ParsedPoint.noTime) }
            throw flaw(.textAfterValue, at: at)
        }
        at = pastSpaces(at)
        if endsLine(at) { return (at, ParsedPoint.noTime) }
        let end = nextMark(at)
        return (end, try time(at, end))
    }

    /// Reads the value at `start` into `field` and says where it ends.
    @inline(__always)
    private mutating func value(
        _ start: Int, of field: inout ParsedField
    ) throws(Flaw) -> Int {
        let first = byte(start)
        if first == .quote { return try text(start, of: &field) }
        let end = nextMark(start)
        if first.isDigit || first == .minus || first == .dot {
            guard end - start <= lineLimit else { throw tooLong }
            switch decodedNumber(bytes + start, bytes + end) {
            case .float(let value): field.bits = value.bitPattern
            case .integer(let value):
                field.kind = .integer
                field.bits = UInt64(bitPattern: value)
            case .unsigned(let value):
                field.kind = .unsigned
                field.bits = value
            case .malformed: throw Flaw(kind: .badNumber, at: start)
            case .outOfRange: throw Flaw(kind: .numberOutOfRange, at: start)
            }
            return end
        }
        guard let truth = try truth(start, end) else {
            let isMissing = first == .comma || first == .space || endsLine(start)
            throw flaw(isMissing ? .fieldWithoutValue : .unknownValue, at: start)
        }
        field.kind = .bool
        field.bits = truth ? 1 : 0
        return end
    }

    /// The text whose opening quote is at `quote`. What closes beyond the limit of a line is not
    /// closed: see `LineExtent`.
    private mutating func text(
        _ quote: Int, of field: inout ParsedField
    ) throws(Flaw) -> Int {
        let stop = min(count, lineStart + lineLimit + 1)
        var at = quote + 1
        while true {
            if at < stop { at += vigie_find2(bytes + at, stop - at, .quote, .backslash) }
            guard at < stop else { throw Flaw(kind: .unclosedString, at: quote) }
            if bytes[at] == .quote { break }
            let next = byte(at + 1)
            if next == .quote || next == .backslash { field.hasEscapes = true }
            at += 2
        }
        let start = quote + 1
        innerNewlines += vigie_count(bytes + start, at - start, .newline)
        if vigie_is_ascii(bytes + start, at - start) == 0 { hasHighBytes = true }
        field.kind = .string
        field.bits = UInt64(start) << 32 | UInt64(at - start)
        return at + 1
    }

    /// The ten spellings of true and false; nil if it does not look like one of them.
    private func truth(_ start: Int, _ end: Int) throws(Flaw) -> Bool? {
        let first = byte(start) | 0x20
        guard first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else { return nil }
        let isTrue = first == UInt8(ascii: "t")
        if end - start == 1 { return isTrue }
        // One capital letter first, or capitals throughout.
        let spellings: (StaticString, StaticString, StaticString) =
            isTrue ? ("true", "True", "TRUE") : ("false", "False", "FALSE")
        guard
            matches(spellings.0, start, end) || matches(spellings.1, start, end)
                || matches(spellings.2, start, end)
        else { throw Flaw(kind: .badBoolean, at: start) }
        return isTrue
    }

    private func matches(_ word: StaticString, _ start: Int, _ end: Int) -> Bool {
        end - start == word.utf8CodeUnitCount
            && (0..<word.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
    }

    /// The timestamp in `start..<end`, in nanoseconds.
    @inline(__always)
    private func time(_ start: Int, _ end: Int) throws(Flaw) -> Int64 {
        let isNegative = byte(start) == .minus
        var at = bytes + start + (isNegative ? 1 : 0)
        var digits: UInt64 = 0
        let length = readDigits(&at, bytes + end, into: &digits)
        guard length > 0, at == bytes + end else { throw flaw(.badTimestamp, at: start) }
        guard let magnitude = wholeNumber(before: at, digits: length, read: digits),
            let units = Int64(exactly: magnitude)
        else { throw Flaw(kind: .timestampOutOfRange, at: start) }
        let (time, overflow) = units.multipliedReportingOverflow(
            by: isNegative ? -timeScale : timeScale)
        // Int64.min is how a point says that it has no time.
        guard !overflow, time != ParsedPoint.noTime else {
            throw Flaw(kind: .timestampOutOfRange, at: start)
        }
        return time
    }
}
