import ArgumentParser

/// What contributors run: no Makefile, no scripts, one program.
@main
struct Dev: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "For those who carry on: checks, golden files, benchmarks.",
        subcommands: [
            Tidy.self, Golden.self, Bench.self, Series.self, Quiet.self, Tilleul.self, Sim.self,
            SimWorker.self, Fuzz.self, Sanitize.self, CI.self,
        ])
}
