internal import Model
public import PluginKit

/// Posts a notification as Prometheus' Alertmanager does to a webhook, version 4: for every
/// receiver that was written for it.
///
/// The incident is one alert and those that are told with it are others. What such receivers know
/// is that an alert fires or is resolved; all else of Vigie is in the annotations.
///
/// - Source: prometheus.io, Alertmanager's "Configuration", `<webhook_config>`.
public struct Alertmanager: Notifier {
    public static let manifest = Manifest(
        "alertmanager", "Alertmanager's JSON, for every receiver of its webhooks.")

    /// The receiver is the user's own and says no with a 429 if it must.
    public static let rate = DeliveryRate(burst: 100, interval: .milliseconds(10))

    public static let terms = ContactTerms(tellsBulletins: false)

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        // What is counted in a storm is no alert of its own: nobody would say that it is over.
        let companions = notification.bulletin == nil ? notification.companions : []
        let alerts =
            [Entry(notification, contact)]
            + companions.map { Entry($0, in: notification, contact) }
        let grouping = ["alertname"] + notification.group.pairs.map(\.name)
        let common = common(alerts.map(\.labels))
        let isFiring = alerts.contains { $0.isFiring }
        return Envelope(
            json: [
                "version": "4",
                "groupKey": .text(Self.key(of: notification)),
                "truncatedAlerts": 0,
                "status": .text(isFiring ? "firing" : "resolved"),
                "receiver": .text(contact.options["contact"] ?? "vigie"),
                "groupLabels": Labels(common.pairs.filter { grouping.contains($0.name) }).json,
                "commonLabels": common.json,
                "commonAnnotations": self.common(alerts.map(\.annotations)).json,
                "externalURL": .text(Self.root(of: contact.incidentLink)),
                "alerts": .array(alerts.map { $0.json(since: notification.openedAt) }),
            ])
    }

    /// What all have, in the order of the first.
    private func common(_ all: [Labels]) -> Labels {
        Labels(
            (all.first?.pairs ?? []).filter { pair in
                all.allSatisfy { $0[pair.name] == pair.value }
            })
    }

    /// `{}:{alertname="slow", channel="chat"}`: some receivers know by it what belongs together, so
    /// that two groups of an alert must not have one.
    private static func key(of notification: Notification) -> String {
        let name = Labels.Pair("alertname", notification.subjectName)
        let pairs = [name] + notification.group.pairs
        let words = pairs.map { "\($0.name)=\(JSON.text($0.value).line)" }
        return "{}:{\(words.joined(separator: ", "))}"
    }

    /// `https://vigie.example` of `https://vigie.example/incidents/4f0c...`.
    private static func root(of link: String) -> String {
        guard let end = link.firstRange(of: "/incidents/") else { return "" }
        return String(link[..<end.lowerBound])
    }
}

/// One alert as Alertmanager tells of it.
private struct Entry {
    var isFiring: Bool
    var labels: Labels
    var annotations: Labels
    var endedAt: Timestamp?
    var link: String
    var incident: String

    init(_ notification: Notification, _ contact: Correspondence) {
        isFiring =
            notification.kind != .resolved
            && (notification.kind != .announced || notification.state != .ok)
        labels = Self.labels(
            notification.subjectName, notification.severity, notification.group, notification)
        let unit = notification.unit
        annotations = Self.filled([
            (
                "summary",
                notification.bulletin == nil
                    ? notification.sentence : Story(notification, contact).summary
            ),
            ("description", notification.detail),
            ("runbook_url", notification.runbook),
            ("owner", notification.owner),
            ("value", notification.value.map { unit.text($0, in: notification.tongue) } ?? ""),
            ("limit", notification.limit.map { unit.text($0, in: notification.tongue) } ?? ""),
            ("kind", notification.kind.name),
            ("state", notification.state.name),
            ("acknowledged_by", notification.kind == .acknowledged ? notification.by : ""),
            ("comment", notification.comment),
            ("causes", notification.causeLines.joined(separator: "\n")),
        ])
        endedAt = isFiring ? nil : notification.at
        link = contact.incidentLink
        incident = notification.incident
    }

    init(
        _ companion: Notification.Companion, in notification: Notification,
        _ contact: Correspondence
    ) {
        isFiring = companion.state != .ok
        let severity =
            if case .firing(let severity) = companion.state { severity } else {
                notification.severity
            }
        labels = Self.labels(companion.alert, severity, companion.group, notification)
        annotations = Self.filled([
            ("summary", companion.summary),
            (
                "value",
                companion.value.map { companion.unit.text($0, in: notification.tongue) } ?? ""
            ),
            ("kind", notification.kind.name),
            ("state", companion.state.name),
        ])
        endedAt = isFiring ? nil : notification.at
        link = ""
        incident = companion.incident
    }

    /// The first of a name counts: what the alert is called is not a tag's to say.
    private static func labels(
        _ alert: String, _ severity: Severity, _ group: Labels, _ notification: Notification
    ) -> Labels {
        var pairs = [
            Labels.Pair("alertname", alert), Labels.Pair("severity", severity.name),
        ]
        for pair in group.pairs + notification.labels.pairs
        where !pairs.contains(where: { $0.name == pair.name }) {
            pairs.append(pair)
        }
        return Labels(pairs)
    }

    /// Labels are for programs, which ask for them by what they are, and stay so; these are read.
    private static func filled(_ pairs: [(String, String)]) -> Labels {
        Labels(pairs.filter { !$0.1.isEmpty }.map { .init($0.0, $0.1.withoutDirections) })
    }

    func json(since start: Timestamp) -> JSON {
        [
            "status": .text(isFiring ? "firing" : "resolved"),
            "labels": labels.json, "annotations": annotations.json,
            "startsAt": .text("\(start)"),
            // Go's zero time, by which receivers know that it goes on.
            "endsAt": .text(endedAt.map { "\($0)" } ?? "0001-01-01T00:00:00Z"),
            "generatorURL": .text(link), "fingerprint": .text(incident),
        ]
    }
}
