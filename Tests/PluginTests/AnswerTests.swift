import Fixtures
import Model
import Notifiers
import PluginKit
import Testing

/// What the answers of services mean, and by what they know the message. Slack's incoming webhook
/// has its own in `SlackTests`.
@Suite struct AnswerTests {
    @Test(
        arguments: Table(
            #"""
            name       | status | body                                                                | outcome   | handle
            slack_bot  | 200    | {"ok":true,"channel":"C1","ts":"1503435956.000247","message":{}}    | delivered | C1/1503435956.000247
            slack_bot  | 200    | {"ok":true,"channel":"C1","ts":"15.0","message":{"text":"cut o      | delivered | C1/15.0
            slack_bot  | 200    | {"ok":false,"error":"channel_not_found"}                            | refused   | nil
            slack_bot  | 200    | {"ok":false,"error":"invalid_auth"}                                 | refused   | nil
            slack_bot  | 200    | {"ok":false,"error":"internal_error"}                               | later     | nil
            slack_bot  | 200    | {"ok":false,"error":"message_not_found"}                            | later     | -
            slack_bot  | 200    | {"ok":false,"error":"edit_window_closed"}                           | later     | -
            slack_bot  | 200    | <html>"ok":true</html>                                              | refused   | nil
            slack_bot  | 429    | {"ok":false,"error":"ratelimited"}                                  | later     | nil
            slack_bot  | 503    |                                                                     | later     | nil
            discord    | 200    | {"type":0,"embeds":[{"id":"5","a":"}]\""}],"id":"1187","x":{}}      | delivered | 1187
            discord    | 200    | {"author":{"id":"5"},"mentions":[],"id":"1187","channel_id":"2"}    | delivered | 1187
            discord    | 200    | {"id":"../../channels/1"}                                           | delivered | nil
            discord    | 200    | {"embeds":[{"description":"cut o                                    | delivered | nil
            discord    | 204    |                                                                     | delivered | nil
            discord    | 404    | {"message": "Unknown Message", "code": 10008}                       | later     | -
            discord    | 404    | {"message": "Unknown Webhook", "code": 10015}                       | refused   | nil
            discord    | 429    | {"message":"slow","retry_after":0.75,"global":false}                | later .75 | nil
            discord    | 400    | {"code":50035}                                                      | refused   | nil
            teams      | 202    |                                                                     | delivered | nil
            teams      | 200    | 1                                                                   | delivered | nil
            teams      | 200    | Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId x | later | nil
            teams      | 200    | Microsoft Teams endpoint returned HTTP error 413                    | refused   | nil
            teams      | 200    | Microsoft Teams endpoint returned HTTP error 200                    | refused   | nil
            pagerduty  | 202    | {"status":"success","message":"Event processed","dedup_key":"a"}    | delivered | nil
            pagerduty  | 400    | {"status":"invalid event"}                                          | refused   | nil
            pagerduty  | 429    |                                                                     | later     | nil
            googlechat | 200    | {"name":"spaces/A/messages/B","thread":{"name":"spaces/A/threads/C"}} | delivered | nil
            ntfy       | 200    | {"id":"a1","event":"message"}                                       | delivered | nil
            mattermost | 200    | ok                                                                  | delivered | nil
            email      | 250    | 2.0.0 Ok: queued                                                    | delivered | nil
            """#
        ).rows)
    func answers(_ row: Table.Row) throws {
        let reply = Reply.answer(
            status: try #require(Int(row["status"])), body: row["body"], retryAfter: nil)
        let notifier = notifier(row["name"])
        let outcome =
            switch notifier.outcome(of: reply) {
            case .delivered: "delivered"
            case .refused: "refused"
            case .later(_, nil): "later"
            case .later(_, let wait?): "later ." + "\(wait.seconds)".dropFirst(2)
            }
        #expect(outcome == row["outcome"])
        let handle = notifier.handle(in: reply)
        #expect((handle.map { $0.isEmpty ? "-" : $0 } ?? "nil") == row["handle"])
    }

    /// What nobody need look at edits the message before, and all else is a message of its own.
    @Test(arguments: Notice.Kind.allCases)
    func editsWhatNobodyNeedLookAt(_ kind: Notice.Kind) {
        let isEdit = [.eased, .repeated, .acknowledged, .resolved].contains(kind)
        let notice = drawnNotice(kind, .english)
        let edit = notifier("discord")
            .envelope(for: notice, to: correspondence("discord", handle: "1187"))
        #expect(edit.method == (isEdit ? .patch : .post))
        #expect(edit.path == (isEdit ? "/messages/1187" : ""))
        #expect(edit.query["wait"] == (isEdit ? nil : "true"))
        let bot = notifier("slack_bot")
            .envelope(for: notice, to: correspondence("slack_bot", handle: "C1/15.0"))
        #expect(bot.path == (isEdit ? "/chat.update" : "/chat.postMessage"))
        #expect(bot.body.contains(#""ts":"15.0""#) == isEdit)
        let first = notifier("slack_bot")
            .envelope(for: notice, to: correspondence("slack_bot"))
        #expect(first.path == "/chat.postMessage" && first.body.contains(#""C024BE91L""#))
    }
}
