import Core
import Host
import Hummingbird
import Model
import Plans
import PluginKit

/// The story of an incident.
struct IncidentPage {
    let record: IncidentRecord
    let now: Timestamp
    /// Whether there is a picture of it.
    let hasPicture: Bool

    var response: Response {
        let told = record.notification
        let title = told.summary.isEmpty ? told.title : told.summary
        let parts = [heading(title), picture, timeline, rule, whole]
        return Page(
            title: title, root: "../", body: parts.filter { !$0.isEmpty }.joined(separator: "\n")
        ).response()
    }

    private func heading(_ title: String) -> String {
        let told = record.notification
        let taken = record.acknowledged.map { taken in
            "\(taken.by) has it in hand since \(taken.at.minuteText)"
                + (taken.comment.isEmpty ? "" : ": \(taken.comment)")
        }
        let lines = [
            told.detail,
            "\(told.alert)\(told.group.isEmpty ? "" : " (\(told.group))"), since "
                + told.openedAt.minuteText,
            record.endedAt.map { "over at \($0.minuteText), \(record.reason)" }
                ?? "now \(record.state.word(in: .english))",
            taken ?? "",
        ]
        return "<section class=\"\(record.state.name)\">\n<h1>\(escaped(title))</h1>\n"
            + lines.filter { !$0.isEmpty }.map { "<p>\(escaped($0))</p>" }.joined(separator: "\n")
            + "\n</section>" + runbook
    }

    /// A link only where it leads to a page.
    private var runbook: String {
        let address = record.notification.runbook
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            return address.isEmpty ? "" : "\n<p>Runbook: \(escaped(address))</p>"
        }
        return "\n<p><a href=\"\(escaped(address))\" rel=\"noreferrer\">Runbook</a></p>"
    }

    private var picture: String {
        guard hasPicture else { return "" }
        let (id, title) = (record.notification.incident, record.notification.title)
        return """
            <p><img src="../pictures/\(escaped(id)).png" alt="\(escaped(title))"></p>
            """
    }

    private var timeline: String {
        guard !record.moves.isEmpty else { return "" }
        let unit = record.notification.unit
        let rows = record.moves.map { move in
            let evidence = [
                move.value.map { unit.text($0) } ?? "",
                move.limit.map { "limit \(unit.text($0))" } ?? "",
                move.samples > 0 ? counted(move.samples, "sample") : "",
            ].filter { !$0.isEmpty }.joined(separator: ", ")
            let why = [move.by, move.reason].filter { !$0.isEmpty }.joined(separator: ": ")
            let cells = [move.at.description, move.kind.name, evidence, why]
            return "<tr>" + cells.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
        }
        return """
            <h2>What happened</h2>
            <div class="wide"><table>
            \(rows.joined(separator: "\n"))
            </table></div>
            """
    }

    private var rule: String {
        guard let rule = record.rule else { return "" }
        return """
            <h2>The rule</h2>
            <p>\(escaped(rule.path)), line \(rule.line), version \(escaped(rule.version))</p>
            <pre>\(escaped(rule.text))</pre>
            """
    }

    private var whole: String {
        """
        <h2>All that is known</h2>
        <pre>\(escaped(record.text(nil, on: nil, at: now)))</pre>
        """
    }
}
