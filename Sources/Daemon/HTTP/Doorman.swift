import HTTPTypes
import Model
import NIOCore
import NIOHTTPTypes

/// Stands at the door of each HTTP connection, before the framework sees anything.
///
/// 1. Who asks whether to go on (`Expect: 100-continue`, as curl does before a large body) is told to, unless the body
///    is too large anyway: nobody else would answer, and curl would wait a second for it.
/// 2. Who takes longer than `Limits.requestAge` to send one request is shown out. The framework's own limit is for those
///    who say nothing at all; a byte a minute would keep a connection for ever.
///
/// A class, for the event loop wants one; it never leaves its loop.
final class Doorman: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private var since = NIODeadline.now()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            since = .now()
            if shouldGoOn(head) {
                let goOn = HTTPResponsePart.head(HTTPResponse(status: .continue))
                context.writeAndFlush(wrapOutboundOut(goOn), promise: nil)
            }
        case .body:
            let age = NIODeadline.now() - since
            if age > .nanoseconds(Limits.requestAge.nanoseconds) {
                return context.close(promise: nil)
            }
        case .end: break
        }
        context.fireChannelRead(data)
    }

    private func shouldGoOn(_ head: HTTPRequest) -> Bool {
        guard head.headerFields[.expect]?.lowercased() == "100-continue" else { return false }
        let length = head.headerFields[.contentLength].flatMap(Int.init) ?? 0
        return length <= Limits.bodyBytes
    }
}
