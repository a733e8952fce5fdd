import Core
import HTTPTypes
import Hummingbird
import Model
import PluginKit
import Requests

extension HTTPFace {
    /// What people may ask for, in Vigie's own words.
    var orderRoutes: [Route] {
        [
            .post(
                "/api/vigie/incidents/{id}/acknowledge", for: .operate,
                "somebody has it in hand: { by, comment }"
            ) { request, context in await acknowledge(request, context) },
            .get("/api/vigie/silences", "silences, those that are over for a while among them") {
                _, _ in
                view { status in
                    ["silences": .array(status.silencesInOrder.map { $0.json(at: status.clock) })]
                }
            },
            .post(
                "/api/vigie/silences", for: .operate,
                "a silence: { matchers, starts_at, ends_at or for, by, comment, calendar, id }"
            ) { request, context in await silence(request, context) },
            Route(
                methods: [.delete], path: "/api/vigie/silences/{id}", role: .operate,
                summary: "ends a silence, or takes it back"
            ) { request, context in await expire(request, context) },
            .get("/api/vigie/upcoming", "who is told what next, when and why") { _, _ in
                view { ["upcoming": .array($0.upcoming.map(\.json))] }
            },
        ]
    }

    private struct AcknowledgeBody: Decodable {
        var by: String?
        var comment: String?
    }

    private func acknowledge(_ request: Request, _ context: FaceContext) async -> Response {
        await answering { () async throws(OrderFault) -> Response in
            let body = try await orderBody.read(
                AcknowledgeBody.self, of: request, empty: AcknowledgeBody())
            let incident = try wholeID(context.part("id"))
            let order = Acknowledgement(
                incident: incident, by: try bounded(body.by ?? context.caller.name, "by"),
                comment: try bounded(body.comment ?? "", "comment"))
            let told = board.status?.record(incident)?.notification
            let more = told.map { [("alert", JSON.text($0.alert)), ("group", $0.group.json)] }
            return await answer(
                to: .acknowledge(order), as: "incident", by: context.caller, with: more ?? [])
        }
    }

    private func silence(_ request: Request, _ context: FaceContext) async -> Response {
        await answering { () async throws(OrderFault) -> Response in
            let body = try await orderBody.read(SilenceBody.self, of: request)
            let order = try body.request(by: context.caller.name, at: inbox.now())
            return await answer(
                to: .silence(order), as: "silence", by: context.caller,
                with: fitsNothing(order.matchers)
                    ? [("warning", "it fits nothing that is open or in the rules now")] : [])
        }
    }

    private func expire(_ request: Request, _ context: FaceContext) async -> Response {
        let by = Form(request.uri.query ?? "")["by"] ?? context.caller.name
        let id = context.part("id")
        return await answer(to: .expire(silence: id, by: by), as: "silence", by: context.caller)
    }

    /// Neither an open incident nor one that a rule may have.
    private func fitsNothing(_ matchers: [Matcher]) -> Bool {
        !(board.status?.incidents ?? []).contains { matchers.fit($0.labels) }
            && !desk.terms.rules.contains { $0.mayFit(matchers) }
    }

    /// - Parameter more: what is said besides, if it is done.
    private func answer(
        to order: Order, as noun: String, by caller: Caller, with more: [(String, JSON)] = []
    ) async -> Response {
        switch await orders.give(order, by: caller) {
        case .done(let id): .json(.object([(noun, .text(id))] + more))
        case .refused(let refusal): .failure(refusal.status, refusal.words)
        case .busy: .failure(.serviceUnavailable, "too many orders are waiting already")
        case .turnedAway(let reason): .failure(.serviceUnavailable, reason)
        }
    }

    private func answering(
        _ work: () async throws(OrderFault) -> Response
    ) async -> Response {
        do throws(OrderFault) { return try await work() } catch {
            return .failure(error.status, error.words)
        }
    }

    /// Of an incident by the beginning of its id, where only one begins so.
    func wholeID(_ id: String) throws(OrderFault) -> String {
        let known = board.status.map { status in
            Set(status.incidents.map(\.id) + status.kept.map(\.notification.incident))
                .filter { $0.hasPrefix(id) }
        }
        guard let known, !id.isEmpty else {
            throw OrderFault("the engine is starting", .serviceUnavailable)
        }
        if known.contains(id) { return id }
        guard id.count >= Limits.idBeginning else {
            throw OrderFault(
                "`\(id)` is too little of an id: give \(Limits.idBeginning) characters of it")
        }
        guard known.count < 2 else {
            throw OrderFault("\(known.count) incidents begin with `\(id)`", .notFound)
        }
        // What the board does not show yet, the engine may know.
        return known.first ?? id
    }
}
