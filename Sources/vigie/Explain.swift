public import ArgumentParser
import Daemon
import Explaining
import Foundation
import Language
import Locks
public import Model
import Plans

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains an error code, a rule, or a KPI by its name or acronym.",
        discussion: """
            A code of `vigie check`, such as V300; an alert or a KPI of the rules; or a KPI of the \
            trade by its English or French name, whatever its case and accents: `vigie explain \
            DMT`, `vigie explain "taux de rétention"`.
            """)

    @Argument(help: "A code such as V300, or a name.") var name: String
    @Option(name: .long, parsing: .upToNextOption, help: "Rule files, or folders of them.")
    var rules: [String] = []
    @Option(help: "A vigie.yaml, whose rules and language are taken.") var config: String?
    @Option(help: "`en` or `fr`.") var language: Tongue?

    func run() throws {
        if let text = explanation(of: name.uppercased()) { return print(text) }
        var tongue = Tongue.english
        var paths = rules
        if let config {
            do {
                let settings = try Settings.load(config, registry: builtins)
                tongue = settings.language
                paths = paths.isEmpty ? settings.rules : paths
            } catch { throw refuse(error) }
        }
        let plan = try plan(of: paths)
        guard let text = answer(to: name, in: language ?? tongue, of: plan, at: .wallClock)
        else {
            throw refuse("nothing is called `\(name)`\(hint(plan))")
        }
        print(text)
    }

    private func plan(of paths: [String]) throws -> Plan {
        paths.isEmpty ? Plan() : try CheckedRules(paths).plan
    }

    private func hint(_ plan: Plan) -> String {
        if let near = suggestion(for: name, among: allNames(of: plan)) {
            return "; did you mean `\(near)`?"
        }
        let near = namesLike(name, of: plan)
        if !near.isEmpty { return "; there are \(near.joined(separator: ", "))" }
        return rules.isEmpty && config == nil ? "; for your own rules say `--rules PATH`" : ""
    }
}

extension Tongue: ExpressibleByArgument {
    public init?(argument: String) { self.init(code: argument) }
}
