import Language
import Plans
import PluginKit

/// What is known of one program as it stands in the editor.
struct EditedProgram {
    /// The rules, which are what can be edited, then what they ask for.
    let sources: [SourceText]
    let ruleCount: Int
    let maps: [LineMap]
    let index: NameIndex
    let diagnostics: [Diagnostic]
    let plan: Plan?

    init(
        _ rules: [SourceText], attachments: [SourceText], registry: Registry, contacts: [String]?
    ) {
        sources = rules + attachments
        ruleCount = rules.count
        maps = rules.map { LineMap($0.text) }
        index = NameIndex(rules)
        let compilation = compile(sources, with: registry, contacts: contacts)
        diagnostics = compilation.diagnostics
        plan = compilation.plan
    }

    var errorCount: Int { diagnostics.count { $0.severity == .error } }
}
