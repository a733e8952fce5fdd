public import Model
public import PluginKit

/// Line protocol in datagrams. Nobody can be slowed down here: what finds no room is lost, and
/// counted.
public struct UDPInput: Input {
    public static let manifest = Manifest("udp", "Line protocol in UDP datagrams.")

    private let lineBytes: Int

    public init(lineBytes: Int = Limits.lineBytes) { self.lineBytes = lineBytes }

    public func run(at address: String, into inlet: any Inlet) async throws {
        let socket = try DatagramSocket(address)
        inlet.opened(.udp, at: socket.address)
        let reader = DatagramReader(socket, lineBytes: lineBytes, inlet: inlet)
        await withTaskCancellationHandler {
            await reader.run()
        } onCancel: {
            reader.stop()
        }
    }
}
