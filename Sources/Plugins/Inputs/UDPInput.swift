import LineProtocol
public import Model
import NIOCore
import NIOPosix
public import PluginKit

/// Line protocol in datagrams. Nobody can be slowed down here: what finds no room is lost, and
/// counted.
public struct UDPInput: Input {
    public static let manifest = Manifest("udp", "Line protocol in UDP datagrams.")

    private let lineBytes: Int

    public init(lineBytes: Int = Limits.lineBytes) { self.lineBytes = lineBytes }

    public func run(at address: String, into inlet: any Inlet) async throws {
        let channel = try await bind(address, into: inlet)
        inlet.opened(.udp, at: channel.localAddress?.text ?? address)
        try await withTaskCancellationHandler {
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func bind(_ address: String, into inlet: any Inlet) async throws(ListenError)
        -> any Channel
    {
        let place = try HostPort(address)
        let lineBytes = lineBytes
        do {
            return try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.socketOption(.so_rcvbuf), value: .init(Limits.datagramQueueBytes))
                .channelOption(.datagramVectorReadMessageCount, value: Limits.datagramsPerRead)
                .channelOption(
                    .recvAllocator,
                    value: FixedSizeRecvByteBufferAllocator(
                        capacity: Limits.datagramsPerRead * Limits.datagramBytes)
                )
                .channelOption(.maxMessagesPerRead, value: 16)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            Collector(lineBytes: lineBytes, inlet: inlet))
                    }
                }
                .bind(host: place.host, port: place.port).get()
        } catch {
            throw ListenError(address, error)
        }
    }
}

/// Puts the datagrams of one wake-up into one batch.
///
/// A class, for the event loop wants one; it never leaves its loop.
private final class Collector: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let lineBytes: Int
    private let inlet: any Inlet
    private var collected: [UInt8] = []

    init(lineBytes: Int, inlet: any Inlet) {
        self.lineBytes = lineBytes
        self.inlet = inlet
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).data.withUnsafeReadableBytes { collect($0) }
        if collected.count >= Limits.receiveBytes { handOver() }
    }

    func channelReadComplete(context: ChannelHandlerContext) { handOver() }

    /// Errors of single datagrams (a port unreachable somewhere) are no reason to close.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    private func collect(_ datagram: UnsafeRawBufferPointer) {
        guard let last = datagram.last else { return }
        let start = collected.count
        collected.append(contentsOf: datagram)
        if last != 0x0A { collected.append(0x0A) }
        if !isWhole(from: start) { standAlone(from: start) }
    }

    /// A datagram is whole lines. One with a text that it does not close would run on into the
    /// next.
    private func isWhole(from start: Int) -> Bool {
        var framer = LineFramer(lineLimit: lineBytes)
        return collected.withUnsafeBytes {
            let datagram = UnsafeRawBufferPointer(rebasing: $0[start...])
            return framer.cut(datagram) == 0..<datagram.count
        }
    }

    private func standAlone(from start: Int) {
        let alone = Array(collected[start...])
        collected.removeSubrange(start...)
        handOver()
        collected = alone
        handOver()
    }

    private func handOver() {
        guard !collected.isEmpty else { return }
        let batch = Batch(collected, arrival: inlet.now(), source: .udp)
        if !inlet.offer(batch) {
            inlet.lost(points: collected.lineCount, from: .udp, reason: "inbox full")
        }
        collected = []
    }
}
