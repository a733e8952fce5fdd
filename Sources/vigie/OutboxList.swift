import ArgumentParser
import Model

struct OutboxList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Messages of a vigie that runs: those that wait, and those that are over.")

    @OptionGroup var server: ServerOptions
    @Option(help: "Only those to this contact.") var contact: String?
    @Option(help: "Only those that are: `waiting`, `under way`, `delivered`, `refused`, `expired`.")
    var state: String?
    @Option(help: "`json` prints what the API answers.") var format = ListFormat.text

    private struct Outbox: Decodable {
        struct Delivery: Decodable {
            var delivery: String
            var contact: String
            var incident: String
            var state: String
            var attempts: Int
            var due: String
            var reason: String
        }
        var deliveries: [Delivery]
    }

    func run() throws {
        let path = "/api/vigie/outbox"
        if format == .json { return print(try server.ask(path), terminator: "") }
        let deliveries = try server.ask(path, as: Outbox.self).deliveries.filter {
            (contact == nil || $0.contact == contact) && (state == nil || $0.state == state)
        }
        guard !deliveries.isEmpty else { return print("no such message") }
        let rows = deliveries.map { one in
            [
                one.delivery, one.contact, one.state, "\(one.attempts)",
                String(one.due.prefix(19)) + "Z", one.incident,
                one.reason,
            ]
        }
        let head = ["MESSAGE", "CONTACT", "STATE", "TRIES", "DUE", "INCIDENT", "LAST ANSWER"]
        print(aligned([head] + rows))
    }
}
