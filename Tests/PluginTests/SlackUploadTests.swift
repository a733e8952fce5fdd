import Model
import Notifiers
import PluginKit
import Testing

/// The calls that bring the picture of a message by the bot.
@Suite struct SlackUploadTests {
    private let posted = #"{"ok":true,"channel":"C1","ts":"15.0"}"#
    private let ticket =
        #"{"ok":true,"upload_url":"https:\/\/files.slack.com\/upload\/v1\/a_B?x=1","file_id":"F7"}"#

    private func step(
        _ kind: Notification.Kind = .opened, handle: String = "", after bodies: [String]
    ) -> FollowUp? {
        var (notice, contact) = (notice(), Correspondence())
        (notice.kind, notice.title) = (kind, "First response")
        contact.handle = handle
        return SlackBot().followUp(
            notice, to: contact, picture: 4_711,
            after: bodies.map { .answer(status: 200, body: $0, retryAfter: nil) })
    }

    @Test func threeCallsPutItIntoTheThread() {
        #expect(
            step(after: [posted])
                == FollowUp(
                    .path("/files.getUploadURLExternal"),
                    .text(
                        "filename=kpi.png&length=4711",
                        type: "application/x-www-form-urlencoded")))
        #expect(
            step(after: [posted, ticket])
                == FollowUp(
                    .elsewhere("https://files.slack.com/upload/v1/a_B?x=1"), .picture))
        let conclusion = step(after: [posted, ticket, "OK - 4711"])
        #expect(conclusion?.place == .path("/files.completeUploadExternal"))
        guard case .text(let body, _) = conclusion?.content else {
            Issue.record("there is no third call")
            return
        }
        #expect(body.hasPrefix(#"{"files":[{"id":"F7","title":"🟠 warning: First response"#))
        #expect(body.hasSuffix(#""channel_id":"C1","thread_ts":"15.0"}"#))
        #expect(step(after: [posted, ticket, "OK", #"{"ok":true}"#]) == nil)
    }

    @Test func nothingFollowsWhatWasNotTaken() {
        let no = #"{"ok":false,"error":"missing_scope"}"#
        #expect(step(after: [no]) == nil)
        #expect(step(after: [posted, no]) == nil)
        #expect(
            SlackBot().followUp(
                notice(), to: Correspondence(), picture: 1,
                after: [
                    .answer(status: 200, body: posted, retryAfter: nil),
                    .answer(status: 200, body: ticket, retryAfter: nil), .unreachable("gone"),
                ]) == nil)
    }

    @Test func anEditBringsNone() {
        #expect(step(.resolved, handle: "C1/15.0", after: [posted]) == nil)
        #expect(step(.escalated, handle: "C1/15.0", after: [posted]) != nil)
        #expect(step(.repeated, handle: "C1/15.0", after: [posted]) != nil)
    }
}
