import ArgumentParser
import Model

struct Acknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Says of an incident that somebody has it in hand.",
        discussion: """
            An incident goes by its id or by the beginning of one, four characters or more: \
            `vigie alerts`.
            """)

    @OptionGroup var server: ServerOptions
    @Argument(help: "The id of an incident, or the beginning of one.") var incident: String
    @Option(help: "What those who are told shall know.") var comment: String?
    @Option(help: "Who has it in hand; else you, as the system knows you.") var by: String?

    private struct Taken: Decodable {
        var incident: String
        var alert: String?
        var group: [String: String]?
    }

    func run() throws {
        guard !incident.isEmpty else { throw refuse("name an incident: `vigie alerts`") }
        let texts = [("by", by ?? userName), ("comment", comment)]
        let pairs = texts.compactMap { name, text in text.map { (name, JSON.text($0)) } }
        let taken = try server.ask(
            "/api/vigie/incidents/\(pathPart(incident))/acknowledge", "POST", .object(pairs),
            as: Taken.self)
        let of = [taken.alert ?? "", groupWords(taken.group ?? [:])].filter { !$0.isEmpty }
            .joined(separator: " ")
        print(
            "\(taken.incident)\(of.isEmpty ? "" : " (\(of))") is in hand"
                + ((by ?? userName).map { " of \($0)" } ?? ""))
    }
}
