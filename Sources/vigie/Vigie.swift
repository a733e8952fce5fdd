import ArgumentParser

/// The command: every verb is a type of its own beside this one.
@main
struct Vigie: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "vigie",
        abstract: "Watches customer-experience KPIs and tells a chat room when one goes wrong.",
        discussion: """
            Events come in as InfluxDB line protocol; rules in a small language turn them into \
            KPIs over sliding windows and judge them; alerts go to webhooks.

            Begin with `vigie demo`, then `vigie check rules/`, `vigie test rules/` and \
            `vigie backtest`.
            """,
        version: version,
        subcommands: [
            Run.self, Demo.self, Check.self, Format.self, EditorSession.self, Test.self,
            Backtest.self, CourseOfKPI.self, Relate.self, Compare.self,
            Goals.self, DigestOfWeek.self, Score.self, Streams.self, Plugins.self,
            Explain.self, Why.self, Contact.self, Alerts.self, SilenceOrders.self,
            Acknowledge.self, OutboxList.self,
        ])

    /// As ArgumentParser's own, but that wrong use ends with 2, as everything does that could not
    /// be done.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            complain(fullMessage(for: error))
            exit(withError: ExitCode.unusable)
        }
    }
}
