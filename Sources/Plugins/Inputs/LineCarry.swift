import LineProtocol

/// The unfinished line between one read of a connection and the next.
///
/// What is handed on is always whole lines; what is held is at most one line and one read, whatever
/// is sent.
struct LineCarry {
    private var framer: LineFramer
    private var held: [UInt8] = []

    init(lineBytes: Int) { framer = LineFramer(lineLimit: lineBytes) }

    /// All lines that end in these bytes, with what was held of the first; nil if none does.
    ///
    /// - Complexity: O(bytes); each is copied once, those after the last line's end twice.
    mutating func take(_ read: UnsafeRawBufferPointer) -> [UInt8]? {
        held.append(contentsOf: read)
        let whole = held.withUnsafeBytes { framer.cut($0) }
        guard whole.upperBound > 0 else { return nil }
        var lines = Array(held[whole.upperBound...])
        swap(&lines, &held)
        lines.removeSubrange(whole.upperBound...)
        lines.removeSubrange(..<whole.lowerBound)
        return lines.isEmpty ? nil : lines
    }

    /// The line that nothing has ended yet; nil if there is none.
    mutating func rest() -> [UInt8]? {
        defer { held = [] }
        return held.isEmpty ? nil : held
    }
}
