import CBytes

/// Where one line ends, told from its bytes alone, be they a valid point or not.
///
/// Parser and framer must agree on what a line is, or a text with an LF in it would be torn in two
/// at the end of some read. So the rule is in this one place, and it does not ask whether the line
/// is valid:
///
/// 1. A text is opened by a quote right after a bare `=` (one without a backslash before it), to
///    the right of the first bare space; what comes before that space is the key, where a quote is
///    a letter. Comments have no texts.
/// 2. A text is closed by the next quote that is not behind an odd number of backslashes.
/// 3. The line ends at its first LF outside of texts, or at the end of the bytes.
/// 4. A text that is not closed within the limit of a line, or at the end of the bytes, was opened
///    by mistake: the line ends at the first LF after that quote. One forgotten quote costs one
///    line, not the rest of the stream.
/// 5. A line with more bytes than the limit before its LF is too long, and ends at the next LF,
///    whatever is before it.
///
/// For a valid line 1 and 2 say just what the grammar says. A bad line with a good text in it is
/// refused whole, so that no part of a text is ever taken for a point.
///
/// - Complexity: O(length), once, however often more bytes come.
struct LineExtent: Sendable {
    enum Ending: Equatable {
        /// Not yet known: more bytes are needed.
        case open
        /// At the LF at this offset, or at the end of the bytes.
        case at(Int)
        case tooLong
    }
    private enum Section { case indent, key, fields, comment }

    let limit: Int
    /// Bytes before this one are dealt with.
    private var next = 0
    private var openQuote: Int?
    private var section = Section.indent
    /// Bytes before this one are dealt with in the search for the space that ends the key.
    private var keyNext = 0

    init(limit: Int) { self.limit = limit }

    /// - Parameter line: the bytes from the beginning of the line on; in later calls, the same and
    ///   more.
    mutating func ending(in line: UnsafeRawBufferPointer, isLast: Bool) -> Ending {
        guard let base = line.baseAddress else { return isLast ? .at(0) : .open }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        let seen = min(line.count, limit + 1)
        while next < seen {
            if openQuote != nil {
                guard closeText(bytes, seen) else { break }
            } else {
                next += vigie_find2(bytes + next, seen - next, .newline, .quote)
                guard next < seen else { break }
                if bytes[next] == .newline { return .at(next) }
                if opensText(bytes, next) { openQuote = next }
                next += 1
            }
        }
        guard isLast || line.count > limit else { return .open }
        if let quote = openQuote {
            let newline = quote + vigie_find2(bytes + quote, seen - quote, .newline, .newline)
            if newline < seen { return .at(newline) }
        }
        return line.count > limit ? .tooLong : .at(seen)
    }

    /// Goes past the closing quote; false if it is not among the first `seen` bytes.
    private mutating func closeText(_ bytes: UnsafePointer<UInt8>, _ seen: Int) -> Bool {
        while next < seen {
            next += vigie_find2(bytes + next, seen - next, .quote, .backslash)
            guard next < seen else { return false }
            if bytes[next] == .quote {
                next += 1
                openQuote = nil
                return true
            }
            // The byte behind the backslash means nothing, even if it has not come yet.
            next += 2
        }
        return false
    }

    private mutating func opensText(_ bytes: UnsafePointer<UInt8>, _ quote: Int) -> Bool {
        findFields(bytes, before: quote)
        return section == .fields && bytes[quote - 1] == .equals && bytes[quote - 2] != .backslash
    }

    private mutating func findFields(_ bytes: UnsafePointer<UInt8>, before end: Int) {
        if section == .indent {
            while keyNext < end, bytes[keyNext] == .space { keyNext += 1 }
            section = bytes[keyNext] == .hash ? .comment : .key
        }
        while section == .key, keyNext < end {
            keyNext += vigie_find2(bytes + keyNext, end - keyNext, .space, .space)
            guard keyNext < end else { return }
            if bytes[keyNext - 1] != .backslash { section = .fields }
            keyNext += 1
        }
    }
}
