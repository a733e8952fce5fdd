import Fixtures
import Model
import PluginKit
import Testing

@testable import Notifiers

/// What Slack's markup must not do with text from outside, and what its answers mean.
@Suite struct SlackTests {
    @Test(
        arguments: Table(
            """
            text            | limit | cut
            short           | 5     | short
            shorter         | 5     | shor…
            a&b             | 7     | a&amp;b
            a&bc            | 7     | a&amp;…
            ab&cd           | 7     | ab…
            <b>             | 9     | &lt;b&gt;
            <b>             | 8     | &lt;b…
            éééé            | 4     | éééé
            ééééé           | 4     | ééé…
            a👩‍👩‍👧‍👦b    | 13    | a👩‍👩‍👧‍👦b
            a👩‍👩‍👧‍👦bc   | 13    | a👩‍👩‍👧‍👦…
            a👩‍👩‍👧‍👦bc   | 12    | a…
            👩‍👩‍👧‍👦      | 1     | …
            """
        ).rows)
    func cuts(_ row: Table.Row) throws {
        let cut = Dialect.slack.cut(row["text"], to: try #require(Int(row["limit"])))
        #expect(cut == row["cut"])
        #expect(cut.utf16.count <= Int(row["limit"])!)
    }

    @Test func tagsCannotPing() {
        var notice = notice()
        let pings = [
            "<!channel>", "<!here|x>", "<@U123>", "@here", "@channel", "@Everyone!", "<\u{301}",
        ]
        for ping in pings {
            notice.group = Labels([Labels.Pair("agent", ping)])
            notice.summary = "of \(ping)"
            let body = Slack().envelope(for: notice).body
            #expect(!body.contains(ping), "\(ping) in \(body)")
        }
        #expect(
            Dialect.slack.cut("mail@example.org @hermione", to: 99) == "mail@example.org @hermione")
        #expect(Dialect.slack.cut("@", to: 9) == "@")
    }

    @Test(
        arguments: Table(
            """
            status | body                                                    | header | outcome
            200    | ok                                                      |        | delivered
            200    | no_text                                                 |        | refused
            200    | <html>sign in</html>                                    |        | later
            200    | {"ok":true}                                             |        | delivered
            200    | {"ok":false,"error":"no_text"}                          |        | refused
            429    | {"retry_after":30,"ok":false,"error":"rate_limited"}    |        | later 30
            429    | {"retry_after" : 1.5}                                   |        | later 1.5
            429    | {"retry_after":1}                                       | 20     | later 20
            429    | {"retry_after":"soon"}                                  |        | later
            429    | rate_limited                                            |        | later
            400    | invalid_blocks                                          |        | refused
            403    | invalid_token                                           |        | refused
            404    | no_service                                              |        | refused
            410    | channel_is_archived                                     |        | refused
            500    | rollup_error                                            |        | later
            """
        ).rows)
    func answers(_ row: Table.Row) throws {
        let reply = Reply.answer(
            status: try #require(Int(row["status"])), body: row["body"],
            retryAfter: Double(row["header"]))
        let outcome =
            switch Slack().outcome(of: reply) {
            case .delivered: "delivered"
            case .refused: "refused"
            case .later(_, nil): "later"
            case .later(_, let wait?):
                "later " + "\(wait.seconds)".split(separator: ".0", maxSplits: 1)[0]
            }
        #expect(outcome == row["outcome"])
    }

    @Test(
        arguments: Table(
            """
            kind      | state    | headline
            opened    | critical | 🔴 critical: First response time (channel=chat)
            opened    | nodata   | 🟠 no data: First response time (channel=chat)
            escalated | critical | 🔴 up to critical: First response time (channel=chat)
            eased     | warning  | 🟠 eased to warning: First response time (channel=chat)
            repeated  | info     | 🔵 still info: First response time (channel=chat)
            resolved  | ok       | ✅ resolved: First response time (channel=chat)
            """
        ).rows)
    func headlines(_ row: Table.Row) throws {
        let kind = try #require(Notice.Kind.allCases.first { $0.name == row["kind"] })
        let state = try #require(AlertState.all.first { $0.name == row["state"] })
        #expect(Headline(notice(kind, state)).text == row["headline"])
    }

    @Test(
        arguments: Table(
            """
            kind      | state    | headline
            opened    | critical | 🔴 critique_: First response time (channel=chat)
            opened    | nodata   | 🟠 absence de données_: First response time (channel=chat)
            escalated | critical | 🔴 passe en critique_: First response time (channel=chat)
            escalated | nodata   | 🟠 plus de données_: First response time (channel=chat)
            eased     | warning  | 🟠 redescend en avertissement_: First response time (channel=chat)
            repeated  | info     | 🔵 toujours en information_: First response time (channel=chat)
            repeated  | nodata   | 🟠 toujours sans données_: First response time (channel=chat)
            resolved  | ok       | ✅ résolu_: First response time (channel=chat)
            """
        ).rows)
    func headlinesInFrench(_ row: Table.Row) throws {
        let kind = try #require(Notice.Kind.allCases.first { $0.name == row["kind"] })
        let state = try #require(AlertState.all.first { $0.name == row["state"] })
        var notice = notice(kind, state)
        notice.tongue = .french
        #expect(Headline(notice).text == String(row["headline"].map { $0 == "_" ? "\u{A0}" : $0 }))
    }

    @Test func anEndThatIsNoRecoverySaysSo() {
        var notice = notice(.resolved, .ok)
        notice.reason = "rule removed"
        #expect(Headline(notice).text.hasPrefix("✅ resolved, rule removed: "))
        notice.tongue = .french
        #expect(Headline(notice).text.hasPrefix("✅ résolu, règle supprimée\u{A0}: "))
    }
}
