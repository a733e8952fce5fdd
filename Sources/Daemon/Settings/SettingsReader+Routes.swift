import Model
import Plans
import Yams

extension SettingsReader {
    /// The routes in the order of the file, which is the order in which they are tried.
    mutating func routes(_ node: Node) -> [RoutePlan] {
        guard let sequence = node.sequence else {
            complain(
                at: node, "`routes` cannot be \(node.kind)",
                help: "write a list: `- match: { severity: critical }` and `notify: [ops]` below")
            return []
        }
        return sequence.map { route($0) }
    }

    private mutating func route(_ node: Node) -> RoutePlan {
        let section = section(node, "a route", keys: ["match", "notify"])
        var match = Labels()
        for (key, value) in section["match"].map({ self.section($0, "`match`") })?.entries ?? [] {
            let texts = texts(value, "`match`")
            guard let name = key.string, let text = texts.first else { continue }
            if texts.count > 1 {
                complain(
                    at: value, "`\(name)` of a route has more than one value",
                    help: "write a route for each: the first that fits decides")
            }
            match.pairs.append(Labels.Pair(name, text))
            if name == "severity" { checkSeverity(text, at: value) }
        }
        guard let list = section["notify"] else {
            complain(
                at: node, "a route has no `notify`",
                help: "name the contacts that are told: `notify: [ops]`")
            return RoutePlan(match: match, notify: [])
        }
        return RoutePlan(match: match, notify: contacts(list))
    }

    private mutating func checkSeverity(_ text: String, at node: Node) {
        let names = Severity.allCases.map(\.name)
        if names.contains(text) { return }
        complain(
            at: node, "`\(text)` is not a severity",
            help: "the severities are " + names.map { "`\($0)`" }.joined(separator: ", "))
    }

    private mutating func contacts(_ node: Node) -> [String] {
        let names = texts(node, "`notify`")
        for item in node.sequence.map(Array.init) ?? [node] {
            guard let name = item.scalar?.string, !declared.contains(name) else { continue }
            complainOfContact(name, at: item)
        }
        return names
    }
}
