import Model
import NIOCore

/// Shows out who takes longer than `patience` over one request, or over a handshake, from the first
/// byte of it on.
///
/// It stands before everything else, for a head that drips is nothing to those behind it until it
/// is complete. It looks whenever bytes have come; the framework's own limit is for those who say
/// nothing at all.
///
/// A class, for the event loop wants one; it never leaves its loop.
final class RequestClock: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let patience: TimeAmount
    private let now: () -> NIODeadline
    /// nil: nothing is under way.
    private var since: NIODeadline?

    init(patience: Interval, now: @escaping () -> NIODeadline = { .now() }) {
        self.patience = .nanoseconds(patience.nanoseconds)
        self.now = now
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        since = since ?? now()
        context.fireChannelRead(data)
    }

    /// Those behind have seen what came: if it was the end of something, it came in time.
    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if let since, now() - since > patience { context.close(promise: nil) }
    }

    /// What was under way is complete; the next byte begins another.
    func stop() { since = nil }

    fileprivate func start() { since = now() }
}

/// Tells the clock that a handshake is over: the first byte that comes out of it begins a request,
/// however long nothing was asked after it.
///
/// A class, as the clock.
final class Threshold: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let clock: RequestClock
    private var isCrossed = false

    init(_ clock: RequestClock) { self.clock = clock }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isCrossed { clock.start() }
        isCrossed = true
        context.fireChannelRead(data)
    }
}
