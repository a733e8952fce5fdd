/// A pack is what others copy from, so its alerts leave nothing out.
enum Packs {
    /// What an alert of a pack says even where the language lets it be silent.
    static let clauses = ["owner", "runbook", "recover", "no data", "notify", "summary"]

    /// Whoever is woken needs a reason, a page to open, and an end.
    static func incompleteAlerts(_ file: SourceFile) -> [Finding] {
        guard file.isIn("rules"), file.name.hasSuffix(".vigie") else { return [] }
        return alerts(file).flatMap { alert in
            missing(alert, in: file) + wrongRunbook(alert, in: file)
        }
    }

    private struct Alert {
        var name: String
        /// From the line of its name to the one of its closing brace.
        var lines: Range<Int>
    }

    private static func alerts(_ file: SourceFile) -> [Alert] {
        file.lines.indices.compactMap { index in
            guard let match = file.lines[index].firstMatch(of: /^alert\s+(\w+)\s+on\b/) else {
                return nil
            }
            let end = file.lines[index...].firstIndex { $0.hasPrefix("}") } ?? file.lines.count
            return Alert(name: String(match.1), lines: index..<end)
        }
    }

    private static func missing(_ alert: Alert, in file: SourceFile) -> [Finding] {
        clauses.filter { clause in
            !file.lines[alert.lines].contains { line in
                line.drop { $0 == " " }.hasPrefix(clause + " ")
            }
        }.map {
            file.finding(
                alert.lines.lowerBound, "`\(alert.name)` has no `\($0)`: in a pack it says so")
        }
    }

    /// The page of an alert is found by the name that is in the message.
    private static func wrongRunbook(_ alert: Alert, in file: SourceFile) -> [Finding] {
        alert.lines.filter { index in
            let link = file.lines[index].firstMatch(of: /^\s*runbook\s+"([^"]*)"/)
            return link.map { !$0.1.hasSuffix("/" + alert.name) } ?? false
        }.map { file.finding($0, "the runbook of `\(alert.name)` ends in `/\(alert.name)`") }
    }
}
