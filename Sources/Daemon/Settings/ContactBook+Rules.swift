import Calendars
import Language
import Model
public import Plans

extension ContactBook {
    /// What the settings say of calendars that the rules do not have, in sentences. Only where the
    /// two meet can it be told.
    public func unknownCalendars(of plan: Plan) -> [String] {
        let known = plan.calendars.map(\.name)
        return contacts.flatMap { contact in
            [("hours", contact.hours), ("digest: as_in", contact.digest?.calendar ?? "")]
                .filter { !$0.1.isEmpty && !known.contains($0.1) }
                .map { key, name in
                    let near = suggestion(for: name, among: known)
                    let advice =
                        near.map { "did you mean `\($0)`?" }
                        ?? (known.isEmpty
                            ? "the rules declare none"
                            : "the rules have " + known.map { "`\($0)`" }.joined(separator: ", "))
                    return
                        "the contact `\(contact.name)` says `\(key): \(name)`, and the rules have"
                        + " no such calendar\n  = help: \(advice)"
                }
        }
    }
}

extension ContactBook {
    /// What the routes say that looks like something of the rules and is not, in sentences. Alerts
    /// of others may have any labels and names, so what looks like nothing known is left alone.
    public func doubts(of plan: Plan) -> [String] {
        let alerts = plan.alerts.map(\.name) + plan.watches.map(\.name)
        let names = ["alert": alerts, "kpi": plan.kpis.map(\.name)]
        let keys = Self.keys(of: plan)
        return routes.enumerated().flatMap { place, route in
            route.match.pairs.compactMap { pair in
                let (noun, word, known) =
                    keys.contains(pair.name)
                    ? (pair.name, pair.value, names[pair.name] ?? [])
                    : ("tag or label", pair.name, keys)
                guard !known.contains(word), let near = suggestion(for: word, among: known) else {
                    return nil
                }
                return
                    "the route \(place + 1) says `\(pair.name): \(pair.value)`, and the rules have"
                    + " no \(noun) `\(word)`\n  = help: did you mean `\(near)`?"
            }
        }
    }

    /// What an alert of these rules can be told apart by.
    private static func keys(of plan: Plan) -> [String] {
        let messages = plan.alerts.map(\.message) + plan.watches.map(\.message)
        return ["alert", "kpi", "severity", "owner"]
            + plan.streams.flatMap { $0.tags.map(\.name) }
            + messages.flatMap { $0.labels.pairs.map(\.name) }
    }
}
