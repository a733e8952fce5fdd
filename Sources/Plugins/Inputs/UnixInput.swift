import CHost
import Glibc
public import Model
import NIOCore
import NIOPosix
public import PluginKit

/// Line protocol over a unix socket: for senders on the same machine, with file permissions as the
/// lock on the door.
public struct UnixInput: Input {
    public static let manifest = Manifest("unix", "Line protocol over a unix socket.")

    private let lineBytes: Int

    public init(lineBytes: Int = Limits.lineBytes) { self.lineBytes = lineBytes }

    public func run(at path: String, into inlet: any Inlet) async throws {
        try clear(path)
        let listener: LineServer.Listener
        do {
            listener = try await LineServer.bootstrap.bind(
                unixDomainSocketPath: path, childChannelInitializer: LineServer.open)
        } catch {
            throw ListenError(path, error)
        }
        defer { unlink(path) }
        // Owner and group. The moment before belongs to the umask, which as a rule leaves the owner
        // only.
        chmod(path, 0o660)
        try await LineServer(source: .unix, lineBytes: lineBytes, inlet: inlet).serve(listener)
    }

    /// Removes the socket of a process that is gone; anything else that stands there is left alone.
    private func clear(_ path: String) throws(ListenError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ListenError(path, "there is something else than a socket")
        }
        switch knock(path) {
        case 0: throw ListenError(path, "address already in use")
        case ECONNREFUSED: unlink(path)
        case let code: throw ListenError(path, errno: code)
        }
    }

    /// Whether anybody answers: 0, or the system's error.
    private func knock(_ path: String) -> Int32 {
        let socket = socket(AF_UNIX, vigie_stream_socket, 0)
        guard socket >= 0 else { return errno }
        defer { close(socket) }
        do {
            let address = try SocketAddress(unixDomainSocketPath: path)
            return address.withSockAddr { connect(socket, $0, socklen_t($1)) == 0 ? 0 : errno }
        } catch {
            return ENAMETOOLONG
        }
    }
}
