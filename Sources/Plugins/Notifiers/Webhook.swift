internal import Model
public import PluginKit

/// Posts a notification as Vigie's own JSON: for programs.
///
/// One object, its keys always all there and in this order. What is not known is null (numbers) or
/// empty (texts). `deploy/webhook.md` says the same for those who write the receiver.
///
///     version     1; grows only when a key changes its meaning, not when one is added
///     incident    stable id of (alert, group, start): the same in every message of one incident
///     alert       name of the alert
///     kpi         name of the KPI; empty when one event is told of
///     title       the KPI's title for people, or the event's stream
///     group       tags of the group, in the order of `by`; {} when the KPI has no groups
///     kind        opened, escalated, eased, resolved, repeated, occurred (one event; nothing
///                 follows), acknowledged, flapping, unacknowledged, or announced (not about one
///                 incident: see bulletin): why this message is sent
///     state       ok, pending, info, warning, critical or nodata
///     previous    the state before
///     severity    info, warning or critical; of a resolved incident the last it had
///     value       the KPI's value; null when there is none
///     unit        what value and limit count: s, %, points, count, an ISO 4217 code, or nothing
///     limit       what the value was compared with; null when that was no single number
///     expected    what would have been the most ordinary value; null where the rule does not ask
///                 for what is normal, or that is not known
///     pattern     what spoke for an anomaly, in a word: jump, level, season, range; else empty
///     among       groups that a detector judged at the same time; 0 where none did
///     interval    between what the value lies, where the rule asks for confidence: low, high, and
///                 the confidence in %; an end that is not known is null; else null as a whole
///     explained   what moved the KPI, where the rule asks for it and that is known: of what the
///                 change is (value, mean, above, below), usual and present value, change; else
///                 null
///     causes      segments that moved it, those that did most first: group, change, share of the
///                 change in %, rate and mix (of which change is the sum), samples, before, after
///     quotes      what people wrote, the newest first: at, text
///     samples     events behind the value
///     summary     one line for people, from the rule
///     detail      more lines, from the rule
///     owner       who is to act
///     runbook     where it is written how
///     labels      labels of the rule
///     reason      why it ended: recovered, rule removed, no data, expired; empty while it lasts
///     opened_at   when the incident began, RFC 3339 in UTC
///     at          when this was judged, RFC 3339 in UTC
///     bundled     other incidents of the alert that are told with this one: incident, group,
///                 state, value and summary of each
///     by          who acknowledged it; of unacknowledged the contact that was told; else empty
///     comment     what they said with it
///     trail       the KPI's last values, the newest last: end, step in seconds, values (null where
///                 there was none); null where they are not kept
///     bulletin    what is announced: kind, from, until, by, comment, matchers, opened, over, open,
///                 acknowledged, alerts (alert, count); else null
///
/// - Unit: percentages are 0...100, durations seconds.
public struct Webhook: Notifier {
    public static let manifest = Manifest("webhook", "Vigie's own JSON, for programs.")

    /// The receiver is the user's own and says no with a 429 if it must.
    public static let rate = DeliveryRate(burst: 100, interval: .milliseconds(10))

    public init() {}

    public func envelope(for notification: Notification, to contact: Correspondence) -> Envelope {
        Envelope(
            contentType: "application/json; charset=utf-8",
            body: JSON.object(identity(notification) + facts(notification) + words(notification))
                .line)
    }

    private func identity(_ notification: Notification) -> [(String, JSON)] {
        [
            ("version", .integer(1)),
            ("incident", .text(notification.incident)),
            ("alert", .text(notification.alert)),
            ("kpi", .text(notification.kpi)),
            ("title", .text(notification.title)),
            ("group", notification.group.json),
        ]
    }

    private func facts(_ notification: Notification) -> [(String, JSON)] {
        let unit = notification.unit
        return [
            ("kind", .text(notification.kind.name)),
            ("state", .text(notification.state.name)),
            ("previous", .text(notification.previous.name)),
            ("severity", .text(notification.severity.name)),
            ("value", .optional(notification.value.map(unit.published))),
            ("unit", .text(unit.symbol)),
            ("limit", .optional(notification.limit.map(unit.published))),
            ("expected", .optional(notification.expected.map(unit.published))),
            ("pattern", .text(notification.pattern)),
            ("among", .integer(Int64(notification.among))),
            ("interval", notification.assurance.map { interval($0, unit) } ?? .null),
            ("explained", notification.explainedJSON),
            ("causes", notification.causesJSON),
            ("quotes", notification.quotesJSON),
            ("samples", .integer(Int64(notification.samples))),
        ]
    }

    private func interval(_ assurance: Notification.Assurance, _ unit: Unit) -> JSON {
        func end(_ value: Double) -> JSON {
            .optional(value.isFinite ? unit.published(value) : nil)
        }
        return .object([
            ("low", end(assurance.low)), ("high", end(assurance.high)),
            ("confidence", .optional(Unit.percent.published(assurance.level))),
        ])
    }

    private func words(_ notification: Notification) -> [(String, JSON)] {
        [
            ("summary", .text(notification.summary)),
            ("detail", .text(notification.detail)),
            ("owner", .text(notification.owner)),
            ("runbook", .text(notification.runbook)),
            ("labels", notification.labels.json),
            ("reason", .text(notification.reason)),
            ("opened_at", .text("\(notification.openedAt)")),
            ("at", .text("\(notification.at)")),
            ("bundled", .array(notification.companions.map(bundled))),
            ("by", .text(notification.by)),
            ("comment", .text(notification.comment)),
            ("trail", notification.trail.map { trail($0, notification.unit) } ?? .null),
            ("bulletin", notification.bulletin.map(bulletin) ?? .null),
        ]
    }

    private func trail(_ trail: Trail, _ unit: Unit) -> JSON {
        [
            "end": .text("\(trail.end)"), "step": .number(trail.step.seconds),
            "values": .array(trail.values.map { .optional($0.map { kept($0, unit) }) }),
        ]
    }

    /// With the digits that are kept of it and no others: 0.325 is remembered as the `Float` next
    /// to it, and that is 32.5 % and not 32.499998807907.
    private func kept(_ value: Double, _ unit: Unit) -> Double {
        unit.published(Double("\(Float(value))") ?? value)
    }

    private func bulletin(_ bulletin: Bulletin) -> JSON {
        [
            "kind": .text(bulletin.kind.name),
            "from": .text("\(bulletin.from)"), "until": .text("\(bulletin.until)"),
            "by": .text(bulletin.by), "comment": .text(bulletin.comment),
            "matchers": .text(bulletin.matchers),
            "opened": .integer(Int64(bulletin.opened)), "over": .integer(Int64(bulletin.over)),
            "open": .integer(Int64(bulletin.open)),
            "acknowledged": .integer(Int64(bulletin.acknowledged)),
            "alerts": .array(
                bulletin.alerts.map {
                    [
                        "alert": .text($0.alert), "count": .integer(Int64($0.count)),
                        "acknowledged": .integer(Int64($0.acknowledged)),
                    ]
                }),
        ]
    }

    private func bundled(_ companion: Notification.Companion) -> JSON {
        .object([
            ("incident", .text(companion.incident)),
            ("alert", .text(companion.alert)),
            ("group", companion.group.json),
            ("state", .text(companion.state.name)),
            ("value", .optional(companion.value.map(companion.unit.published))),
            ("unit", .text(companion.unit.symbol)),
            ("summary", .text(companion.summary)),
        ])
    }
}
