package import NIOCore

/// Lets a listening channel outlive the lack of descriptors or memory for one more connection: it
/// rests for a moment and tries again. Without it the first such error would end the loop that
/// accepts.
package final class AcceptPatience: ChannelDuplexHandler {
    package typealias InboundIn = any Channel
    package typealias InboundOut = any Channel
    package typealias OutboundIn = Never

    private var isResting = false

    package init() {}

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isResting else { return }
        isResting = true
        let this = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(100)) {
            this.value.handler.isResting = false
            this.value.context.read()
        }
    }

    package func read(context: ChannelHandlerContext) {
        if !isResting { context.read() }
    }
}
