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
        let found = Found(result, book)
        for line in found.lines { complain(line) }
        switch format {
        case .json: print(renderJSON(result.diagnostics, sources: folder.sources), terminator: "")
        case .text: show(result, found, folder)
        }
        if texts, let plan = result.plan { try showTexts(of: plan) }
        if result.plan == nil || found.errors > 0 { throw ExitCode.findings }
    }

    /// What is wrong with the rules, and where settings and rules meet.
    private struct Found {
        /// Of the settings: the rules have their own diagnostics.
        var lines: [String]
        var errors: Int
        var warnings: Int

        init(_ result: Compilation, _ book: ContactBook?) {
            let strangers = result.plan.flatMap { book?.unknownCalendars(of: $0) } ?? []
            let doubts = result.plan.flatMap { book?.doubts(of: $0) } ?? []
            lines = strangers.map { "error: \($0)" } + doubts.map { "warning: \($0)" }
            let ofRules = result.diagnostics.count { $0.severity == .error }
            errors = ofRules + strangers.count
            warnings = result.diagnostics.count - ofRules + doubts.count
        }
    }

    private func show(_ result: Compilation, _ found: Found, _ folder: RulesFolder) {
        if !result.diagnostics.isEmpty {
            print(
                render(
                    result.diagnostics, sources: folder.sources, color: wantsColor(STDOUT_FILENO)))
        }
        if let plan = result.plan {
            print(describe(plan, with: builtins))
            print(memory(of: plan), terminator: "\n\n")
            print(notes(on: plan), terminator: "")
        }
        let files = folder.ruleCount
        print(
            "\(plural(files, "file")), \(plural(found.errors, "error")), "
                + plural(found.warnings, "warning"))
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
