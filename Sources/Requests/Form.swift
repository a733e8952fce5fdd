/// The names and values of a query string or of a form in a body.
///
/// - Source: URL Living Standard, `application/x-www-form-urlencoded`: a plus is a space, `%XX` is
///   a byte.
public struct Form {
    private let pairs: [(name: String, value: String)]

    public init(_ text: some StringProtocol) {
        pairs = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.plain(parts[0]), parts.count == 2 ? Self.plain(parts[1]) : "")
        }
    }

    /// The value of the first pair of that name.
    public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The values of all pairs of that name.
    public func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    private static func plain(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                if digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
                    bytes.append(code)
                    rest.removeFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
