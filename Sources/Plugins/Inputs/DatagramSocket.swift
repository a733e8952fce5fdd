import CHost
import Glibc
import Model
import NIOCore

/// A bound UDP socket, closed when nobody holds it any longer.
///
/// A class, for the thread that reads and the task that waits for it share it.
final class DatagramSocket: Sendable {
    let number: Int32
    /// Where it listens: the port may have been the system's choice.
    let address: String

    /// How long a read waits before it looks whether it should stop.
    private static let patience = timeval(tv_sec: 0, tv_usec: 100_000)

    init(_ address: String) throws(ListenError) {
        let place = try HostPort(address)
        let wanted: SocketAddress
        do {
            wanted = try SocketAddress.makeAddressResolvingHost(place.host, port: place.port)
        } catch { throw ListenError(address, error) }
        let socket = socket(wanted.protocol.rawValue, vigie_datagram_socket, 0)
        guard socket >= 0 else { throw ListenError(address, errno: errno) }
        guard wanted.withSockAddr({ bind(socket, $0, socklen_t($1)) }) == 0 else {
            defer { close(socket) }
            throw ListenError(address, errno: errno)
        }
        number = socket
        self.address = Self.boundAddress(of: socket) ?? address
        set(SO_RCVBUF, Int32(Limits.datagramQueueBytes))
        set(SO_RCVTIMEO, Self.patience)
    }

    deinit { close(number) }

    /// Best effort: the system may grant less.
    private func set<Value>(_ option: Int32, _ value: Value) {
        _ = withUnsafeBytes(of: value) {
            setsockopt(number, SOL_SOCKET, option, $0.baseAddress, socklen_t($0.count))
        }
    }

    private static func boundAddress(of socket: Int32) -> String? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout.size(ofValue: storage))
        let isKnown = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &length) == 0
            }
        }
        guard isKnown else { return nil }
        return withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET: SocketAddress(bytes.load(as: sockaddr_in.self), host: "").text
            case AF_INET6: SocketAddress(bytes.load(as: sockaddr_in6.self), host: "").text
            default: nil
            }
        }
    }
}
