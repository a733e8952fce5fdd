public import Model
public import Plans
public import PluginKit

/// The messages that an alert on each event sends, one a severity, of made-up events.
///
/// An event is such as its rung asks for, as far as that is one value of a tag or field; else a tag
/// has the first value that is listed or its own name, a text its name, and a number is 10.
public struct SampleOccurrences: Sendable {
    public let notifications: [Notification]

    public init(of watch: WatchPlan, in plan: Plan, at time: Timestamp) {
        guard let stream = plan.stream(watch.stream) else {
            preconditionFailure("the plan watches a stream that it lacks: \(watch.stream)")
        }
        notifications = watch.ladder.map { rung in
            Self.notification(of: watch, rung, stream, at: time)
        }
    }

    private static func notification(
        of watch: WatchPlan, _ rung: WatchPlan.Rung, _ stream: StreamPlan, at time: Timestamp
    ) -> Notification {
        let (message, wanted) = (watch.message, Wanted(rung.when))
        let tags = stream.tags.map {
            Labels.Pair($0.name, wanted.texts[$0.name] ?? $0.values.first ?? $0.name)
        }
        var fields: [String: String] = [:]
        for field in stream.fields {
            let text =
                field.unit == .text
                ? wanted.texts[field.name] ?? field.name
                : field.unit.text(wanted.number(for: field), in: message.tongue)
            fields[field.name] = stream.hides(field) ? PrivacyKey.open.mask(text) : text
        }
        let shown = wanted.first.flatMap { name, limit in
            stream.fields.first { $0.name == name }.map { ($0, limit) }
        }
        let group = Labels(tags)
        var notification = Notification(
            kind: .occurred, incident: AlertLife.incidentID(watch.name, group, time),
            alert: watch.name, kpi: "", title: watch.stream, group: group,
            state: .firing(rung.severity), previous: .ok, severity: rung.severity,
            value: shown.map { wanted.number(for: $0.0) }, limit: shown?.1.value,
            unit: shown?.0.unit ?? .number, samples: 1, summary: "", openedAt: time, at: time)
        notification.say(message, fields: fields)
        return notification
    }
}

/// What a condition asks of single tags and fields.
private struct Wanted {
    var texts: [String: String] = [:]
    var numbers: [String: SampleLimit] = [:]
    /// The first field that is compared with a number.
    var first: (name: String, limit: SampleLimit)?

    init(_ predicate: Predicate) { note(predicate) }

    private mutating func note(_ predicate: Predicate) {
        switch predicate {
        case .tag(let name, .equal, let text), .text(let name, .equal, let text):
            texts[name] = texts[name] ?? text
        case .number(let name, let comparison, let value):
            let limit = SampleLimit(value: value, comparison: comparison)
            numbers[name] = numbers[name] ?? limit
            first = first ?? (name, limit)
        case .all(let parts): for part in parts { note(part) }
        case .any(let parts): if let part = parts.first { note(part) }
        case .always, .tag, .text, .not: break
        }
    }

    func number(for field: FieldPlan) -> Double {
        numbers[field.name].map { field.unit.sample($0) } ?? field.unit.sample
    }
}
