import ArgumentParser
import Daemon
import Foundation
import Logging
import PluginKit

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The daemon: takes lines, judges rules, tells contacts.",
        discussion: """
            Ends with 0 after SIGTERM or SIGINT, with a checkpoint written; SIGHUP reads the \
            settings and the rules again. Ends with 1 if the rules do not check and 2 if it \
            cannot start otherwise.
            """)

    @Option(help: "The settings.") var config = "/etc/vigie/vigie.yaml"
    @OptionGroup var overrides: OverrideOptions
    @Option(help: "How much the log says: trace, debug, info, notice, warning, error.")
    var logLevel = "notice"

    func run() async throws {
        var logger = Logger(label: "vigie", factory: { StreamLogHandler.standardError(label: $0) })
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw refuse(
                "`\(logLevel)` is no log level: trace, debug, info, notice, warning, error")
        }
        logger.logLevel = level
        let (config, overrides) = (config, try overrides.overrides())
        let service = Service(registry: builtins, version: Vigie.version, logger: logger) {
            try Settings.load(config, registry: builtins, overrides: overrides)
        }
        do { try await service.run() } catch let error as RulesRefused {
            complain("\(error)\nvigie: not started, the rules do not check")
            throw ExitCode.findings
        } catch { throw refuse("\(error)") }
    }
}

/// Flags that say something else than vigie.yaml.
struct OverrideOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: "Rule files, or folders of them.")
    var rules: [String] = []
    @Option(help: "The folder of the journal and the checkpoints.") var state: String?
    @Option(help: "HOST:PORT for writes, metrics and the API.") var http: String?
    @Option(help: "HOST:PORT for line protocol over TCP.") var tcp: String?
    @Option(help: "HOST:PORT for line protocol in datagrams.") var udp: String?
    @Option(help: "Path of a unix socket for line protocol.") var unix: String?

    func overrides() throws -> Overrides {
        var overrides = Overrides()
        overrides.rules = rules
        overrides.state = state
        overrides.http = try endpoint(http)
        overrides.tcp = try endpoint(tcp)
        overrides.udp = try endpoint(udp)
        overrides.unix = unix
        return overrides
    }

    private func endpoint(_ text: String?) throws -> Endpoint? {
        guard let text else { return nil }
        guard let endpoint = Endpoint(text) else {
            throw refuse("`\(text)` is not an address; write HOST:PORT, as in 127.0.0.1:8094")
        }
        return endpoint
    }
}
