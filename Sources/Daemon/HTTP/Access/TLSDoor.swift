import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// A connection that begins with a handshake where there is a certificate: the one that the desk
/// has when it comes, so that a new certificate needs no restart.
struct TLSDoor: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let plain: HTTP1Channel
    let desk: FrontDesk

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            guard let context = desk.terms.tls else { return }
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }.flatMap { plain.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async {
        await plain.handle(value: value, logger: logger)
    }
}
