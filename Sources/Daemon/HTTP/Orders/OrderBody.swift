import Foundation
import HTTPTypes
import Hummingbird
import Model
import Requests

/// Why what was sent is no order.
struct OrderFault: Error, Equatable {
    var status: HTTPResponse.Status
    var words: String

    init(_ words: String, _ status: HTTPResponse.Status = .badRequest) {
        self.words = words
        self.status = status
    }
}

/// Reads the JSON in the body of an order.
struct OrderBody: Sendable {
    private let bodies: Bodies

    init(_ bodies: Bodies) { self.bodies = bodies }

    /// - Parameter empty: what no body at all means; nil: it is a fault.
    func read<Value: Decodable>(
        _ type: Value.Type, of request: Request, empty: Value? = nil
    ) async throws(OrderFault) -> Value {
        let bytes = try await bytes(of: request)
        if bytes.isEmpty, let empty { return empty }
        let kind = request.headers[.contentType]?.lowercased() ?? ""
        // A form of some page in a browser can be sent here without asking, JSON cannot.
        guard kind.hasPrefix("application/json") else {
            throw OrderFault(
                "send JSON, and say so: `Content-Type: application/json`", .unsupportedMediaType)
        }
        do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch {
            throw OrderFault(Self.words(of: error))
        }
    }

    /// For the forms of our own pages.
    func bytes(of request: Request) async throws(OrderFault) -> [UInt8] {
        do { return try await bodies.collect(request, atMost: Limits.orderBytes) } catch {
            switch error as? BodyError {
            case .tooLarge:
                throw OrderFault(
                    "the body is larger than \(Limits.orderBytes >> 20) MiB", .contentTooLarge)
            case .noRoom: throw OrderFault("too much is waiting already", .serviceUnavailable)
            case .damaged(let reason): throw OrderFault(reason)
            case .unknownEncoding(let name):
                throw OrderFault(
                    "unknown encoding `\(name)`; gzip and deflate are known",
                    .unsupportedMediaType)
            case nil: throw OrderFault("the body cannot be read")
            }
        }
    }

    func form(of request: Request) async throws(OrderFault) -> Form {
        Form(String(decoding: try await bytes(of: request), as: UTF8.self))
    }

    private static func words(of error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            "`\(place(context.codingPath + [key]))` is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "`\(place(context.codingPath))` is not what is expected there"
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            "`\(place(context.codingPath))`: \(context.debugDescription)"
        default: "the body is not JSON"
        }
    }

    /// `matchers[0].name`
    private static func place(_ path: [any CodingKey]) -> String {
        let place = path.reduce("") { text, key in
            if let index = key.intValue { return text + "[\(index)]" }
            return text.isEmpty ? key.stringValue : text + "." + key.stringValue
        }
        return place.isEmpty ? "the body" : place
    }
}

/// A time as it stands in JSON; the zero of Go, the year 1, is none.
struct WrittenTime: Decodable {
    let time: Timestamp?

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        let text = try box.decode(String.self)
        if text.isEmpty || text.hasPrefix("0001-01-01") {
            time = nil
        } else if let read = Timestamp(text) {
            time = read
        } else {
            throw DecodingError.dataCorruptedError(
                in: box, debugDescription: "`\(text)` is no time such as 2026-03-09T08:45:00Z")
        }
    }
}
