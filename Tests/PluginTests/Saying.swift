import Foundation
import Model
import PluginKit
import Testing

/// Every text of a notification is this one.
func saying(_ text: String, _ kind: Notice.Kind = .opened, others: Int = 2) -> Notice {
    var notice = explainedNotice(.firing(.warning), .english)
    notice.kind = kind
    notice.incident = text
    notice.alert = text
    notice.kpi = text
    notice.title = text
    notice.group = Labels([Labels.Pair(text, text)])
    notice.summary = text
    notice.detail = text
    notice.owner = text
    notice.runbook = "https://" + text
    notice.labels = Labels((0..<20).map { Labels.Pair("\($0)\(text)", text) })
    notice.reason = text
    (notice.by, notice.comment) = (text, text)
    notice.quotes = [Notice.Quote(text, at: notice.at)]
    for place in notice.explanation!.causes.indices {
        notice.explanation!.causes[place].group = Labels([Labels.Pair(text, text)])
    }
    notice.companions = (0..<others).map { _ in
        Notice.Companion(
            incident: text, alert: text + "2", group: Labels([Labels.Pair(text, text)]),
            state: .firing(.critical), value: 1, unit: .money(text), summary: text)
    }
    if kind == .announced {
        var told = bulletin(.silenceEnded)
        (told.by, told.comment, told.matchers) = (text, text, text)
        told.alerts = (0..<Limits.alertsInBulletin).map { _ in .init(text, 7) }
        notice.bulletin = told
    }
    return notice
}

func parsed(_ body: String) throws -> [String: Any] {
    try #require(
        JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], "\(body)")
}

/// All texts of a JSON value, its keys aside.
func texts(in json: Any) -> [String] {
    switch json {
    case let text as String: [text]
    case let values as [Any]: values.flatMap(texts)
    case let object as [String: Any]: object.values.flatMap(texts)
    default: []
    }
}
