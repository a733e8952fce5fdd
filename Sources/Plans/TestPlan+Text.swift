import Calendars
import Model

/// A test as text, with all that the rules left unsaid.
extension TestPlan: CustomStringConvertible {
    public var description: String {
        var text = "test \(JSON.text(name).line)\n"
        text += "  at \(zone.local(start)) in \(zone.name)\n"
        for setting in settings { text += "  set \(setting.param) = \(setting.value)\n" }
        for draw in draws {
            text += "  for any \(draw.name) \(draw.unit) in \(draw.low)..\(draw.high)\n"
        }
        if !draws.isEmpty { text += "  \(runs) times\n" }
        for feed in feeds { text += "  \(feed)\n" }
        for expectation in expectations { text += "  expect \(expectation.claim)\n" }
        return text
    }
}

extension FeedPlan: CustomStringConvertible {
    public var description: String {
        let columns = tags.map { "tag \($0)" } + fields.map { "field \($0)" }
        var text = "feed \(stream)" + columns.map { " \($0)" }.joined()
        text += " \(times) times"
        if let every { text += " every \(every) for \(lasting)" }
        if after > .zero { text += " after \(after)" }
        if late > .zero { text += " late \(late)" }
        return text + (isDoubled ? " doubled" : "")
    }
}

extension FeedPlan.Column: CustomStringConvertible {
    public var description: String { "\(name)=\(course)" }
}

extension CoursePlan: CustomStringConvertible {
    public var description: String {
        let shape =
            switch shape {
            case .texts(let texts): texts.map { JSON.text($0).line }.joined(separator: " then ")
            case .steps(let steps): steps.map(\.description).joined(separator: " then ")
            case .ramp(let first, let last): "\(first) to \(last)"
            case .rising(let first, let step): "\(first) rising by \(step)"
            }
        return shape + (noise.map { " varying by \($0)" } ?? "")
    }
}

extension CoursePlan.Operand: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .draw(let index): "draw #\(index)"
        }
    }
}

extension ExpectationPlan.Claim: CustomStringConvertible {
    public var description: String {
        switch self {
        case .state(let subject, let wanted, .within(let stretch)):
            "\(subject) \(wanted) once \(stretch)"
        case .state(let subject, let wanted, .throughout(let stretch)):
            "\(subject) \(wanted) throughout \(stretch)"
        case .state(let subject, let wanted, .at(let moment)): "\(subject) \(wanted) at \(moment)"
        case .never(let subject, let wanted, let stretch): "\(subject) never \(wanted) \(stretch)"
        case .value(let subject, let expected, let moment):
            "\(subject) \(expected) at \(moment.map { "\($0)" } ?? "the end of the feeds")"
        case .told(let telling): "\(telling)"
        }
    }
}

extension ExpectationPlan.Subject: CustomStringConvertible {
    /// `slow{channel=chat}`.
    public var description: String { name + (group.isEmpty ? "" : "{\(group)}") }
}

extension ExpectationPlan.Wanted: CustomStringConvertible {
    public var description: String {
        (state == .noData ? "no data" : state.name) + (orWorse ? " or worse" : "")
    }
}

extension ExpectationPlan.Stretch: CustomStringConvertible {
    public var description: String {
        "from \(from) to \(to.map { "\($0)" } ?? "the end")"
    }
}

extension ExpectationPlan.Expected: CustomStringConvertible {
    public var description: String {
        switch self {
        case .none: "no value"
        case .number(let comparison, let value, let tolerance):
            "\(comparison.rawValue) \(value)" + (tolerance > 0 ? " within \(tolerance)" : "")
        }
    }
}

extension ExpectationPlan.Telling: CustomStringConvertible {
    public var description: String {
        var text = (contact.map { JSON.text($0).line } ?? "anybody") + " told"
        if let times { text += " \(times) times" }
        if !containing.isEmpty {
            text +=
                " containing " + containing.map { JSON.text($0).line }.joined(separator: " and ")
        }
        return text + " \(stretch)"
    }
}
