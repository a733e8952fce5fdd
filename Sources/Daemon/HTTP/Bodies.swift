import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Requests
import Synchronization

/// Why a body is not read to its end.
enum BodyError: Error {
    /// More than one body may have, as it came or unpacked.
    case tooLarge
    /// More than all bodies on their way in may have.
    case noRoom
    case damaged(String)
    case unknownEncoding(String)
}

/// Brings in the bodies of requests, whole and unpacked, within `Limits.bodyBytes` each and
/// `Limits.bodiesBytes` together. The first `Limits.smallBodyBytes` of each are not counted: who
/// lets large bodies stand half sent must not take away the room for small ones.
///
/// A class: all requests share the count.
final class Bodies: Sendable {
    private let underWay = Atomic(0)

    /// - Parameter limit: bytes that this one may have, as it came and unpacked.
    func collect(_ request: Request, atMost limit: Int = Limits.bodyBytes) async throws
        -> [UInt8]
    {
        let unpack = try unpacker(of: request.headers[.contentEncoding], limit)
        let length = request.headers[.contentLength].flatMap(Int.init)
        if let length, length > limit { throw BodyError.tooLarge }
        var counted = 0
        defer { underWay.subtract(counted, ordering: .relaxed) }

        var bytes: [UInt8] = []
        bytes.reserveCapacity(length ?? 0)
        for try await piece in request.body {
            let size = bytes.count + piece.readableBytes
            if size > limit { throw BodyError.tooLarge }
            let more = max(0, size - Limits.smallBodyBytes) - counted
            counted += more
            let all = underWay.add(more, ordering: .relaxed).newValue
            if more > 0, all > Limits.bodiesBytes { throw BodyError.noRoom }
            piece.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        if let length, bytes.count < length { throw BodyError.damaged("the body is cut short") }
        return try unpack(bytes)
    }

    private func unpacker(of encoding: String?, _ limit: Int) throws(BodyError)
        -> ([UInt8]) throws(BodyError) -> [UInt8]
    {
        switch encoding?.lowercased() {
        case nil, "", "identity": { $0 }
        case "gzip", "x-gzip", "deflate":
            { (bytes) throws(BodyError) in try Self.unpacked(bytes, limit) }
        case let other?: throw .unknownEncoding(other)
        }
    }

    private static func unpacked(_ bytes: [UInt8], _ limit: Int) throws(BodyError) -> [UInt8] {
        do {
            return try gunzip(bytes, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw .tooLarge
            case .cutShort: throw .damaged("the gzip stream is cut short")
            case .damaged(let reason): throw .damaged("not a gzip stream: \(reason)")
            }
        }
    }
}
