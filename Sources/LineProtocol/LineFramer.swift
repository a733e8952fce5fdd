public import Model

/// Says up to where a stream of bytes holds whole lines, so that a read can end anywhere.
///
/// The caller holds the bytes that came and are not yet passed on:
///
///     held.append(contentsOf: read)
///     let lines = held.withUnsafeBytes { framer.cut($0) }
///     pass(held[lines])
///     held.removeFirst(lines.upperBound)
///
/// and at the end of the stream it passes on what is left as the last batch. Cut in any way, a
/// stream gives the same points and refuses the same lines, for what a line is, `LineExtent` says
/// here as in the parser.
///
/// Of a line beyond the limit so much is passed on that the parser refuses it; its rest is dropped
/// as it comes. So no more is ever held than one line and one read.
///
/// - Complexity: O(bytes), each looked at once; about 10 ns a line without texts.
public struct LineFramer: Sendable {
    public let lineLimit: Int
    /// What is known of the line in progress, which begins at 0 of what is held.
    private var extent: LineExtent
    /// Whether what comes next is the rest of a line that is refused already.
    private var isSkipping = false

    public init(lineLimit: Int = Limits.lineBytes) {
        self.lineLimit = lineLimit
        extent = LineExtent(limit: lineLimit)
    }

    /// The range of `held` to pass on; what is before it is to be dropped, what is after it to be
    /// held.
    public mutating func cut(_ held: UnsafeRawBufferPointer) -> Range<Int> {
        let dropped = isSkipping ? pastNewline(held[...]) : 0
        var start = dropped
        while !isSkipping, start < held.count {
            let line = UnsafeRawBufferPointer(rebasing: held[start...])
            switch extent.ending(in: line, isLast: false) {
            case .open: return dropped..<start
            case .at(let end): start += end + 1
            case .tooLong: start += lineLimit + pastNewline(held[(start + lineLimit)...])
            }
            extent = LineExtent(limit: lineLimit)
        }
        return dropped..<start
    }

    /// The length up to the first LF and with it; all of the bytes, and the skipping goes on, if
    /// there is none.
    private mutating func pastNewline(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        let offset = newlineOffset(bytes)
        isSkipping = offset == bytes.count
        return isSkipping ? offset : offset + 1
    }
}
