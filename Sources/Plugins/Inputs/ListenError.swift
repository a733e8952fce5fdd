import Glibc
package import NIOCore

/// Why a door cannot be opened, in words for whoever has to mend it.
public struct ListenError: Error, Equatable, CustomStringConvertible {
    public var address: String
    public var reason: String

    public init(_ address: String, _ reason: String) {
        self.address = address
        self.reason = reason
    }

    /// - Parameter error: as the system or the network library gave it.
    public init(_ address: String, _ error: any Error) {
        switch error {
        case let error as ListenError: self = error
        case let error as IOError: self.init(address, errno: error.errnoCode)
        case SocketAddressError.unixDomainSocketPathTooLong:
            self.init(address, "the path is longer than a socket's may be (107 bytes)")
        case let error as SocketAddressError.UnknownHost:
            self.init(address, "unknown host \(error.host)")
        case is SocketAddressError.FailedToParseIPByteBuffer:
            self.init(address, "not an address")
        default: self.init(address, "\(error)")
        }
    }

    /// What the system says, begun with a small letter: `address already in use`.
    init(_ address: String, errno code: Int32) {
        let reason = String(cString: strerror(code))
        self.init(address, reason.prefix(1).lowercased() + reason.dropFirst())
    }

    public var description: String { "cannot listen on \(address): \(reason)" }
}

extension SocketAddress {
    /// `127.0.0.1:8094`, `[::1]:8094`, or the path.
    package var text: String {
        if let pathname { return pathname }
        let host = ipAddress ?? "?"
        return (host.contains(":") ? "[\(host)]" : host) + ":\(port ?? 0)"
    }
}
