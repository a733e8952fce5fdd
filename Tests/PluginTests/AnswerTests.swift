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
            name       | status | outcome   | handle  | body
            slack_bot  | 200    | delivered | C1/15.0 | {"ok":true,"channel":"C1","ts":"15.0"}
            slack_bot  | 200    | delivered | C1/15.0 | {"ok":true,"channel":"C1","ts":"15.0","m":"c
            slack_bot  | 200    | refused   | nil     | {"ok":false,"error":"channel_not_found"}
            slack_bot  | 200    | refused   | nil     | {"ok":false,"error":"invalid_auth"}
            slack_bot  | 200    | later     | nil     | {"ok":false,"error":"internal_error"}
            slack_bot  | 200    | later     | -       | {"ok":false,"error":"message_not_found"}
            slack_bot  | 200    | later     | -       | {"ok":false,"error":"edit_window_closed"}
            slack_bot  | 200    | refused   | nil     | no_service
            slack_bot  | 200    | later     | nil     | <html>"ok":true</html>
            slack_bot  | 200    | delivered | nil     | {"success":true}
            slack_bot  | 429    | later     | nil     | {"ok":false,"error":"ratelimited"}
            slack_bot  | 503    | later     | nil     |
            discord    | 200    | delivered | 1187    | {"e":[{"id":"5","a":"}]\""}],"id":"1187"}
            discord    | 200    | delivered | 1187    | {"a":{"id":"5"},"m":[],"id":"1187"}
            discord    | 200    | delivered | nil     | {"id":"../../channels/1"}
            discord    | 200    | delivered | nil     | {"embeds":[{"description":"cut o
            discord    | 204    | delivered | nil     |
            discord    | 200    | refused   | nil     |
            discord    | 200    | refused   | nil     | {"message":"Cannot send an empty message"}
            discord    | 200    | refused   | nil     | invalid_payload
            discord    | 200    | delivered | nil     | ok
            discord    | 404    | later     | -       | {"message": "Unknown", "code": 10008}
            discord    | 404    | refused   | nil     | {"message": "Unknown", "code": 10015}
            discord    | 429    | later .75 | nil     | {"message":"slow","retry_after":0.75}
            discord    | 400    | refused   | nil     | {"code":50035}
            teams      | 202    | delivered | nil     |
            teams      | 202    | delivered | nil     | {"note":"its author has it answer"}
            teams      | 200    | delivered | nil     | 1
            teams      | 200    | delivered | nil     |
            teams      | 200    | refused   | nil     | Bad payload received by generic webhook
            teams      | 200    | later     | nil     | <html>HTTP error 403</html>
            teams      | 200    | later     | nil     | endpoint returned HTTP error 429
            teams      | 200    | refused   | nil     | endpoint returned HTTP error 413
            teams      | 200    | refused   | nil     | endpoint returned HTTP error 200
            pagerduty  | 202    | delivered | nil     | {"status":"success","dedup_key":"a"}
            pagerduty  | 202    | delivered | nil     |
            pagerduty  | 200    | delivered | nil     | {"status":"success"}
            pagerduty  | 200    | refused   | nil     |
            pagerduty  | 202    | refused   | nil     | {"status":"invalid event"}
            pagerduty  | 200    | refused   | nil     | invalid_payload
            pagerduty  | 400    | refused   | nil     | {"status":"invalid event"}
            pagerduty  | 429    | later     | nil     |
            googlechat | 200    | delivered | nil     | {"name":"spaces/A/messages/B"}
            googlechat | 200    | refused   | nil     | {"error":{"code":400}}
            ntfy       | 200    | delivered | nil     | {"id":"a1","event":"message"}
            ntfy       | 200    | refused   | nil     | {"code":40001,"error":"invalid topic"}
            mattermost | 200    | delivered | nil     | ok
            mattermost | 200    | delivered | nil     | {"success":true}
            mattermost | 200    | delivered | nil     | {"result":"success","msg":""}
            mattermost | 200    | refused   | nil     | {"success":false,"error":"no"}
            mattermost | 200    | refused   | nil     | Invalid webhook
            email      | 250    | delivered | nil     | 2.0.0 Ok: queued
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
        let isEdit = [.eased, .acknowledged, .resolved].contains(kind)
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
