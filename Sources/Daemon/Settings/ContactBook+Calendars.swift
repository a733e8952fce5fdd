import Calendars
import Language
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
