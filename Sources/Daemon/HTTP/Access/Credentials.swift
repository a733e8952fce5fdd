import Foundation
import HTTPTypes
import Hummingbird
import Requests

/// The texts in a request that may be a token.
///
/// - Shape: `Authorization: Bearer T`; `Token T`, as clients of InfluxDB 2.x say, and `Token
///   NAME:T`, as those do that speak to 1.8; `Basic`, with the token as the password; and where
///   lines are written or asked for, `p=T` in the address, as clients of InfluxDB 1.x have it.
/// - Source: RFC 6750, RFC 7617; InfluxDB 1.8, "Authentication and authorization".
struct Credentials {
    let texts: [String]

    init(_ request: Request) {
        var texts: [String] = []
        let words = (request.headers[.authorization] ?? "")
            .split(separator: " ", maxSplits: 1).map(String.init)
        if words.count == 2 {
            let value = words[1].trimmingCharacters(in: .whitespaces)
            switch words[0].lowercased() {
            case "bearer": texts = [value]
            case "token": texts = [value] + Self.password(of: value)
            case "basic":
                let pair = Data(base64Encoded: value).map { String(decoding: $0, as: UTF8.self) }
                texts = Self.password(of: pair ?? "")
            default: break
            }
        }
        if Self.pathsWithQuery.contains(request.uri.path),
            let password = Form(request.uri.query ?? "")["p"]
        {
            texts.append(password)
        }
        self.texts = texts.filter { !$0.isEmpty }
    }

    /// Elsewhere an address is no place for a secret: it stands in the logs of proxies.
    private static let pathsWithQuery = ["/write", "/query"]

    private static func password(of pair: String) -> [String] {
        pair.firstIndex(of: ":").map { [String(pair[pair.index(after: $0)...])] } ?? []
    }
}
