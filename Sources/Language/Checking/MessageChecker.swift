import Calendars
import Model
import Plans

/// Checks what an alert says, and to whom.
struct MessageChecker: Complaining {
    private let message: Message
    private let alert: Name
    private let isDamaged: Bool
    private let names: Names
    private let slots: Slots
    var diagnostics: [Diagnostic] = []

    init(_ message: Message, of alert: Name, isDamaged: Bool, _ names: Names, slots: Slots) {
        self.message = message
        self.alert = alert
        self.isDamaged = isDamaged
        self.names = names
        self.slots = slots
    }

    /// - Parameter unsaid: the summary where the rule has none.
    mutating func check(unsaid: TextTemplate) -> MessagePlan {
        checkOwner()
        checkContacts()
        checkAlerts()
        return MessagePlan(
            notify: message.notify.map(\.value), summary: template(message.summary) ?? unsaid,
            detail: template(message.detail) ?? TextTemplate(),
            owner: message.owner?.value ?? "", runbook: message.runbook?.value ?? "",
            labels: Labels(message.labels.map { Labels.Pair($0.name.text, $0.value.value) }),
            unless: message.unless.map(\.text), isShadow: message.isShadow, bundle: bundle(),
            tongue: message.tongue)
    }

    /// The calendar of `during`; nil: there is none, or it cannot be used.
    mutating func checkedCalendar() -> OpeningCalendar? {
        message.during.flatMap { self.calendar($0) }
    }

    /// The calendar by whose days and hours it learns: that of `season`, or of `during`.
    mutating func checkedSeason(_ during: OpeningCalendar?) -> Season {
        guard let calendar = message.season.map({ self.calendar($0) }) ?? during else {
            return .utc
        }
        return Season(calendar)
    }

    private mutating func calendar(_ name: Name) -> OpeningCalendar? {
        if let calendar = names.calendars[name.text] { return calendar }
        if names.lost.contains(name.text) { return nil }
        let near = suggestion(for: name.text, among: names.calendars.keys)
        report(
            .unknownName, "there is no calendar `\(name.text)`", at: name.range, "not declared",
            help: near.map { "did you mean `\($0)`?" }
                ?? "declare it: `calendar \(name.text) { ... }`")
        return nil
    }

    private mutating func checkAlerts() {
        for other in message.unless where names.watches.contains(other.text) {
            report(
                .outOfPlace, "`\(other.text)` looks at each event, and lasts no time",
                at: other.range, "never there to give way to", help: "give way to an alert on a KPI"
            )
        }
        for other in message.unless
        where names.alerts[other.text] == nil && !names.lost.contains(other.text) {
            let near = suggestion(for: other.text, among: names.alerts.keys)
            report(
                .unknownName, "there is no alert `\(other.text)`", at: other.range, "not declared",
                help: near.map { "did you mean `\($0)`?" })
        }
    }

    private mutating func bundle() -> MessagePlan.Bundle? {
        guard let bundle = message.bundle else { return nil }
        for tag in bundle.by where slots.isWhole && !slots.isTag(tag.text) {
            report(
                .unknownColumn, "`\(tag.text)` is no tag of `\(alert.text)`", at: tag.range,
                "nothing to bundle by", help: "bundle by a tag of its groups, or by none")
        }
        let span = bundle.within
        guard span.interval > .zero, span.interval <= Limits.longestBundle else {
            report(
                .badArgument, "a bundle waits up to `\(Limits.longestBundle)`", at: span.range,
                span.interval > .zero ? "too long" : "no time at all", help: "write `within 30s`")
            return nil
        }
        return MessagePlan.Bundle(by: bundle.by.map(\.text), within: span.interval)
    }

    private mutating func checkOwner() {
        guard message.owner == nil, !isDamaged else { return }
        report(
            .noOwner, "alert `\(alert.text)` has no owner", at: alert.range,
            "nobody answers for it", help: "add `owner \"TEAM\"`")
    }

    private mutating func checkContacts() {
        guard let contacts = names.contacts else { return }
        for contact in message.notify where !contacts.contains(contact.value) {
            let near = suggestion(for: contact.value, among: contacts)
            report(
                .unknownContact, "there is no contact `\(contact.value)`", at: contact.range,
                "not in the settings",
                help: near.map { "did you mean `\($0)`?" }
                    ?? (contacts.isEmpty ? nil : "there are \(list(contacts))"))
        }
    }

    private mutating func template(_ text: Text?) -> TextTemplate? {
        guard let text else { return nil }
        var checker = TemplateChecker(text, slots)
        defer { diagnostics += checker.diagnostics }
        return checker.check()
    }
}
