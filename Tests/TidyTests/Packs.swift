/// A pack is what others copy from, so its alerts leave nothing out.
enum Packs {
    /// What an alert of a pack says even where the language lets it be silent.
    static let clauses = ["owner", "runbook", "summary"]

    /// Whoever is woken needs a reason and a page to open; whom to tell is the site's own.
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

    /// The page of an alert is in the project, with a section of that name.
    private static func wrongRunbook(_ alert: Alert, in file: SourceFile) -> [Finding] {
        alert.lines.compactMap { index in
            guard let link = file.lines[index].firstMatch(of: /^\s*runbook\s+"([^"]*)"/) else {
                return nil
            }
            let parts = link.1.split(separator: "#", maxSplits: 1).map(String.init)
            let sections = Project.file(parts.first ?? "").map { $0.lines.compactMap(section) }
            guard parts.count == 2, sections?.contains(parts[1]) == true else {
                return file.finding(index, "the runbook of `\(alert.name)` has no such section")
            }
            return nil
        }
    }

    /// The name by which a heading is linked to.
    private static func section(_ line: some StringProtocol) -> String? {
        guard line.hasPrefix("#") else { return nil }
        return String(line.drop { $0 == "#" || $0 == " " }).lowercased()
            .replacing("`", with: "").replacing(" ", with: "-")
    }
}
