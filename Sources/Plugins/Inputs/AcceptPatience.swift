package import NIOCore

/// Lets a listening channel outlive the lack of descriptors or memory for one more connection: it
/// rests for a moment and tries again. Without it the first such error would end the loop that
/// accepts; and to try again at once would cost a core.
package final class AcceptPatience: ChannelInboundHandler {
    package typealias InboundIn = any Channel

    private var isResting = false

    package init() {}

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isResting else { return }
        isResting = true
        // Not by holding reads back: the one that failed is still pending, and the loop awake.
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        let this = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(100)) {
            this.value.handler.isResting = false
            try? this.value.context.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }
}
