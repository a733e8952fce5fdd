internal import Model
internal import PluginKit

/// The words of an answer to a message.
struct AnswerWords {
    let status: Int
    let text: String
    let json: AnswerGlance

    init(_ status: Int, _ body: String) {
        self.status = status
        text = body.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        json = AnswerGlance(body)
    }

    /// A yes that any service may say. Programs that take the format of another say it in their own
    /// words: `{"success":true}` (Rocket.Chat), `{"result":"success"}` (Zulip).
    var sayYes: Bool {
        if status == 204 || text.lowercased() == "ok" { return true }
        if json["ok"] == "true" || json["success"] == "true" { return true }
        return ["status", "result"].contains { json[$0] == "success" || json[$0] == "ok" }
    }
}

extension Reply {
    /// As is the custom, but a 2xx has to say yes: in the words of the service, or in such as
    /// nobody says without meaning them.
    ///
    /// What says neither is refused and not tried again: a program that takes the service's format
    /// and says yes in words that nobody here knows would be told for ever.
    ///
    /// - Parameter sign: by what the service says yes.
    func outcome(by sign: String, where saysYes: (AnswerWords) -> Bool) -> Outcome {
        let told = Outcome.standard(for: waitingAsItsBodySays)
        guard told == .delivered, case .answer(let status, let body, _) = self else { return told }
        let words = AnswerWords(status, body)
        if words.sayYes || saysYes(words) { return told }
        let said = body.isEmpty ? "" : ": \(Reply.shown(body))"
        return .refused(reason: "HTTP \(status) without \(sign)\(said)")
    }
}
