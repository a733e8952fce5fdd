import CBytes
public import Model

/// Parses a batch piece by piece, so that the caller can fold what was read while its bytes are in
/// the cache.
///
/// A bad line is refused whole and complained of, and the parser goes on with the next; what a line
/// is, `LineExtent` says. One parser reads one batch, for it counts the lines.
///
/// - Errors: in `errors`, the first `Limits.complaintsPerBatch`; `refused` counts them all. That a
///   tag is given twice is found by `SeriesKey`, when a spelling is first seen: to look for it in
///   each line would cost more than the parsing of the tags.
/// - Complexity: O(bytes) on any input, and no allocation on a line once the buffer is warm.
public struct LineParser {
    public let precision: Precision
    public let lineLimit: Int
    /// 1-based line of the batch on which the next call begins.
    public private(set) var line = 1
    public private(set) var refused = 0
    public private(set) var errors: [LineError] = []

    public init(precision: Precision, lineLimit: Int = Limits.lineBytes) {
        self.precision = precision
        self.lineLimit = lineLimit
    }

    /// Adds up to `limit` points to `buffer`, from the line at `offset` of the batch on.
    ///
    /// - Returns: where to go on; `bytes.count` when the batch is done.
    public mutating func parse(
        _ bytes: UnsafeRawBufferPointer, from offset: Int = 0, limit: Int,
        into buffer: inout PointBuffer
    ) -> Int {
        precondition(bytes.count <= UInt32.max, "offsets into a batch have 32 bits")
        precondition(0...bytes.count ~= offset, "offsets come from the call before")
        guard let base = bytes.baseAddress else { return 0 }
        var walk = LineWalk(
            base.assumingMemoryBound(to: UInt8.self), count: bytes.count, from: offset,
            lineLimit: lineLimit, timeScale: precision.scale)
        let goal = buffer.pointCount + limit
        while walk.position < bytes.count, buffer.pointCount < goal {
            let fieldCount = buffer.fieldCount
            do {
                try walk.line(number: line, into: &buffer)
                line += 1 + walk.innerNewlines
            } catch {
                buffer.removeFields(from: fieldCount)
                walk.position = refuse(error, lineAt: walk.lineStart, of: bytes)
            }
        }
        return walk.position
    }

    /// Notes what is wrong with a line and says where the next one begins.
    @inline(never)
    private mutating func refuse(
        _ flaw: Flaw, lineAt start: Int, of bytes: UnsafeRawBufferPointer
    ) -> Int {
        var flaw = flaw
        var end = start
        var extent = LineExtent(limit: lineLimit)
        let line = UnsafeRawBufferPointer(rebasing: bytes[start...])
        switch extent.ending(in: line, isLast: true) {
        case .at(let offset): end += offset
        case .tooLong, .open:
            end += lineLimit
            end += newlineOffset(bytes[end...])
            flaw = Flaw(kind: .tooLong(limit: lineLimit), at: start)
        }
        refused += 1
        if errors.count < Limits.complaintsPerBatch {
            errors.append(place(flaw, in: bytes[start...]))
        }
        let next = min(end + 1, bytes.count)
        self.line += newlineCount(bytes[start..<next])
        return next
    }

    private func place(_ flaw: Flaw, in line: Slice<UnsafeRawBufferPointer>) -> LineError {
        let before = line[..<flaw.at]
        let lineStart = before.lastIndex(of: .newline).map { $0 + 1 } ?? line.startIndex
        return LineError(
            line: self.line + newlineCount(before), column: flaw.at - lineStart + 1,
            kind: flaw.kind)
    }
}

/// How far the first LF is; the length if there is none.
func newlineOffset(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes)
    guard let base = bytes.baseAddress else { return 0 }
    return vigie_find2(
        base.assumingMemoryBound(to: UInt8.self), bytes.count, .newline, .newline)
}

private func newlineCount(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    let bytes = UnsafeRawBufferPointer(rebasing: bytes)
    guard let base = bytes.baseAddress else { return 0 }
    return vigie_count(base.assumingMemoryBound(to: UInt8.self), bytes.count, .newline)
}
