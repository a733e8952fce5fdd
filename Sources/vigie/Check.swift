import ArgumentParser
import Core
import Daemon
import Foundation
import Language
import Locks
import Model
import Plans

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks rules: every error and warning, the type of each KPI and its memory.",
        discussion: "Ends with 1 if there is an error, 2 if the rules cannot be read.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Rule files, or folders of them.") var rules: [String]
    @Option(help: "A vigie.yaml, to check the contacts against.") var config: String?
    @Option(help: "`json` prints an object a line, for editors.") var format = Format.text
    @Flag(help: "Shows the messages of each alert, with made-up values.") var texts = false
    @Option(help: "With --texts: the bodies that this notifier sends, such as slack.")
    var notifier: String?
    @Option(help: "Of how many series the memory is foretold.") var series = 10_000
    @Option(help: "Of how many groups for each KPI.") var groups = 1_000
    @Option(help: "Of how many samples in a pane of a group.") var samples = 10

    func run() throws {
        let folder: RulesFolder
        do { folder = try RulesFolder(rules) } catch { throw refuse(error) }
        var book: ContactBook?
        var tongue = Tongue.english
        if let config {
            do {
                let settings = try Settings.load(config, registry: builtins)
                book = settings.book
                tongue = settings.language
            } catch { throw refuse(error) }
        }
        let result = compile(
            folder.sources, with: builtins, contacts: book?.contacts.map(\.name), tongue: tongue,
            in: CivilDate(Timestamp.wallClock).year)
        switch format {
        case .json: print(renderJSON(result.diagnostics, sources: folder.sources), terminator: "")
        case .text: show(result, folder)
        }
        if texts, let plan = result.plan { try showTexts(of: plan) }
        let strangers = result.plan.flatMap { book?.unknownCalendars(of: $0) } ?? []
        for stranger in strangers { complain("error: \(stranger)") }
        if result.plan == nil || !strangers.isEmpty { throw ExitCode.findings }
    }

    private func show(_ result: Compilation, _ folder: RulesFolder) {
        if !result.diagnostics.isEmpty {
            print(
                render(
                    result.diagnostics, sources: folder.sources, color: wantsColor(STDOUT_FILENO)))
        }
        let errors = result.diagnostics.count { $0.severity == .error }
        let warnings = result.diagnostics.count - errors
        if let plan = result.plan {
            print(describe(plan, with: builtins))
            print(memory(of: plan), terminator: "\n\n")
            print(notes(on: plan), terminator: "")
        }
        let files = folder.ruleCount
        print(
            "\(files) file\(files == 1 ? "" : "s"), \(errors) error\(errors == 1 ? "" : "s"), "
                + "\(warnings) warning\(warnings == 1 ? "" : "s")")
    }

    /// `memory: about 79 MiB: 40 MiB for the process, …`, for as much as the options say.
    private func memory(of plan: Plan) -> String {
        let program = Program(plan, from: RuleSet(files: []), with: builtins)
        let budget = program.budget(
            for: Budget.Load(series: series, groups: groups, samples: samples))
        return "memory: about \(mebibytes(budget.total)), of which "
            + "\(mebibytes(Budget.process)) for the process, \(mebibytes(budget.series)) for "
            + "\(count(series)) series, \(mebibytes(budget.groups)) for \(count(groups)) "
            + "groups of each KPI\nwith \(count(samples)) samples a pane. Ids come on top (their "
            + "length and 48 bytes, for as long as `late`\nsays), and while a checkpoint is "
            + "written, what changes is held twice."
    }

    private func count(_ number: Int) -> String { Unit.count.text(Double(number)) }

    private func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 19)) >> 20) MiB" }
}
