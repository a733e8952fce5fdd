public import Model

/// Cuts what an editor sends into messages, and gets over what is none.
///
/// - Source: Language Server Protocol 3.17, "Base Protocol".
public struct Framing: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0
    /// What is left of a message that is too long to be kept.
    private var skipping = 0

    public init() {}

    public mutating func append(_ more: some Sequence<UInt8>) { bytes += more }

    /// The next whole message; nil: more must come first.
    public mutating func next() -> [UInt8]? {
        while true {
            drop()
            guard skipping == 0 else { return nil }
            guard let end = endOfHeader() else {
                if bytes.count - start > Limits.editorHeaderBytes { start = bytes.count }
                return nil
            }
            guard let length = length(ofHeader: start..<end.lowerBound) else {
                // Without a length nobody can say where the next one begins but by its header.
                start = end.upperBound
                continue
            }
            if length > Limits.editorMessageBytes {
                start = end.upperBound
                skipping = length
                continue
            }
            guard bytes.count - end.upperBound >= length else { return nil }
            let message = Array(bytes[end.upperBound..<end.upperBound + length])
            start = end.upperBound + length
            return message
        }
    }

    /// Lets go of what has been read.
    private mutating func drop() {
        let skipped = min(skipping, bytes.count - start)
        skipping -= skipped
        start += skipped
        if start > 1 << 16 || start == bytes.count {
            bytes.removeFirst(start)
            start = 0
        }
    }

    /// The empty line behind the header. Editors on other systems and people with `printf` may end
    /// lines with a newline alone.
    private func endOfHeader() -> Range<Int>? {
        var index = start
        while let newline = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
            let next = newline + 1
            if next < bytes.count, bytes[next] == UInt8(ascii: "\n") { return newline..<next + 1 }
            if next + 1 < bytes.count, bytes[next] == 13, bytes[next + 1] == 10 {
                return newline..<next + 2
            }
            index = next
        }
        return nil
    }

    private func length(ofHeader range: Range<Int>) -> Int? {
        let header = String(decoding: bytes[range], as: UTF8.self)
        for line in header.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            let digits = parts[1].filter { $0 != " " }
            guard let length = Int(digits), length >= 0 else { return nil }
            return length
        }
        return nil
    }

    /// A message with its header.
    public static func framed(_ message: JSON) -> [UInt8] {
        let body = Array(message.line.utf8)
        return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
