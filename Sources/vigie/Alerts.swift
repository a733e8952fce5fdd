import ArgumentParser
import Model

struct Alerts: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open incidents of a vigie that runs; with --next, who is told what next.",
        discussion: """
            Beside a contact it stands in brackets if the last message for it has not arrived: it \
            waits, is under way, was refused or has expired.

                vigie alerts
                vigie alerts --next --contact ops
            """)

    @OptionGroup var server: ServerOptions
    @Flag(help: "When the next message about each goes to whom, and why.") var next = false
    @Option(help: "Only what goes to this contact.") var contact: String?
    @Option(help: "`json` prints what the API answers.") var format = ListFormat.text

    private struct Incidents: Decodable {
        struct Taken: Decodable { var by: String }
        struct Incident: Decodable {
            var incident: String
            var alert: String
            var group: [String: String]
            var state: String
            var openedAt: String
            var text: String?
            var contacts: [String]
            var acknowledged: Taken?
            var silencedBy: [String]
            var inhibitedBy: [String]
            var flapping: Bool
            var shadow: Bool
        }
        var incidents: [Incident]
    }

    private struct Upcoming: Decodable {
        struct Message: Decodable {
            var contact: String
            var incident: String
            var alert: String
            var group: [String: String]
            var at: String?
            var text: String
        }
        var upcoming: [Message]
    }

    func run() throws {
        let path = next ? "/api/vigie/upcoming" : "/api/vigie/incidents"
        if format == .json { return print(try server.ask(path), terminator: "") }
        if next { return show(try server.ask(path, as: Upcoming.self).upcoming) }
        let messages = try server.ask(OutboxList.path, as: Outbox.self)
        show(try server.ask(path, as: Incidents.self).incidents, messages)
    }

    private func show(_ incidents: [Incidents.Incident], _ outbox: Outbox) {
        let own = incidents.filter { contact == nil || $0.contacts.contains(contact!) }
        guard !own.isEmpty else { return print("nothing is open") }
        let rows = own.map { one in
            [
                one.incident, one.state, one.alert, words(one.group), one.text ?? "-",
                secondText(one.openedAt),
                one.contacts.map { outbox.words(of: $0, on: one.incident) }.joined(separator: ","),
                notes(one),
            ]
        }
        let head = ["INCIDENT", "STATE", "ALERT", "GROUP", "VALUE", "SINCE", "FOR", "NOTES"]
        print(aligned([head] + rows))
    }

    private func notes(_ incident: Incidents.Incident) -> String {
        var notes: [String] = []
        if let taken = incident.acknowledged { notes.append("\(taken.by) has it in hand") }
        notes += incident.silencedBy.map { "silenced by \($0)" }
        notes += incident.inhibitedBy.map { "kept quiet by \($0)" }
        if incident.flapping { notes.append("flapping") }
        if incident.shadow { notes.append("shadow: never told") }
        return notes.joined(separator: "; ")
    }

    private func show(_ messages: [Upcoming.Message]) {
        let own = messages.filter { contact == nil || $0.contact == contact }
        guard !own.isEmpty else { return print("nobody is told anything next") }
        let rows = own.map { one in
            [
                one.at.map(secondText) ?? "-", one.contact.isEmpty ? "nobody" : one.contact,
                one.incident.isEmpty ? "bulletin" : one.alert, words(one.group),
                one.incident.isEmpty ? "-" : one.incident, one.text,
            ]
        }
        print(aligned([["AT", "CONTACT", "ALERT", "GROUP", "INCIDENT", "WHY"]] + rows))
    }

    private func words(_ group: [String: String]) -> String {
        group.isEmpty ? "-" : groupWords(group)
    }
}
