import CBytes

/// What is wrong with the line being walked, and at which offset of the bytes.
struct Flaw: Error {
    var kind: LineError.Kind
    var at: Int
}

/// One pass over the bytes of a batch, a line at a time, from mark to mark.
///
/// A mark is a byte that can end or trouble a name (see `vigie_marks64`). They are found 64 bytes
/// at a time, and the names between are never looked at. Past the end of the bytes stands an LF
/// that is not there, so that a last line without one ends as all others do.
///
/// - Source: InfluxData's `line-protocol.ebnf`; where their documents and their decoder differ, the
///   decoder.
struct LineWalk {
    let bytes: UnsafePointer<UInt8>
    let count: Int
    let lineLimit: Int
    let timeScale: Int64
    /// Where the next line begins.
    var position: Int
    var lineStart = 0
    /// LFs inside the texts of the line: they are data, and yet count as lines for people.
    var innerNewlines = 0
    /// Whether a byte of the line is not ASCII, and UTF-8 must be checked.
    var hasHighBytes = false

    private var window: Int
    private var marks: UInt64

    init(
        _ bytes: UnsafePointer<UInt8>, count: Int, from position: Int, lineLimit: Int,
        timeScale: Int64
    ) {
        self.bytes = bytes
        self.count = count
        self.position = position
        self.lineLimit = lineLimit
        self.timeScale = timeScale
        window = position
        marks = vigie_marks64(bytes + position, count - position)
    }

    /// Reads the line at `position` and goes on to the next; a blank line or a comment adds
    /// nothing.
    @inline(__always)
    mutating func line(number: Int, into buffer: inout PointBuffer) throws(Flaw) {
        lineStart = position
        innerNewlines = 0
        hasHighBytes = false
        let key = pastSpaces(position)
        switch byte(key) {
        case .newline, .carriageReturn: return try finish(key)
        case .hash: return try finish(commentEnd(key))
        case .comma: throw Flaw(kind: .noMeasurement, at: key)
        default: break
        }
        let measurementEnd = try measurementEnd(key)
        let keyEnd = byte(measurementEnd) == .comma ? try tagsEnd(measurementEnd) : measurementEnd
        let firstField = buffer.fieldCount
        let (fieldsEnd, time) = try fieldsAndTime(pastSpaces(keyEnd), into: &buffer)
        try finish(fieldsEnd)
        buffer.append(
            ParsedPoint(
                key: UInt32(truncatingIfNeeded: key),
                keyLength: UInt32(truncatingIfNeeded: keyEnd - key),
                measurementLength: UInt32(truncatingIfNeeded: measurementEnd - key),
                firstField: UInt32(truncatingIfNeeded: firstField),
                fieldCount: UInt32(truncatingIfNeeded: buffer.fieldCount - firstField),
                line: UInt32(truncatingIfNeeded: number), time: time))
    }

    /// The first bare comma or space.
    @inline(__always)
    private mutating func measurementEnd(_ start: Int) throws(Flaw) -> Int {
        var at = nextMark(start)
        while true {
            switch byte(at) {
            case .comma, .space: return at
            case .equals: at = nextMark(at + 1)
            case .backslash:
                let next = byte(at + 1)
                at = nextMark(at + (next == .comma || next == .space ? 2 : 1))
            case 0x80...:
                hasHighBytes = true
                at = nextMark(at + 1)
            default: throw flaw(.noFields, at: at)
            }
        }
    }

    /// The space after the tags, of which the first follows the comma at `comma`.
    @inline(__always)
    private mutating func tagsEnd(_ comma: Int) throws(Flaw) -> Int {
        var at = comma
        repeat {
            let name = at + 1
            at = nameEnd(name)
            guard at > name else { throw flaw(.tagWithoutName, at: at) }
            guard byte(at) == .equals else { throw flaw(.tagWithoutValue, at: at) }
            let value = at + 1
            at = nameEnd(value)
            guard at > value else { throw flaw(.tagWithoutValue, at: at) }
        } while byte(at) == .comma
        guard byte(at) == .space else {
            throw flaw(byte(at) == .equals ? .tagWithoutName : .noFields, at: at)
        }
        return at
    }

    /// The first byte that a tag's name or value or a field's name cannot hold bare.
    @inline(__always)
    mutating func nameEnd(_ start: Int) -> Int {
        var at = nextMark(start)
        while true {
            let mark = byte(at)
            if mark == .backslash {
                let next = byte(at + 1)
                let escapes = next == .comma || next == .equals || next == .space
                at = nextMark(at + (escapes ? 2 : 1))
            } else if mark >= 0x80 {
                hasHighBytes = true
                at = nextMark(at + 1)
            } else {
                return at
            }
        }
    }

    /// Ends the line, of which from `at` on only spaces and its end may be left.
    @inline(__always)
    private mutating func finish(_ at: Int) throws(Flaw) {
        var end = pastSpaces(at)
        if byte(end) != .newline {
            guard endsLine(end) else { throw flaw(.textAfterTimestamp, at: end) }
            end += 1
        }
        guard end - lineStart <= lineLimit else { throw tooLong }
        if hasHighBytes { try checkUTF8(lineStart..<min(end, count)) }
        position = min(end + 1, count)
    }

    /// Where the comment that begins at `start` ends; a tab is the one control it may hold.
    @inline(never)
    private func commentEnd(_ start: Int) throws(Flaw) -> Int {
        let end = start + vigie_find2(bytes + start, count - start, .newline, .newline)
        for at in start..<end where bytes[at].isControl && bytes[at] != .tab {
            if endsLine(at) { return at }
            throw Flaw(kind: .controlByte(bytes[at]), at: at)
        }
        return end
    }

    @inline(never)
    private func checkUTF8(_ range: Range<Int>) throws(Flaw) {
        let line = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
        do {
            _ = try UTF8Span(validating: line.span)
        } catch {
            throw Flaw(kind: .badUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
        }
    }

    // MARK: what the walk leans on

    @inline(__always)
    func byte(_ at: Int) -> UInt8 { at < count ? bytes[at] : .newline }

    @inline(__always)
    func pastSpaces(_ start: Int) -> Int {
        var at = start
        while byte(at) == .space { at += 1 }
        return at
    }

    /// The first mark at or after `start`; `count` if there is none.
    @inline(__always)
    mutating func nextMark(_ start: Int) -> Int {
        let ahead = start - window
        if ahead < 64 {
            let left = marks &>> UInt64(truncatingIfNeeded: ahead)
            if left != 0 { return start + left.trailingZeroBitCount }
        }
        return nextMarkBeyondWindow(max(start, window + 64))
    }

    /// Twice a line: kept out of the dozen places that look for a mark, so that these stay small.
    @inline(never)
    private mutating func nextMarkBeyondWindow(_ start: Int) -> Int {
        window = start
        marks = vigie_marks64(bytes + window, count - window)
        while marks == 0 {
            window += 64
            marks = vigie_marks64(bytes + window, count - window)
        }
        return window + marks.trailingZeroBitCount
    }

    /// Whether at `at` stands an LF, or the one CR that may come before it.
    @inline(__always)
    func endsLine(_ at: Int) -> Bool {
        byte(at) == .newline || byte(at) == .carriageReturn && byte(at + 1) == .newline
    }

    /// A stray control byte explains itself better than what it stands in the place of.
    func flaw(_ kind: LineError.Kind, at: Int) -> Flaw {
        let found = byte(at)
        return Flaw(
            kind: found.isControl && !endsLine(at) ? .controlByte(found) : kind, at: at)
    }

    var tooLong: Flaw { Flaw(kind: .tooLong(limit: lineLimit), at: lineStart) }
}
