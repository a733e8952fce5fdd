import Core
import HTTPTypes
import Hummingbird
import Model
import PluginKit

/// The page behind the link by which somebody says that they have an incident in hand. Looking at
/// it does nothing, for chat services look at every link: the button does.
struct AcknowledgePage {
    let record: IncidentRecord
    /// How it stands now; nil: it is over, or the board has not got that far.
    var present: EngineStatus.Incident?
    /// To whom the link was sent.
    var contact = ""
    /// Of the link; empty: the page is the answer to a button of another page.
    var token = ""
    /// The way from the page to the root.
    var root = ""

    private var words: PageWords { PageWords(tongue: record.notification.tongue) }

    /// What it is about, and what can be done.
    var asked: Response {
        if record.endedAt != nil { return page(notice: words.isOver) }
        if let taken = record.acknowledged {
            return page(notice: words.taken(by: taken.by), taken.comment)
        }
        return page(ending: takingForm(words))
    }

    /// What came of it.
    func answered(_ outcome: OrderDesk.Outcome, by name: String) -> Response {
        switch outcome {
        case .done: page(notice: words.taken(by: name), words.takenNow)
        case .refused(.incidentIsOver): page(notice: words.isOver)
        case .refused(.acknowledgedBy(let other)): page(notice: words.taken(by: other))
        case .refused(.linkWasUsed): page(.conflict, notice: words.wasUsed)
        case .refused(.unknownIncident): page(.notFound, notice: words.isUnknown)
        case .refused, .busy, .turnedAway:
            page(.serviceUnavailable, notice: words.tryAgain)
        }
    }

    private func page(_ status: HTTPResponse.Status = .ok, notice: String...) -> Response {
        let texts = notice.filter { !$0.isEmpty }
        return page(
            status,
            ending: texts.map { "<p><strong>\(escaped($0))</strong></p>" }.joined(separator: "\n"))
    }

    private func page(_ status: HTTPResponse.Status = .ok, ending end: String) -> Response {
        let told = record.notification
        let title = told.summary.isEmpty ? told.title : told.summary
        let detail = told.detail.isEmpty ? "" : "<p>\(escaped(told.detail))</p>"
        let parts = [
            "<section class=\"\(record.state.name)\">\n<h1>\(escaped(title))</h1>\n\(detail)",
            "</section>", runbookLine(told.runbook),
            record.pictureLine(from: root, by: token), "<dl>\n\(facts)\n</dl>", end, story,
        ]
        return Page(
            title: title, language: words.code, root: root,
            body: parts.filter { !$0.isEmpty }.joined(separator: "\n")
        ).response(status)
    }

    private var story: String {
        let address = "\(root)incidents/\(record.notification.incident)" + Links.query(token)
        return "<p><a href=\"\(escaped(address))\">\(escaped(words.story))</a></p>"
    }

    private var facts: String {
        let told = record.notification
        let tongue = told.tongue
        let unit = told.unit
        let value = present?.value ?? told.value
        let rows = [
            (told.title, value.map { unit.text($0, in: tongue) } ?? ""),
            (words.limit, told.limit.map { unit.text($0, in: tongue) } ?? ""),
            (words.group, told.group.description),
            (words.state, record.state.word(in: tongue)),
            (words.since, told.openedAt.minuteText(in: tongue)),
        ]
        return rows.filter { !$0.1.isEmpty }
            .map { "<dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd>" }
            .joined(separator: "\n")
    }

    /// Where the link cannot say what it is about.
    static func closed(
        _ status: HTTPResponse.Status, _ sentence: String, root: String = ""
    ) -> Response {
        Page(
            title: "Vigie", root: root,
            body: """
                <h1>This link does not work</h1>
                <p>\(escaped(sentence))</p>
                """
        ).response(status)
    }
}
