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
            .open(
                "/incidents/{id}",
                "a page: the story of an incident, by a link that is signed or for who may read"
            ) { request, context in incidentPage(request, context) },
            .post("/incidents/{id}", for: .operate, "the button on that page") {
                request, context in await acknowledgeByRole(request, context)
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

    /// By a signed link, or for those who may look.
    private func incidentPage(_ request: Request, _ context: FaceContext) -> Response {
        let (id, token) = (context.part("id"), token(of: request))
        let (links, now) = (desk.terms.links, inbox.now())
        let isSigned = links?.showsPage(of: id, by: token, at: now) ?? false
        if !isSigned,
            case .turnedAway(let refusal) = desk.admit(request, from: context.peer, to: .read)
        {
            return token.isEmpty ? refusal : spentLink(refusal)
        }
        guard let status = board.status else {
            return AcknowledgePage.closed(
                .serviceUnavailable, "Vigie is starting.", root: IncidentPage.root)
        }
        guard let record = status.record(id) else {
            return AcknowledgePage.closed(
                .notFound, "There is no incident \(id) any more.", root: IncidentPage.root)
        }
        let isOfContact = links?.acknowledgement(by: token, at: now)?.incident == id
        return IncidentPage(
            record: record, present: status.open(id), now: status.clock,
            token: isSigned ? token : "",
            button: isOfContact ? .ofLink : desk.lets(request, .operate) ? .ofRole : .none
        ).response
    }

    /// Whoever has a token of the settings besides may still say so.
    private func spentLink(_ refusal: Response) -> Response {
        var page = AcknowledgePage.closed(
            refusal.status,
            "It is not whole, or older than \(days(Limits.incidentLinkAge)). Look for a newer "
                + "message of the incident.",
            root: IncidentPage.root)
        page.headers[.wwwAuthenticate] = refusal.headers[.wwwAuthenticate]
        return page
    }

    private func days(_ age: Interval) -> String {
        counted(Int(age.nanoseconds / Interval.days(1).nanoseconds), "day")
    }

    private func token(of request: Request) -> String {
        Form(request.uri.query ?? "")["token"] ?? ""
    }

    /// A picture by a signed link, or for those who may look.
    private func picture(_ request: Request, _ context: FaceContext) -> Response {
        let file = context.part("file")
        guard file.hasSuffix(".png") else { return .failure(.notFound, "there is no such picture") }
        let id = String(file.dropLast(4))
        let isSigned =
            desk.terms.links?.showsPicture(of: id, by: token(of: request), at: inbox.now())
            ?? false
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

// MARK: - The buttons that take an incident

extension HTTPFace {
    /// The button on the page of an incident. A form can be sent from anywhere; that this one comes
    /// from our page its origin tells, which `FrontDesk` has compared, and without one nobody can.
    private func acknowledgeByRole(_ request: Request, _ context: FaceContext) async -> Response {
        let id = context.part("id")
        guard request.headers[.origin] != nil, let form = await form(of: request) else {
            return AcknowledgePage.closed(
                .badRequest, "What was sent is not what is asked.", root: IncidentPage.root)
        }
        guard let status = board.status, let record = status.record(id) else {
            return AcknowledgePage.closed(
                .notFound, "There is no incident \(id) any more.", root: IncidentPage.root)
        }
        let by = form.name.isEmpty ? context.caller.name : form.name
        let order = Acknowledgement(incident: id, by: by, comment: form.comment)
        let outcome = await orders.give(.acknowledge(order), by: context.caller)
        return AcknowledgePage(record: record, present: status.open(id), root: IncidentPage.root)
            .answered(outcome, by: by)
    }

    /// What somebody wrote above the button; nil: it cannot be read.
    private func form(of request: Request) async -> (name: String, comment: String)? {
        guard let form = try? await orderBody.form(of: request) else { return nil }
        let name = (form["name"] ?? "").trimmingSpaces.prefix(200)
        return (String(name), String((form["comment"] ?? "").prefix(1_000)))
    }

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
            guard let form = await form(of: request) else {
                return AcknowledgePage.closed(.badRequest, "What was sent is not what is asked.")
            }
            let by = form.name.isEmpty ? page.contact : form.name
            let order = Acknowledgement(
                incident: page.record.notification.incident, by: by, comment: form.comment,
                link: link, contact: page.contact)
            let caller = Caller(name: "link to \(page.contact)", peer: context.peer)
            let outcome = await orders.give(.acknowledge(order), by: caller)
            return page.answered(outcome, by: by)
        }
    }

    private func pressed(_ request: Request) -> Pressed {
        let token = token(of: request)
        guard let links = desk.terms.links,
            let meant = links.acknowledgement(by: token, at: inbox.now())
        else {
            return .closed(
                AcknowledgePage.closed(
                    .forbidden,
                    "It is not whole, or older than \(days(Limits.acknowledgeLinkAge)). Look for a "
                        + "newer message of the incident."))
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
        let page = AcknowledgePage(
            record: record, present: status.open(meant.incident), contact: meant.contact,
            token: token)
        return .page(page, link: link)
    }
}

extension EngineStatus {
    /// The incident of that id, whole.
    func record(_ id: String) -> IncidentRecord? {
        kept.last { $0.notification.incident == id }
    }

    /// How it stands now; nil: it is not open.
    func open(_ id: String) -> Incident? { incidents.first { $0.id == id } }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
