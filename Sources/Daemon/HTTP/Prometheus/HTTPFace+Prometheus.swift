import Core
import Hummingbird
import Model
import Requests

extension HTTPFace {
    /// What Grafana asks of a Prometheus to show its alerts. Vigie keeps no series, so that there
    /// is little to query.
    var prometheusRoutes: [Route] {
        [
            .get("/api/v1/rules", "as Prometheus: alerts of the rules, and what is open of each") {
                request, _ in
                let type = Form(request.uri.query ?? "")["type"] ?? "alert"
                return asPrometheus { $0.groups(onlyAlerting: type == "alert") }
            },
            .get("/api/v1/alerts", "as Prometheus: open incidents") { _, _ in
                asPrometheus { $0.alerts }
            },
            Route(
                methods: [.get, .post], path: "/api/v1/query", role: .read,
                summary: "as Prometheus: ALERTS{...} of now, and 1+1"
            ) { request, _ in await answerQuery(request) },
            .get("/api/v1/status/buildinfo", "as Prometheus: the version") { _, _ in
                .json(
                    PrometheusView.success([
                        "version": .text(version), "revision": "vigie", "branch": "",
                        "buildUser": "", "buildDate": "", "goVersion": "",
                    ]))
            },
        ]
    }

    private func answerQuery(_ request: Request) async -> Response {
        do throws(OrderFault) {
            let query = try InstantQuery(await form(of: request), at: inbox.now())
            return asPrometheus { query.answer($0) }
        } catch {
            return .json(PrometheusView.failure("bad_data", error.words), error.status)
        }
    }

    /// In the address, or with POST in the body.
    private func form(of request: Request) async throws(OrderFault) -> Form {
        guard request.method == .post else { return Form(request.uri.query ?? "") }
        return Form(String(decoding: try await orderBody.bytes(of: request), as: UTF8.self))
    }

    private func asPrometheus(_ data: (PrometheusView) -> JSON) -> Response {
        guard let status = board.status else {
            return .json(
                PrometheusView.failure("unavailable", "the engine is starting"),
                .serviceUnavailable)
        }
        let view = PrometheusView(status: status, rules: desk.terms.rules)
        return .json(PrometheusView.success(data(view)))
    }
}
