import Core
import Host
import Hummingbird
import Model
import Plans
import PluginKit

/// The story of an incident.
struct IncidentPage {
    let record: IncidentRecord
    /// How it stands now; nil: it is over, or the board has not got that far.
    let present: EngineStatus.Incident?
    let now: Timestamp
    /// Of the link by which it is seen; empty: there was none.
    let token: String
    let button: Button

    /// Whether who sees it may take it.
    enum Button {
        case none
        /// By the link that was sent to a contact.
        case ofLink
        /// By the role.
        case ofRole
    }

    static let root = "../"

    var response: Response {
        let told = record.notification
        let title = told.summary.isEmpty ? told.title : told.summary
        let parts = [
            heading(title), runbookLine(told.runbook),
            record.pictureLine(from: Self.root, by: token), form, timeline, rule, whole,
        ]
        // A browser tells where an order comes from as far as it tells the address of the page.
        return Page(
            title: title, root: Self.root, referrer: "same-origin",
            body: parts.filter { !$0.isEmpty }.joined(separator: "\n")
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
            record.endedAt.map { "over at \($0.minuteText), \(record.reason)" } ?? standing,
            taken ?? "",
        ]
        return "<section class=\"\(record.state.name)\">\n<h1>\(escaped(title))</h1>\n"
            + lines.filter { !$0.isEmpty }.map { "<p>\(escaped($0))</p>" }.joined(separator: "\n")
            + "\n</section>"
    }

    /// `now critical, at 92 s (14 samples)`
    private var standing: String {
        let state = "now \((present?.state ?? record.state).word(in: .english))"
        guard let present, let value = present.value else { return state }
        let samples = present.samples > 0 ? " (\(counted(present.samples, "sample")))" : ""
        return "\(state), at \(present.unit.text(value))\(samples)"
    }

    private var form: String {
        guard record.endedAt == nil, record.acknowledged == nil else { return "" }
        let words = PageWords(tongue: .english)
        switch button {
        case .none: return ""
        case .ofLink: return takingForm(words, to: "\(Self.root)acknowledge\(Links.query(token))")
        case .ofRole: return takingForm(words)
        }
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
            let at = move.at.aligned(to: .seconds(1)).description
            let cells = [at, move.kind.name, evidence, why]
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
        <pre>\(escaped(record.evidence(at: now)))</pre>
        """
    }
}
