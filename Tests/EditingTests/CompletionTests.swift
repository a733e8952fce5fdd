import Testing

@testable import Editing

/// What is offered where `|` stands.
@Suite struct CompletionTests {
    private static let given = """
        stream contact {
          tag   channel in ["phone", "chat"], team
          field wait_s duration(s)
        }
        param limit = 5m
        kpi waiting {
          from  contact
          value mean(wait_s)
          by    channel
          over  1h
        }
        """

    private func offered(_ text: String) -> [String] {
        let before = text.split(separator: "|", omittingEmptySubsequences: false)[0]
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        var editor = Conversation(
            files: ["/rules/a.vigie": Self.given], contacts: ["ops", "night"])
        editor.open("/rules/b.vigie", text.replacing("|", with: ""))
        return labels(
            editor.at(
                "completion", "/rules/b.vigie", lines.count - 1, lines.last?.utf16.count ?? 0))
    }

    @Test(arguments: [
        ("|", "kpi", "from"), ("k|", "stream", "mean"),
        ("kpi a {\n  |", "from", "kpi"), ("kpi a {\n  fr|\n}", "better", "stream"),
        ("kpi a {\n  from |", "contact", "waiting"),
        ("kpi a {\n  from contact\n  value me|", "mean", "better"),
        ("kpi a {\n  from contact\n  value mean(|", "wait_s", "from"),
        ("kpi a {\n  from contact\n  value count(followed |", "by", "mean"),
        ("kpi a {\n  from contact\n  value count(followed by |", "contact", "team"),
        ("kpi a {\n  from contact\n  value count(followed by contact on |", "team", "mean"),
        ("kpi a {\n  from contact\n  by |", "team", "wait_s"),
        ("kpi a {\n  over 15|", "15m", "contact"),
        ("kpi a {\n  better |", "lower", "mean"),
        ("kpi a {\n  from contact where channel == \"|", "phone", "team"),
        ("stream s {\n  field a |", "duration", "contact"),
        ("alert a on |", "waiting", "contact"), ("alert a on each |", "contact", "waiting"),
        ("alert a on waiting {\n  warning |", "when", "value"),
        ("alert a on waiting {\n  warning when value > |", "limit", "mean"),
        ("alert a on waiting {\n  warning when value > 3m with |", "confidence 95%", "waiting"),
        (
            "alert a on waiting {\n  warning when value > 3m with confidence 95% at |",
            "all looks", "waiting"
        ),
        ("alert a on waiting {\n  notify \"|", "night", "limit"),
        ("alert a on waiting {\n  summary \"in {|", "channel", "night"),
        ("alert a on waiting {\n  no |", "data", "keep"),
        ("set |", "limit", "waiting"),
    ])
    func offers(_ text: String, _ wanted: String, _ unwanted: String) {
        let found = offered(text)
        #expect(found.contains(wanted), "\(text): \(found)")
        #expect(!found.contains(unwanted) || unwanted == "from", "\(text): \(found)")
    }

    @Test func nothingInComments() { #expect(offered("kpi a {\n  # fr|").isEmpty) }

    /// At every byte of a program, whole or torn there, the server has an answer.
    @Test func everyPlaceIsAnswered() {
        let text = Self.given
        for end in stride(from: 0, through: text.utf8.count, by: 3) {
            let torn = String(decoding: Array(text.utf8.prefix(end)), as: UTF8.self)
            var editor = Conversation()
            editor.open("/rules/a.vigie", torn)
            let lines = torn.split(separator: "\n", omittingEmptySubsequences: false)
            for method in ["completion", "hover", "definition", "references", "prepareRename"] {
                let answer = editor.at(
                    method, "/rules/a.vigie", lines.count - 1, lines.last?.count ?? 0)
                #expect(answer["error"] == nil, "\(method) at \(end)")
            }
            _ = editor.published()
        }
    }
}
