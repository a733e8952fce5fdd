import CCrypto
import Model

/// Proof to a receiver that a message is from us and of now: HMAC-SHA256 over `{timestamp}.{body}`.
///
/// While a secret is replaced there are two, and a receiver looks for its own among the codes.
///
/// - Source: RFC 2104; `X-Vigie-Signature: sha256=<hex>, sha256=<hex>` beside
///   `X-Vigie-Timestamp: <unix seconds>`.
enum Signature {
    static func header(for body: String, at seconds: Int64, with secrets: [Secret]) -> String {
        let message = Array("\(seconds).\(body)".utf8)
        let codes = secrets.map { secret in
            secret.withText { "sha256=" + hex(hmacSHA256(message, key: Array($0.utf8))) }
        }
        return codes.joined(separator: ", ")
    }

    static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let done = HMAC(
            EVP_sha256(), key, Int32(key.count), message, message.count, &code, &length)
        precondition(done != nil, "HMAC-SHA256 takes any key and any message")
        return Array(code.prefix(Int(length)))
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
