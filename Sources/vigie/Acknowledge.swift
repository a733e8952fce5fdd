import ArgumentParser
import Model

struct Acknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Says of an incident that somebody has it in hand.",
        discussion: "An incident goes by its id or by the beginning of one: `vigie alerts`.")

    @OptionGroup var server: ServerOptions
    @Argument(help: "The id of an incident, or the beginning of one.") var incident: String
    @Option(help: "What those who are told shall know.") var comment: String?
    @Option(help: "Who has it in hand; else you, as the system knows you.") var by: String?

    func run() throws {
        let texts = [("by", by ?? userName), ("comment", comment)]
        let pairs = texts.compactMap { name, text in text.map { (name, JSON.text($0)) } }
        _ = try server.ask(
            "/api/vigie/incidents/\(pathPart(incident))/acknowledge", "POST", .object(pairs))
        print("\(incident) is in hand\((by ?? userName).map { " of \($0)" } ?? "")")
    }
}
