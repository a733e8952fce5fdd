import Core
import HTTPTypes
import Host
import Hummingbird
import Model
import PluginKit
import Requests

extension HTTPFace {
    /// Whether it is there, and whether it can be of use.
    var signsOfLife: [Route] {
        [
            .open("/ping", "204; with verbose=true the version") { request, _ in ping(request) },
            .open("/health", "whether the process is well") { _, _ in health },
            .open("/ready", "200 once rules are loaded and there is room for lines, else 503") {
                _, _ in readiness
            },
        ]
    }

    /// How things stand.
    var views: [Route] {
        [
            .get("/metrics", "figures for Prometheus") { _, _ in metrics },
            .get("/api/vigie/status", "the engine's counters") { _, _ in
                view { $0.json }
            },
            .get("/api/vigie/incidents", "open incidents") { _, _ in
                view { ["incidents": .array($0.incidents.map(\.json))] }
            },
            .get("/api/vigie/incidents/all", "the newest incidents, those that are over among them")
            {
                _, _ in view { ["incidents": .array($0.kept.reversed().map(\.line))] }
            },
            .get(
                "/api/vigie/incidents/{id}",
                "one incident and its causes; with format=text for people"
            ) {
                request, context in incident(request, context.part("id"))
            },
            .get("/api/vigie/outbox", "deliveries, waiting and lately finished") { _, _ in
                view { ["deliveries": .array($0.outbox.map(\.json))] }
            },
        ]
    }

    private func ping(_ request: Request) -> Response {
        guard let verbose = Form(request.uri.query ?? "")["verbose"], verbose != "false",
            verbose != "0"
        else { return .empty(.noContent) }
        return .json(["version": .text(Self.influxVersion), "vigie": .text(version)])
    }

    private var health: Response {
        .json([
            "name": "vigie", "message": "ready for writes", "status": "pass", "checks": [],
            "version": .text(version),
        ])
    }

    private var readiness: Response {
        let up = inbox.now() - started
        let answer: (String) -> JSON = { status in
            ["status": .text(status), "started": .text("\(started)"), "up": .text("\(up)")]
        }
        guard ready() else { return .json(answer("starting"), .serviceUnavailable) }
        guard !inbox.isFull(for: .http) else { return .json(answer("full"), .serviceUnavailable) }
        return .json(answer("ready"))
    }

    private var metrics: Response {
        let page = MetricsPage(
            status: board.status, figures: board.figures, depth: inbox.depth, process: .now(),
            version: version, turnedAway: desk.turnedAway)
        return .text(page.text, type: Exposition.contentType)
    }

    /// By its id, or enough of the beginning of it.
    private func incident(_ request: Request, _ id: String) -> Response {
        guard let status = board.status else {
            return .failure(.serviceUnavailable, "the engine is starting")
        }
        let found = status.kept.filter { $0.notification.incident.hasPrefix(id) }
        guard let record = found.last, found.count == 1 else {
            return .failure(
                .notFound,
                found.isEmpty
                    ? "no incident begins with `\(id)`"
                    : "\(found.count) incidents begin with `\(id)`"
            )
        }
        guard Form(request.uri.query ?? "")["format"] == "text" else { return .json(record.json) }
        return .text(record.text(nil, on: nil, at: status.clock))
    }

    func view(_ json: (EngineStatus) -> JSON) -> Response {
        guard let status = board.status else {
            return .failure(.serviceUnavailable, "the engine is starting")
        }
        return .json(json(status))
    }
}
