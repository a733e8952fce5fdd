import Foundation
import LineProtocol
import Model
import NIOCore
import NIOPosix

/// The customers of an invented shop, as line protocol over TCP.
struct DemoFeed {
    let clock: DemoClock
    let port: Int

    /// Sends what happened since the last look, until it is cancelled.
    func run() async throws {
        let channel = try await connect()
        var shop = DemoShop()
        while !Task.isCancelled {
            let bytes = shop.advance(to: clock.now())
            if !bytes.isEmpty {
                try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        try await channel.close()
    }

    /// The daemon may need a moment to open its door.
    private func connect() async throws -> any Channel {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        for _ in 0..<100 {
            if let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() {
                return channel
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await bootstrap.connect(host: "127.0.0.1", port: port).get()
    }
}

/// A port that is free now.
enum DemoPort {
    static func free() throws -> Int {
        let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).wait()
        defer { try? channel.close().wait() }
        return channel.localAddress?.port ?? 0
    }
}
