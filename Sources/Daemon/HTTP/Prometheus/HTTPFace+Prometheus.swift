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

    /// What is asked stands in the address, or with POST in the body.
    private func answerQuery(_ request: Request) async -> Response {
        do throws(OrderFault) {
            let form =
                request.method == .post
                ? try await orderBody.form(of: request) : Form(request.uri.query ?? "")
            let query = try InstantQuery(form, at: inbox.now())
            return asPrometheus { query.answer($0) }
        } catch {
            return .json(PrometheusView.failure("bad_data", error.words), error.status)
        }
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
