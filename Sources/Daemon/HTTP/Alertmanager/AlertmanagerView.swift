import Core
import Model

/// Open incidents, silences and contacts as Alertmanager shows alerts, silences and receivers.
///
/// An incident is an alert: its labels are those by which silences find it, its annotations what
/// people read, and the groups are one for each contact and `alertname`. Alerts that are never told
/// are left out.
///
/// - Source: Alertmanager 0.25, API v2, `api/v2/openapi.yaml`.
struct AlertmanagerView {
    /// The receiver of what nobody is told of, by a name that Alertmanager's own users give it.
    static let nobody = "null"

    private let status: EngineStatus
    private let links: Links?
    /// By their ids, of all that are open.
    private let fingerprints: [String: String]

    init(status: EngineStatus, links: Links?) {
        self.status = status
        self.links = links
        fingerprints = Dictionary(
            status.incidents.map { ($0.id, fingerprint(of: $0.labels)) },
            uniquingKeysWith: { first, _ in first })
    }

    func alerts(_ filter: AlertFilter) -> JSON {
        let shown = status.incidents.filter { incident in
            filter.shows(incident)
                && receivers(of: incident).contains { filter.shows(receiver: $0) }
        }
        return .array(sorted(shown).map { alert($0) })
    }

    func groups(_ filter: AlertFilter) -> JSON {
        var groups: [String: [EngineStatus.Incident]] = [:]
        var keys: [(receiver: String, name: String, key: String)] = []
        for incident in sorted(status.incidents.filter({ filter.shows($0) })) {
            let name = incident.labels["alertname"] ?? ""
            for receiver in receivers(of: incident) where filter.shows(receiver: receiver) {
                let key = receiver + "\n" + name
                if groups[key] == nil { keys.append((receiver, name, key)) }
                groups[key, default: []].append(incident)
            }
        }
        return .array(
            keys.sorted { ($0.receiver, $0.name) < ($1.receiver, $1.name) }.map { group in
                [
                    "labels": ["alertname": .text(group.name)],
                    "receiver": ["name": .text(group.receiver)],
                    "alerts": .array((groups[group.key] ?? []).map { alert($0) }),
                ]
            })
    }

    var receivers: JSON {
        .array((status.contacts + [Self.nobody]).map { ["name": .text($0)] })
    }

    func silences(_ matchers: [Matcher]) -> JSON {
        .array(
            status.silencesInOrder.filter { silence in
                matchers.fit(Labels(silence.matchers.map { .init($0.name, $0.value) }))
            }.map { silence($0) })
    }

    func silence(_ id: String) -> JSON? {
        status.silences.first { $0.id == id }.map { silence($0) }
    }

    private func receivers(of incident: EngineStatus.Incident) -> [String] {
        incident.contacts.isEmpty ? [Self.nobody] : incident.contacts
    }

    private func sorted(_ incidents: [EngineStatus.Incident]) -> [EngineStatus.Incident] {
        incidents.map { (fingerprints[$0.id] ?? "", $0) }
            .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
    }
}

extension AlertmanagerView {
    private func alert(_ incident: EngineStatus.Incident) -> JSON {
        let updated = max(incident.updatedAt, incident.openedAt)
        let end = incident.expiresAt ?? status.clock + Limits.receivedAlertAge
        let isQuiet = !incident.silencedBy.isEmpty || !incident.inhibitedBy.isEmpty
        return [
            "annotations": annotations(of: incident).json,
            "endsAt": .text(end.milliText),
            "fingerprint": .text(fingerprints[incident.id] ?? ""),
            "receivers": .array(receivers(of: incident).map { ["name": .text($0)] }),
            "startsAt": .text(incident.openedAt.milliText),
            "status": [
                "inhibitedBy": .array(
                    incident.inhibitedBy.map { .text(fingerprints[$0] ?? $0) }),
                "silencedBy": .array(incident.silencedBy.map { .text($0) }),
                "state": isQuiet ? "suppressed" : "active",
            ],
            "updatedAt": .text(updated.milliText),
            "generatorURL": .text(
                incident.generatorURL.isEmpty
                    ? links?.incident(incident.id) ?? "" : incident.generatorURL),
            "labels": incident.labels.json,
        ]
    }

    /// What people read of it, under the names that rules of Prometheus use.
    private func annotations(of incident: EngineStatus.Incident) -> Labels {
        let taken = incident.acknowledged
        let all = [
            ("summary", incident.summary), ("description", incident.detail),
            ("runbook_url", incident.runbook),
            ("value", incident.value.map { incident.unit.text($0) } ?? ""),
            ("incident", incident.id), ("acknowledged_by", taken?.by ?? ""),
            ("acknowledged_comment", taken?.comment ?? ""),
            ("flapping", incident.isFlapping ? "true" : ""),
        ]
        return Labels(all.filter { !$0.1.isEmpty }.map { Labels.Pair($0.0, $0.1) })
    }

    private func silence(_ silence: Silence) -> JSON {
        let comment =
            silence.calendar.isEmpty
            ? silence.comment : "\(silence.comment) (during \(silence.calendar))"
        return [
            "id": .text(silence.id),
            "status": ["state": .text(silence.phase(at: status.clock).rawValue)],
            "updatedAt": .text(silence.updatedAt.milliText), "comment": .text(comment),
            "createdBy": .text(silence.createdBy), "endsAt": .text(silence.endsAt.milliText),
            "matchers": .array(
                silence.matchers.map { matcher in
                    [
                        "isEqual": .bool(matcher.isEqual), "isRegex": .bool(matcher.isRegex),
                        "name": .text(matcher.name), "value": .text(matcher.value),
                    ]
                }),
            "startsAt": .text(silence.startsAt.milliText),
        ]
    }
}

extension Timestamp {
    /// With three decimals, as Alertmanager writes times: `2026-03-09T08:45:00.000Z`.
    var milliText: String {
        let whole = "\(aligned(to: .seconds(1)))".dropLast()
        let part = String((nanoseconds - aligned(to: .seconds(1)).nanoseconds) / 1_000_000)
        return whole + "." + String(repeating: "0", count: 3 - part.count) + part + "Z"
    }
}
