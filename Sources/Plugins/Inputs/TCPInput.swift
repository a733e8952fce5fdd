public import Model
import NIOCore
import NIOPosix
public import PluginKit

/// Line protocol over TCP, as Telegraf's `socket_writer` sends it.
public struct TCPInput: Input {
    public static let manifest = Manifest("tcp", "Line protocol over TCP connections.")

    private let lineBytes: Int

    public init(lineBytes: Int = Limits.lineBytes) { self.lineBytes = lineBytes }

    public func run(at address: String, into inlet: any Inlet) async throws {
        let place = try HostPort(address)
        let listener: LineServer.Listener
        do {
            listener = try await LineServer.bootstrap.bind(
                host: place.host, port: place.port, childChannelInitializer: LineServer.open)
        } catch {
            throw ListenError(address, error)
        }
        try await LineServer(source: .tcp, lineBytes: lineBytes, inlet: inlet).serve(listener)
    }
}
