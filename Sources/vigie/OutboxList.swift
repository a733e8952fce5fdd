import ArgumentParser
import Locks
import Model

struct OutboxList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Messages of a vigie that runs: those that wait, and those that are over.",
        discussion: """
            WHEN is the time of the next try of what waits, and of the last of what is over. \
            `after N`: the message N about the same incident goes first.
            """)

    static let path = "/api/vigie/outbox"

    @OptionGroup var server: ServerOptions
    @Option(help: "Only those to this contact.") var contact: String?
    @Option(help: "Only those that are in this state.") var state: Outbox.State?
    @Option(help: "`json` prints what the API answers.") var format = ListFormat.text

    func run() throws {
        if format == .json { return print(try server.ask(Self.path), terminator: "") }
        let outbox = try server.ask(Self.path, as: Outbox.self)
        let now = Timestamp.wallClock
        let rows = outbox.deliveries.filter { one in
            (contact == nil || one.contact == contact) && (state == nil || one.state == state)
        }.map { one in
            [
                one.delivery, one.contact, one.state.rawValue, "\(one.attempts)",
                outbox.turn(of: one, at: now), one.incident.isEmpty ? "-" : one.incident,
                one.reason,
            ]
        }
        guard !rows.isEmpty else {
            let all = outbox.deliveries.count
            return print(
                all == 0
                    ? "nothing waits, and nothing was sent of late"
                    : "none of the \(plural(all, "message")) is such")
        }
        let head = ["MESSAGE", "CONTACT", "STATE", "TRIES", "WHEN", "INCIDENT", "LAST ANSWER"]
        print(aligned([head] + rows))
    }
}

/// What the API answers of messages: of each contact those that wait in their order, then those
/// that are over, the newest last.
struct Outbox: Decodable {
    enum State: String, Decodable, ExpressibleByArgument, CaseIterable {
        case waiting
        case underWay = "under way"
        case delivered, refused, expired
    }

    struct Delivery: Decodable {
        var delivery: String
        var contact: String
        var incident: String
        var state: State
        var attempts: Int
        var due: String
        var reason: String
    }

    let deliveries: [Delivery]
    /// The same by contact and incident: each is asked of each, and there may be thousands.
    private let courses: [Matter: [Delivery]]

    private struct Matter: Hashable {
        var contact: String
        var incident: String
    }

    private enum CodingKeys: CodingKey { case deliveries }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        deliveries = try box.decode([Delivery].self, forKey: .deliveries)
        courses = Dictionary(grouping: deliveries) {
            Matter(contact: $0.contact, incident: $0.incident)
        }
    }

    private func course(of incident: String, to contact: String) -> [Delivery] {
        courses[Matter(contact: contact, incident: incident)] ?? []
    }

    /// When it goes, or went: what is due already waits for another, or for its turn.
    func turn(of delivery: Delivery, at now: Timestamp) -> String {
        guard delivery.state == .waiting else { return secondText(delivery.due) }
        let other = course(of: delivery.incident, to: delivery.contact)
            .prefix { $0.delivery != delivery.delivery }.last(where: \.isPending)
        if let other { return "after \(other.delivery)" }
        guard let due = Timestamp(delivery.due), due > now else { return "next" }
        return secondText(delivery.due)
    }

    /// `ops`, or `ops (refused)` where the last message about the incident has not arrived.
    func words(of contact: String, on incident: String) -> String {
        let own = course(of: incident, to: contact)
        let last = own.last(where: \.isPending) ?? own.last
        guard let last, last.state != .delivered else { return contact }
        return "\(contact) (\(last.state.rawValue))"
    }
}

extension Outbox.Delivery {
    var isPending: Bool { state == .waiting || state == .underWay }
}
