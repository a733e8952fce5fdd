import Core
import Model

/// Rules and open incidents as Prometheus shows alerting rules and alerts: what Grafana asks for.
///
/// - Source: Prometheus, "HTTP API", `/api/v1/rules` and `/api/v1/alerts`.
struct PrometheusView {
    let status: EngineStatus
    let rules: [RuleCard]

    /// `{"status":"success","data":…}`
    static func success(_ data: JSON) -> JSON { ["status": "success", "data": data] }

    /// - Parameter kind: in the words of Prometheus.
    static func failure(_ kind: String, _ reason: String) -> JSON {
        ["status": "error", "errorType": .text(kind), "error": .text(reason)]
    }

    var alerts: JSON {
        ["alerts": .array(shown.map { alert($0) })]
    }

    /// A group a file, in the order of the rules.
    func groups(onlyAlerting: Bool) -> JSON {
        guard onlyAlerting else { return ["groups": []] }
        var files: [String] = []
        for rule in rules where !files.contains(rule.file) { files.append(rule.file) }
        let evaluated = JSON.text("\(status.clock)")
        return [
            "groups": .array(
                files.map { file in
                    let own = rules.filter { $0.file == file }
                    let every = own.map(\.every).filter { $0 > .zero }.min() ?? .zero
                    return [
                        "name": .text(String(file.split(separator: "/").last ?? "")),
                        "file": .text(file), "interval": .number(every.seconds), "limit": 0,
                        "rules": .array(own.map { rule($0) }),
                        "evaluationTime": 0, "lastEvaluation": evaluated,
                    ]
                })
        ]
    }

    /// The labels of the series `ALERTS`.
    var activeAlerts: [Labels] {
        shown.map { incident in
            let own = [
                Labels.Pair("__name__", "ALERTS"),
                .init("alertstate", state(of: incident)),
            ]
            return Labels(own + incident.labels.pairs)
        }
    }

    private func state(of incident: EngineStatus.Incident) -> String {
        incident.state == .pending ? "pending" : "firing"
    }

    private var shown: [EngineStatus.Incident] { status.incidents.filter { !$0.isShadow } }

    private func rule(_ rule: RuleCard) -> JSON {
        let open = status.incidents.filter { $0.alert == rule.name }
        let isFiring = open.contains { $0.state != .pending }
        return [
            "state": isFiring ? "firing" : isPending(rule) ? "pending" : "inactive",
            "name": .text(rule.name), "query": .text(rule.text),
            "duration": .number(rule.lasting.seconds), "keepFiringFor": 0,
            "labels": rule.labels.json, "annotations": rule.annotations.json,
            "alerts": .array(open.map { alert($0) }), "health": "ok", "evaluationTime": 0,
            "lastEvaluation": .text("\(status.clock)"), "type": "alerting",
        ]
    }

    private func isPending(_ rule: RuleCard) -> Bool {
        status.alerts.contains { count in
            count.value > 0 && count.labels["alert"] == rule.name
                && count.labels["state"] == AlertState.pending.name
        }
    }

    private func alert(_ incident: EngineStatus.Incident) -> JSON {
        let texts = [("summary", incident.summary), ("description", incident.detail)]
        let annotations = texts.filter { !$0.1.isEmpty }.map { Labels.Pair($0.0, $0.1) }
        return [
            "labels": incident.labels.json, "annotations": Labels(annotations).json,
            "state": .text(state(of: incident)),
            "activeAt": .text("\(incident.openedAt)"),
            "value": .text(incident.value.map { "\($0)" } ?? "NaN"),
        ]
    }
}
