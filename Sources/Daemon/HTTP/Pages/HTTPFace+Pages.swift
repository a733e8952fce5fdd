import Core
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Pictures
import PluginKit
import Requests

extension HTTPFace {
    /// What links in messages lead to.
    var pageRoutes: [Route] {
        [
            .get("/incidents/{id}", "a page: the story of an incident") { _, context in
                incidentPage(context.part("id"))
            },
            .open("/acknowledge", "a page: what an incident is, with a button to take it") {
                request, _ in acknowledgePage(request)
            },
            .post("/acknowledge", for: nil, "the button, by a link that is signed") {
                request, context in await acknowledgeByLink(request, context)
            },
            .open("/pictures/{file}", "a picture of an incident, by a link that is signed") {
                request, context in picture(request, context)
            },
            .open("/style.css", "how pages look") { _, _ in
                .text(
                    Page.style, type: "text/css; charset=utf-8",
                    headers: [.cacheControl: "max-age=3600"])
            },
        ]
    }

    private func incidentPage(_ id: String) -> Response {
        guard let status = board.status else {
            return AcknowledgePage.closed(.serviceUnavailable, "Vigie is starting.")
        }
        guard let record = status.record(id) else {
            return AcknowledgePage.closed(.notFound, "There is no incident \(id) any more.")
        }
        return IncidentPage(
            record: record, now: status.clock,
            hasPicture: record.notification.trail != nil
        ).response
    }

    /// A picture by a signed link, or for those who may look.
    private func picture(_ request: Request, _ context: FaceContext) -> Response {
        let file = context.part("file")
        guard file.hasSuffix(".png") else { return .failure(.notFound, "there is no such picture") }
        let id = String(file.dropLast(4))
        let token = Form(request.uri.query ?? "")["token"] ?? ""
        let isSigned =
            desk.terms.links?.showsPicture(of: id, by: token, at: inbox.now()) ?? false
        if !isSigned,
            case .turnedAway(let refusal) = desk.admit(request, from: context.peer, to: .read)
        {
            return refusal
        }
        guard let record = board.status?.record(id),
            let bytes = Pictures.picture(of: record.notification)
        else { return .failure(.notFound, "there is no picture of the incident `\(id)`") }
        return Response(
            status: .ok,
            headers: [.contentType: "image/png", .cacheControl: "private, max-age=300"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

// MARK: - The link that takes an incident

extension HTTPFace {
    private enum Pressed {
        case page(AcknowledgePage, link: String)
        case closed(Response)
    }

    private func acknowledgePage(_ request: Request) -> Response {
        switch pressed(request) {
        case .closed(let page): page
        case .page(let page, _): page.asked
        }
    }

    private func acknowledgeByLink(_ request: Request, _ context: FaceContext) async -> Response {
        switch pressed(request) {
        case .closed(let page): return page
        case .page(let page, let link):
            guard let bytes = try? await orderBody.bytes(of: request) else {
                return AcknowledgePage.closed(.badRequest, "What was sent is not what is asked.")
            }
            let form = Form(String(decoding: bytes, as: UTF8.self))
            let name = (form["name"] ?? "").trimmingSpaces.prefix(200)
            let by = name.isEmpty ? page.contact : String(name)
            let order = Acknowledgement(
                incident: page.record.notification.incident, by: by,
                comment: String((form["comment"] ?? "").prefix(1_000)), link: link,
                contact: page.contact)
            let caller = Caller(name: "link to \(page.contact)", peer: context.peer)
            let outcome = await orders.give(.acknowledge(order), by: caller)
            return page.answered(outcome, by: by)
        }
    }

    private func pressed(_ request: Request) -> Pressed {
        let token = Form(request.uri.query ?? "")["token"] ?? ""
        guard let links = desk.terms.links,
            let meant = links.acknowledgement(by: token, at: inbox.now())
        else {
            return .closed(
                AcknowledgePage.closed(
                    .forbidden,
                    "It is not whole, or older than \(Limits.acknowledgeLinkAge). Look for a newer "
                        + "message of the incident."))
        }
        guard let status = board.status else {
            return .closed(
                AcknowledgePage.closed(
                    .serviceUnavailable, "Vigie is starting. Try again in a moment."))
        }
        guard let record = status.record(meant.incident) else {
            return .closed(
                AcknowledgePage.closed(.notFound, "Its incident is not known any more."))
        }
        // What signs the token names it: nobody can make another token of that name.
        let link = token.split(separator: ".").last.map(String.init) ?? token
        return .page(AcknowledgePage(record: record, contact: meant.contact), link: link)
    }
}

extension EngineStatus {
    /// The incident of that id, whole.
    func record(_ id: String) -> IncidentRecord? {
        kept.last { $0.notification.incident == id }
    }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
