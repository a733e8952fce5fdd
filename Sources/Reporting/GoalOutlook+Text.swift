public import Model
import Statistics

// A goal as people read of it, and as programs do.
extension GoalOutlook {
    public var sentence: String {
        let place = group.isEmpty ? "" : " of \(group)"
        let due = goal.due.map { " by \(($0 - .nanoseconds(1)).dayText)" } ?? ""
        let value = now.map { "is \(unit.text($0))" } ?? "has no value"
        let lead = "\(title)\(place) \(value); the goal is \(unit.text(goal.value))\(due)."
        return ([lead] + [paceText, outlook].compactMap { $0 }).joined(separator: " ")
    }

    private var paceText: String? {
        guard verdict != .reached, let trend, let pace else { return nil }
        return "It moves by \(unit.signedText(trend.slope * 7)) a week (95%: "
            + "\(unit.signedText(pace.lowerBound * 7)) to \(unit.signedText(pace.upperBound * 7)))."
    }

    private var outlook: String? {
        let (earliest, likely, latest) = days
        let range = earliest.map { fast in
            let end = latest.map { "in \(Self.length($0)) at the latest" } ?? "perhaps never"
            return "in \(Self.length(fast)) at the earliest, \(end)"
        }
        let reached = likely.map { "At this pace it is there in \(Self.length($0))" }
        switch verdict {
        case .reached: return "It is reached."
        case .unknown: return "The last days are too few, or hang together too much, for a trend."
        case .notAtThisPace: return "Not at this pace."
        case .late:
            return (reached ?? "At this pace it is not reached")
                + (range.map { " (\($0))" } ?? "") + ": too late."
        case .onTime:
            return (reached ?? "It is reached") + (range.map { " (\($0))" } ?? "")
                + (goal.due == nil ? "." : ": in time.")
        case .open:
            return (reached ?? "At this pace it is not reached") + (range.map { " (\($0))" } ?? "")
                + ": it can go either way."
        }
    }

    /// As people count days ahead.
    private static func length(_ days: Double) -> String {
        let count = Int(days.rounded(.up))
        switch count {
        case ...1: return "a day"
        case ..<60: return "\(count) days"
        case ..<730: return "\(Int((days / 30.44).rounded())) months"
        default: return "\(Int((days / 365.25).rounded())) years"
        }
    }

    public var json: JSON {
        let (earliest, likely, latest) = days
        func published(_ value: Double?) -> JSON { .optional(value.map(unit.published)) }
        return .object([
            ("kpi", .text(name)), ("group", group.json), ("unit", .text(unit.symbol)),
            ("goal", .number(unit.published(goal.value))),
            ("due", .optional(goal.due.map(\.description))), ("value", published(now)),
            ("trend_per_day", published(trend?.slope)), ("trend_low", published(pace?.lowerBound)),
            ("trend_high", published(pace?.upperBound)), ("days", .optional(likely)),
            ("days_earliest", .optional(earliest)), ("days_latest", .optional(latest)),
            ("verdict", .text(verdict.rawValue)),
        ])
    }
}

extension Timestamp {
    /// `2026-12-31`, in UTC.
    var dayText: String { String(description.prefix { $0 != "T" }) }
}
