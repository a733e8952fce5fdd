import Model
import Plans

/// The contacts and routes of the settings as a configuration of Alertmanager, which its tools read
/// and can try: `amtool config show`, `amtool config routes test`. It has no addresses and no
/// secrets.
///
/// - Source: Alertmanager, `docs/configuration.md`. There the first of several routes takes an
///   alert unless it says `continue`, as here.
struct AlertmanagerConfig {
    let book: ContactBook

    var text: String {
        var lines = [
            "# Vigie: contacts are receivers. Alerts whose rule says `notify` go by no route.",
            "route:", "  receiver: \(quoted(AlertmanagerView.nobody))",
            "  group_by: [alertname]",
        ]
        if !book.routes.isEmpty { lines.append("  routes:") }
        for route in book.routes { lines += self.lines(of: route) }
        lines.append("receivers:")
        for name in book.contacts.map(\.name) + [AlertmanagerView.nobody] {
            lines.append("- name: \(quoted(name))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of route: RoutePlan) -> [String] {
        let matchers = route.match.pairs.map { pair in
            let value = pair.value.flatMap {
                $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0]
            }
            return "    - '\(pair.name)=\"\(doubled(String(value)))\"'"
        }
        var lines = ["  - receiver: \(quoted(route.notify.first ?? AlertmanagerView.nobody))"]
        if !matchers.isEmpty { lines += ["    matchers:"] + matchers }
        guard route.notify.count > 1 else { return lines }
        lines.append("    routes:")
        for (index, name) in route.notify.enumerated() {
            lines.append("    - receiver: \(quoted(name))")
            if index < route.notify.count - 1 { lines.append("      continue: true") }
        }
        return lines
    }

    private func quoted(_ text: String) -> String { "'\(doubled(text))'" }

    private func doubled(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
}
