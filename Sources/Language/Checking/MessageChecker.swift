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
        return MessagePlan(
            notify: message.notify.map(\.value), summary: template(message.summary) ?? unsaid,
            detail: template(message.detail) ?? TextTemplate(),
            owner: message.owner?.value ?? "", runbook: message.runbook?.value ?? "",
            labels: Labels(message.labels.map { Labels.Pair($0.name.text, $0.value.value) }),
            tongue: message.tongue)
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
