import CZlib

/// Why packed bytes cannot be unpacked.
public enum GzipError: Error, Equatable {
    case tooLarge
    case cutShort
    case damaged(String)
}

/// Unpacks gzip or zlib, all members if there are several, to at most `limit` bytes: a small body
/// may claim to be anything once unpacked.
///
/// - Source: RFC 1950, RFC 1952.
public func gunzip(_ packed: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    var stream = z_stream()
    guard vigie_inflate_init(&stream) == Z_OK else { throw .damaged("no memory") }
    defer { inflateEnd(&stream) }
    var unpacked: [UInt8] = []
    unpacked.reserveCapacity(min(limit, packed.count * 4))
    let status = packed.withUnsafeBytes { packed in
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { piece in
            stream.inflate(packed, by: piece, into: &unpacked, limit: limit)
        }
    }
    switch status {
    case Z_STREAM_END: return unpacked
    case Z_BUF_ERROR, Z_OK: throw unpacked.count > limit ? .tooLarge : .cutShort
    default: throw .damaged(stream.msg.map { String(cString: $0) } ?? "not gzip")
    }
}

extension z_stream {
    /// Piece by piece to the end of the last member, the end of what is there, or the first byte
    /// beyond the limit; says which by zlib's status.
    fileprivate mutating func inflate(
        _ packed: UnsafeRawBufferPointer, by piece: UnsafeMutableRawBufferPointer,
        into unpacked: inout [UInt8], limit: Int
    ) -> Int32 {
        next_in = UnsafeMutablePointer(
            mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
        avail_in = UInt32(packed.count)
        while true {
            next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
            avail_out = UInt32(piece.count)
            let status = CZlib.inflate(&self, Z_NO_FLUSH)
            unpacked.append(contentsOf: piece.prefix(piece.count - Int(avail_out)))
            if unpacked.count > limit { return Z_BUF_ERROR }
            if status == Z_STREAM_END, avail_in > 0 {
                inflateReset(&self)
            } else if status != Z_OK {
                return status
            }
        }
    }
}
