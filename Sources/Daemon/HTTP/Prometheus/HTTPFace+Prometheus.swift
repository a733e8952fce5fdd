import Core
import Hummingbird
import Model
import Requests

extension HTTPFace {
    /// What Grafana asks of a Prometheus to show its alerts. Vigie keeps no series, so that there
    /// is nothing to query.
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
            .get("/api/v1/status/buildinfo", "as Prometheus: the version") { _, _ in
                .json(
                    PrometheusView.success([
                        "version": .text(version), "revision": "vigie", "branch": "",
                        "buildUser": "", "buildDate": "", "goVersion": "",
                    ]))
            },
        ]
    }

    private func asPrometheus(_ data: (PrometheusView) -> JSON) -> Response {
        guard let status = board.status else {
            return .json(
                [
                    "status": "error", "errorType": "unavailable",
                    "error": "the engine is starting",
                ], .serviceUnavailable)
        }
        let view = PrometheusView(status: status, rules: desk.terms.rules)
        return .json(PrometheusView.success(data(view)))
    }
}
