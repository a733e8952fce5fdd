/// Where to listen on a network: `127.0.0.1:8094`, `[::1]:8094`, `localhost:8094`, or `:8094` for
/// all IPv4 addresses of the machine (`[::]:8094` for all there are).
public struct HostPort: Equatable, Sendable {
    public var host: String
    public var port: Int

    public init(_ text: String) throws(ListenError) {
        guard let colon = text.lastIndex(of: ":") else {
            throw ListenError(text, "the address needs a port, as in 127.0.0.1:8094")
        }
        guard let port = UInt16(text[text.index(after: colon)...]) else {
            throw ListenError(text, "what follows the last colon is not a port, 0 to 65535")
        }
        self.port = Int(port)
        host = try Self.host(text[..<colon], in: text)
    }

    private static func host(_ host: Substring, in text: String) throws(ListenError) -> String {
        if host.isEmpty { return "0.0.0.0" }
        if host.hasPrefix("["), host.hasSuffix("]") { return String(host.dropFirst().dropLast()) }
        guard !host.contains(":") else {
            throw ListenError(text, "an IPv6 address goes in brackets, as in [::1]:8094")
        }
        return String(host)
    }
}
