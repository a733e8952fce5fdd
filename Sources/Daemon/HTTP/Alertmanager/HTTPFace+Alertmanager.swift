import Core
import HTTPTypes
import Hummingbird
import Model
import Requests

extension HTTPFace {
    /// The Alertmanager whose API this is; clients look at the number.
    static let alertmanagerVersion = "0.25.0"

    /// What `amtool`, karma, Grafana and Prometheus ask of an Alertmanager.
    var alertmanagerRoutes: [Route] {
        [
            .get("/api/v2/status", "as Alertmanager: version, uptime, contacts and routes") {
                _, _ in alertmanagerStatus
            },
            .get("/api/v2/receivers", "as Alertmanager: contacts") { _, _ in
                asAlertmanager { view, _ in view.receivers }
            },
            .get("/api/v2/alerts", "as Alertmanager: open incidents; filter, receiver, silenced …")
            { request, _ in
                asAlertmanager(request) { view, form throws(OrderFault) in
                    view.alerts(try AlertFilter(form))
                }
            },
            .get("/api/v2/alerts/groups", "as Alertmanager: the same by contact and alert") {
                request, _ in
                asAlertmanager(request) { view, form throws(OrderFault) in
                    view.groups(try AlertFilter(form))
                }
            },
            .get("/api/v2/silences", "as Alertmanager: silences; filter") { request, _ in
                asAlertmanager(request) { view, form throws(OrderFault) in
                    view.silences(try AlertFilter.matchers(form))
                }
            },
            .get("/api/v2/silence/{id}", "as Alertmanager: one silence") { _, context in
                let id = context.part("id")
                return asAlertmanager { view, _ throws(OrderFault) in
                    guard let silence = view.silence(id) else {
                        throw OrderFault("silence \(id) not found", .notFound)
                    }
                    return silence
                }
            },
            .post("/api/v2/alerts", for: .operate, "as Alertmanager: alerts of Prometheus") {
                request, context in await takeAlerts(request, context)
            },
            .post("/api/v2/silences", for: .operate, "as Alertmanager: a silence, new or changed") {
                request, context in await takeSilence(request, context)
            },
            Route(
                methods: [.delete], path: "/api/v2/silence/{id}", role: .operate,
                summary: "as Alertmanager: ends a silence"
            ) { _, context in await endSilence(context) },
            .open("/-/healthy", "as Alertmanager and Prometheus") { _, _ in .text("OK") },
            .open("/-/ready", "as Alertmanager and Prometheus; 503 until it is") { _, _ in
                ready() ? .text("OK") : .text("starting", .serviceUnavailable)
            },
        ]
    }

    private var alertmanagerStatus: Response {
        .json([
            "cluster": ["name": "", "peers": [], "status": "disabled"],
            "config": ["original": .text(AlertmanagerConfig(book: desk.terms.book).text)],
            "uptime": .text(started.milliText),
            "versionInfo": [
                "branch": "vigie", "buildDate": "", "buildUser": "",
                "goVersion": "", "revision": .text("vigie-\(version)"),
                "version": .text(Self.alertmanagerVersion),
            ],
        ])
    }

    private func asAlertmanager(
        _ request: Request? = nil,
        _ answer: (AlertmanagerView, Form) throws(OrderFault) -> JSON
    ) -> Response {
        guard let status = board.status else {
            return refusal(OrderFault("the engine is starting", .serviceUnavailable))
        }
        let view = AlertmanagerView(status: status, links: desk.terms.links)
        do throws(OrderFault) {
            return .json(try answer(view, Form(request?.uri.query ?? "")))
        } catch { return refusal(error) }
    }

    /// As Alertmanager words an error: a text, in JSON.
    private func refusal(_ fault: OrderFault) -> Response {
        .json(.text(fault.words), fault.status)
    }
}

// MARK: - Orders

extension HTTPFace {
    private func takeAlerts(_ request: Request, _ context: FaceContext) async -> Response {
        await answering { () async throws(OrderFault) -> Response in
            let posted = try await orderBody.read([PostedAlert].self, of: request)
            var alerts: [ReceivedAlert] = []
            for one in posted { alerts.append(try one.alert()) }
            if alerts.isEmpty { return .empty(.ok) }
            return try response(to: await orders.give(.alerts(alerts), by: context.caller)) { _ in
                .empty(.ok)
            }
        }
    }

    private func takeSilence(_ request: Request, _ context: FaceContext) async -> Response {
        await answering { () async throws(OrderFault) -> Response in
            let posted = try await orderBody.read(PostedSilence.self, of: request)
            var silence = try posted.request(at: inbox.now())
            var outcome = await orders.give(.silence(silence), by: context.caller)
            // In the place of one that is over Alertmanager puts a new one: `amtool silence
            // import`.
            if case .refused(.silenceIsOver) = outcome {
                silence.id = ""
                outcome = await orders.give(.silence(silence), by: context.caller)
            }
            return try response(to: outcome) { .json(["silenceID": .text($0)]) }
        }
    }

    private func endSilence(_ context: FaceContext) async -> Response {
        await answering { () async throws(OrderFault) -> Response in
            let id = context.part("id")
            let order = Order.expire(silence: id, by: context.caller.name)
            do throws(OrderFault) {
                return try response(to: await orders.give(order, by: context.caller)) { _ in
                    .empty(.ok)
                }
            } catch {
                // Clients know 404 and 500 here, and nothing else.
                guard error.status == .conflict else { throw error }
                throw OrderFault(error.words, .internalServerError)
            }
        }
    }

    private func response(
        to outcome: OrderDesk.Outcome, _ done: (String) -> Response
    ) throws(OrderFault) -> Response {
        switch outcome {
        case .done(let id): return done(id)
        case .refused(let refusal):
            // Its clients know no other refusals than these.
            let isKnown = refusal.status == .notFound || refusal.status == .conflict
            throw OrderFault(refusal.words, isKnown ? refusal.status : .badRequest)
        case .busy:
            throw OrderFault("too many orders are waiting already", .serviceUnavailable)
        case .turnedAway(let reason): throw OrderFault(reason, .serviceUnavailable)
        }
    }

    private func answering(
        _ work: () async throws(OrderFault) -> Response
    ) async -> Response {
        do throws(OrderFault) { return try await work() } catch { return refusal(error) }
    }
}
