import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import NIOSSL

/// A connection that begins with a handshake where there is a certificate: the one that the desk
/// has when it comes, so that a new certificate needs no restart. Before all of it stands the clock
/// of its requests.
struct TLSDoor: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let plain: HTTP1Channel
    let desk: FrontDesk
    let patience: Interval

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let clock = RequestClock(patience: patience)
            try pipeline.addHandler(clock)
            guard let context = desk.terms.tls else { return }
            try pipeline.addHandlers(NIOSSLServerHandler(context: context), Threshold(clock))
        }.flatMap { plain.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async {
        await plain.handle(value: value, logger: logger)
    }
}
