import HTTPTypes
import Inputs
import Model
import NIOCore
import NIOHTTPTypes
import PluginKit

/// Stands at the door of each HTTP connection, before the framework sees anything.
///
/// 1. Who asks whether to go on (`Expect: 100-continue`, as curl does before a large body) is told
///    to, unless the body is too large anyway: nobody else would answer, and curl would wait a
///    second for it.
/// 2. It tells the `RequestClock` when a request is complete: no other handler sees both the bytes
///    and their end.
/// 3. Who is answered before the whole request has come (413, 404) and wants the connection closed
///    then, is heard out first: the framework stops listening, and the sender would hang, or lose
///    the answer to a reset.
/// 4. Where there are too many connections, one is closed: `Doors` says which.
///
/// A class, for the event loop wants one; it never leaves its loop.
final class Doorman: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let doors: Doors
    private let inlet: any Inlet
    private var guest: Guest?
    private var clock: RequestClock?
    private var isComing = false
    private var isLast = false
    private var isHearingOut = false

    init(doors: Doors, inlet: any Inlet) {
        self.doors = doors
        self.inlet = inlet
    }

    func handlerAdded(context: ChannelHandlerContext) {
        clock = try? context.pipeline.syncOperations.handler(type: RequestClock.self)
    }

    func channelActive(context: ChannelHandlerContext) {
        switch doors.admit(context.channel) {
        case .place(let guest): self.guest = guest
        case .placeOf(let other, let guest):
            self.guest = guest
            other.close()
            inlet.closedConnection(of: .http, because: .silent)
        case .none:
            inlet.closedConnection(of: .http, because: .tooMany)
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let guest { doors.left(guest) }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isComing = true
            isLast = head.headerFields[.connection]?.lowercased() == "close"
            if shouldGoOn(head) {
                let goOn = HTTPResponsePart.head(HTTPResponse(status: .continue))
                context.writeAndFlush(wrapOutboundOut(goOn), promise: nil)
            }
        case .body: break
        case .end:
            isComing = false
            clock?.stop()
            if let guest { doors.brought(guest) }
            if isHearingOut { return context.close(promise: nil) }
        }
        if !isHearingOut { context.fireChannelRead(data) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if isHearingOut { context.read() }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        if let guest { doors.brought(guest) }
        if isComing, isLast {
            isHearingOut = true
            context.read()
        }
    }

    private func shouldGoOn(_ head: HTTPRequest) -> Bool {
        guard head.headerFields[.expect]?.lowercased() == "100-continue" else { return false }
        let length = head.headerFields[.contentLength].flatMap(Int.init) ?? 0
        return length <= Limits.bodyBytes
    }
}
