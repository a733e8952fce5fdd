import Calendars
import Language
import Model
import Plans
import PluginKit
import Yams

// When a contact is told, how fast, and of what.
extension SettingsReader {
    private static let patience = Interval.minutes(1)...Interval.days(7)

    mutating func plan(of entry: ContactEntry) -> ContactPlan? {
        let section = entry.section
        let rate = rate(section["rate"], standard: entry.notifier?.rate)
        var plan = ContactPlan(
            entry.name, type: entry.notifier?.manifest.name ?? "",
            rate: rate ?? DeliveryRate(burst: 1, interval: .seconds(1)))
        plan.tellsBulletins = entry.terms.tellsBulletins
        readHours(section, into: &plan)
        plan.storm = value("storm", of: section, within: 1...10_000) ?? plan.storm
        if let node = section["acknowledge"] { readPatience(node, into: &plan) }
        if let node = section["digest"] { plan.digest = digest(node, of: entry) }
        return entry.notifier == nil ? nil : plan
    }

    private mutating func rate(_ node: Node?, standard: DeliveryRate?) -> DeliveryRate? {
        guard let node else { return standard }
        let section = section(node, "`rate`", keys: ["burst", "every"])
        let burst = value("burst", of: section, within: 1...10_000)
        let interval = value(
            "every", of: section, within: Interval.milliseconds(1)...Interval.hours(1))
        return standard.map {
            DeliveryRate(burst: burst ?? $0.burst, interval: interval ?? $0.interval)
        }
    }

    private mutating func readHours(_ section: Section, into plan: inout ContactPlan) {
        plan.hours = value("hours", of: section) ?? ""
        guard let node = section["urgent"], let urgency: Urgency = value("urgent", of: section)
        else { return }
        plan.urgent = urgency.severity
        guard plan.hours.isEmpty else { return }
        complain(
            at: node, "`urgent` says what is told outside of the hours, and there are no `hours`",
            help: "name a calendar of the rules: `hours: office`")
    }

    private mutating func readPatience(_ node: Node, into plan: inout ContactPlan) {
        let section = section(node, "`acknowledge`", keys: ["remind", "escalate_to", "after"])
        plan.remind = value("remind", of: section, within: Self.patience)
        let after = value("after", of: section, within: Self.patience)
        guard let place = section["escalate_to"] else {
            guard let place = section["after"] else { return }
            return complain(
                at: place, "`after` says when somebody else is told, but not who",
                help: "name another contact: `escalate_to: NAME`")
        }
        guard let name: String = value("escalate_to", of: section) else { return }
        if section["after"] == nil {
            complain(
                at: place, "`escalate_to` does not say when",
                help: "say how long nobody acknowledges before: `after: 30m`")
        }
        if name == plan.name {
            complain(
                at: place, "`\(name)` cannot be told in its own place",
                help: "name another contact, or say `remind: 15m` to tell it again")
        } else if !declared.contains(name) {
            complainOfContact(name, at: place)
        }
        if let after { plan.escalation = .init(to: name, after: after) }
    }

    mutating func complainOfContact(_ name: String, at node: Node) {
        let near = suggestion(for: name, among: declared)
        complain(
            at: node, "there is no contact `\(name)`",
            help: near.map { "did you mean `\($0)`?" } ?? "`contacts` lists them")
    }

    private mutating func digest(_ node: Node, of entry: ContactEntry) -> DigestPlan {
        let section = section(node, "`digest`", keys: ["every", "on", "at", "as_in"])
        if let type = entry.notifier, !type.terms.tellsBulletins {
            complain(
                at: node, "a contact of type `\(type.manifest.name)` is told of incidents alone",
                help: "leave `digest` out, and give it to a contact that people read")
        }
        let rhythm: DigestRhythm? = value("every", of: section)
        if section["every"] == nil {
            complain(
                at: node, "`digest` does not say how often",
                help: "write `every: day` or `every: week`")
        }
        let day: Weekday? = value("on", of: section)
        if rhythm == .day, let place = section["on"] {
            complain(
                at: place, "`on` names a day, and this digest comes on each",
                help: "leave it out, or write `every: week`")
        }
        let time: TimeOfDay? = value("at", of: section)
        return DigestPlan(
            on: rhythm == .week ? day ?? .monday : nil,
            minute: time?.minute ?? TimeOfDay.morning.minute,
            calendar: value("as_in", of: section) ?? "")
    }
}

/// What is told outside of the hours.
private struct Urgency: WrittenValue {
    static let noun = "a severity"
    static let advice = "write `critical`, `warning` or `info`, or `none` to be left in peace"

    var severity: Severity?

    init?(written text: String) {
        severity = Severity.allCases.first { $0.name == text }
        if severity == nil, text != "none" { return nil }
    }
}

private enum DigestRhythm: String, WrittenValue {
    static let noun = "`day` or `week`"
    static let advice = "write `day` or `week`"

    case day, week

    init?(written text: String) { self.init(rawValue: text) }
}

extension Weekday: WrittenValue {
    static let noun = "a day of the week"
    static let advice =
        "the days are " + Self.allCases.map { "`\($0.word)`" }.joined(separator: ", ")

    init?(written text: String) { self.init(text) }
}

/// By the clock on the wall, to the minute.
private struct TimeOfDay: WrittenValue {
    static let noun = "a time of day"
    static let advice = "write it from \"00:00\" to \"23:59\""
    static let morning = TimeOfDay(minute: 8 * 60)

    /// After midnight.
    var minute: Int

    private init(minute: Int) { self.minute = minute }

    init?(written text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isTime =
            parts.count == 2 && parts[1].count == 2
            && parts.joined().allSatisfy { $0.isASCII && $0.isNumber }
        guard isTime, let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        self.minute = hour * 60 + minute
    }
}
