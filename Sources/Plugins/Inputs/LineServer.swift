import Model
import NIOCore
import NIOPosix
import PluginKit

/// Takes lines from connections: all that TCP and unix sockets have in common.
///
/// Each connection is read as fast as the inlet has room and no faster, so that a full inlet slows
/// its senders. What the sender leaves unfinished when it closes the connection in good order is
/// its last line, as with InfluxDB and Telegraf; what it leaves unfinished when the connection
/// breaks, or when we stop, may be half a number and is lost.
struct LineServer: Sendable {
    typealias Connection = NIOAsyncChannel<ByteBuffer, Never>
    typealias Listener = NIOAsyncChannel<Connection, Never>

    let source: Source
    let lineBytes: Int
    let inlet: any Inlet

    static var bootstrap: ServerBootstrap {
        // A buffer fits what its connection brings: idle ones are cheap, busy ones read much.
        let buffers = AdaptiveRecvByteBufferAllocator(
            minimum: 2_048, initial: 65_536, maximum: Limits.receiveBytes)
        return ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPatience())
                }
            }
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: buffers)
    }

    /// One read waits while one is handed over: enough to keep both sides busy, and no more memory
    /// than that.
    @Sendable static func open(_ channel: any Channel) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            try Connection(
                wrappingChannelSynchronously: channel,
                configuration: .init(
                    backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
        }
    }

    /// Until the task is cancelled; then stops reading and returns once what was read is handed
    /// over.
    func serve(_ listener: Listener) async throws {
        let doors = Doors()
        inlet.opened(source, at: listener.channel.localAddress?.text ?? "?")
        try await withTaskCancellationHandler {
            // A task of its own: to be cancelled would be to forget what was read and not handed
            // over.
            try await Task { try await accept(from: listener, through: doors) }.value
        } onCancel: {
            listener.channel.close(promise: nil)
            doors.closeAll()
        }
    }

    private func accept(from listener: Listener, through doors: Doors) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                for try await connection in connections {
                    guard let guest = welcome(connection, through: doors) else {
                        try? await connection.executeThenClose { _ in }
                        continue
                    }
                    group.addTask {
                        await read(from: connection, of: guest, through: doors)
                        doors.left(guest)
                    }
                }
            }
        }
    }

    private func welcome(_ connection: Connection, through doors: Doors) -> Guest? {
        switch doors.admit(connection.channel) {
        case .place(let guest): return guest
        case .placeOf(let other, let guest):
            other.close()
            inlet.closedConnection(of: source, because: .silent)
            return guest
        case .none:
            if !doors.isClosing { inlet.closedConnection(of: source, because: .tooMany) }
            return nil
        }
    }

    private func read(from connection: Connection, of guest: Guest, through doors: Doors) async {
        var carry = LineCarry(lineBytes: lineBytes)
        do {
            try await connection.executeThenClose { reads in
                for try await read in reads {
                    let lines = read.withUnsafeReadableBytes { carry.take($0) }
                    guard let lines else { continue }
                    await handOver(lines)
                    doors.brought(guest)
                }
            }
        } catch {
            return forget(carry.rest(), because: "connection broke")
        }
        if doors.isClosing { return forget(carry.rest(), because: "stopped") }
        if guest.hasLostPlace { return forget(carry.rest(), because: "connection closed") }
        if let last = carry.rest() { await handOver(last) }
    }

    /// Waits for room as long as it takes; only an inlet that is closed for good refuses twice.
    private func handOver(_ lines: [UInt8]) async {
        let batch = Batch(lines, arrival: inlet.now(), source: source)
        while !inlet.offer(batch) {
            guard await inlet.room(for: source) else {
                return inlet.lost(points: lines.lineCount, from: source, reason: "stopped")
            }
        }
    }

    private func forget(_ line: [UInt8]?, because reason: String) {
        if line != nil { inlet.lost(points: 1, from: source, reason: reason) }
    }
}

extension [UInt8] {
    /// Lines, an unended last one included.
    var lineCount: Int {
        let ends = reduce(into: 0) { count, byte in count += byte == 0x0A ? 1 : 0 }
        return last == 0x0A || isEmpty ? ends : ends + 1
    }
}
