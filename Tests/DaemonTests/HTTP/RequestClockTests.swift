import Inputs
import Locks
import NIOCore
import NIOEmbedded
import Testing

@testable import Daemon

/// From when on a request, or a handshake, has its time.
@Suite struct RequestClockTests {
    /// As a handshake: what is behind it sees nothing before it is over.
    private final class Handshake: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        var isOver = false

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if isOver { context.fireChannelRead(data) }
        }
    }

    /// Whether the connection is open once these have come: a number is a second at which a byte
    /// comes, `done` the end of a handshake, `stop` that of a request.
    private func isOpen(after words: String) throws -> Bool {
        let time = Monitor(NIODeadline.uptimeNanoseconds(0))
        let clock = RequestClock(patience: .seconds(60)) { time.withLock { $0 } }
        let (channel, handshake) = (EmbeddedChannel(), Handshake())
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(clock)
        if words.contains("done") { try pipeline.addHandlers(handshake, Threshold(clock)) }
        try channel.connect(to: SocketAddress(ipAddress: "10.0.0.1", port: 1)).wait()
        for word in words.split(separator: " ") {
            switch word {
            case "done": handshake.isOver = true
            case "stop": clock.stop()
            default:
                let second = UInt64(word) ?? 0
                time.withLock { $0 = .uptimeNanoseconds(second * 1_000_000_000) }
                try channel.writeInbound(ByteBuffer(string: "x"))
            }
        }
        return channel.isActive
    }

    @Test(arguments: [
        ("0 30 60", true), ("0 30 61", false), ("100 130 160", true), ("100 130 161", false),
        ("0 stop 61", true), ("0 stop 61 122", false), ("0 50 stop 100 150", true),
        ("0 61 done", false), ("0 done 61", true), ("0 done 61 122", false),
        ("0 done 61 stop 130 190", true), ("0 done 61 stop 130 191", false),
    ])
    func aTime(words: String, isOpen open: Bool) throws {
        #expect(try isOpen(after: words) == open, "\(words)")
    }
}
