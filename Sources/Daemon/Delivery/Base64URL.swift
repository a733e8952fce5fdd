import Foundation

/// Bytes in the URL-safe alphabet of Base64, without padding.
///
/// - Source: RFC 4648, 5.
enum Base64URL {
    static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// nil: it is not what `text` writes; the same bytes have one spelling.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: plain + padding).map(Array.init),
            Self.text(bytes) == text
        else { return nil }
        return bytes
    }
}
