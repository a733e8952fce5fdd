import CZlib
import Foundation
import Model

/// A recording on disk or standard input, plain or gzip, read as whole lines in large chunks.
///
/// - Errors: `RecordingError`, with what to do.
public struct Recording {
    private let path: String
    private let chunk: Int

    /// - Parameter path: `-` is standard input.
    public init(_ path: String, chunk: Int = 1 << 20) {
        self.path = path
        self.chunk = chunk
    }

    /// Gives chunks of whole lines, in order; the last may lack its LF.
    public func read(_ give: ([UInt8]) -> Void) throws(RecordingError) {
        // zlib reads what is not gzip as it is.
        guard let file = path == "-" ? gzdopen(0, "rb") : gzopen(path, "rb") else {
            throw RecordingError(path, String(cString: strerror(errno)))
        }
        defer { gzclose(file) }
        gzbuffer(file, 1 << 18)
        var held: [UInt8] = []
        while true {
            let old = held.count
            held.reserveCapacity(old + chunk + 64)
            let read = try fill(&held, from: file)
            if read == 0 { break }
            guard let newline = held.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            let rest = Array(held[(newline + 1)...])
            held.removeSubrange((newline + 1)...)
            give(held)
            held = rest
        }
        if !held.isEmpty { give(held) }
    }

    private func fill(_ held: inout [UInt8], from file: gzFile) throws(RecordingError) -> Int {
        let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
            count = max(0, Int(gzread(file, buffer.baseAddress, UInt32(chunk))))
        }
        var code: Int32 = 0
        let message = gzerror(file, &code)
        guard code == Z_OK || code == Z_STREAM_END else {
            let reason =
                code == Z_ERRNO
                ? String(cString: strerror(errno))
                : message.map { withoutPath(String(cString: $0)) } ?? "damaged gzip"
            throw RecordingError(path, reason)
        }
        held.append(contentsOf: piece)
        return piece.count
    }

    /// zlib begins its messages with the path, or with `<fd:0>`.
    private func withoutPath(_ message: String) -> String {
        guard let colon = message.range(of: ": ", options: .backwards) else { return message }
        return "the gzip stream is damaged: " + message[colon.upperBound...]
    }
}

public struct RecordingError: Error, CustomStringConvertible {
    public var description: String

    init(_ path: String, _ reason: String) {
        // zlib begins its complaints with the path.
        let bare = reason.hasPrefix("\(path): ") ? String(reason.dropFirst(path.count + 2)) : reason
        description = "cannot read \(path == "-" ? "standard input" : path): \(bare)"
    }
}
