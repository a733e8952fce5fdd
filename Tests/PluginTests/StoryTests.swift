import Fixtures
import Model
import PluginKit
import Testing

@testable import Notifiers

/// The words of messages, and the signs in them that are drawn or escaped.
@Suite struct StoryTests {
    @Test(
        arguments: Table(
            """
            kind           | state    | title
            opened         | critical | 🔴 critical: X · 10m12s, limit 3m
            opened         | nodata   | 🟠 no data: X
            resolved       | ok       | ✅ resolved: X · 2m20s, limit 3m
            acknowledged   | critical | 👀 acknowledged by anna: X · 10m12s, limit 3m
            flapping       | warning  | 🟠 flapping: X · 10m12s, limit 3m
            unacknowledged | critical | 🔴 critical, not acknowledged: X · 10m12s, limit 3m
            """
        ).rows)
    func titles(_ row: Table.Row) throws {
        let kind = try #require(Notice.Kind.allCases.first { $0.name == row["kind"] })
        let state = try #require(AlertState.all.first { $0.name == row["state"] })
        var notice = notice(kind, state)
        (notice.title, notice.group) = ("X", Labels())
        #expect(Story(notice, Correspondence()).title == row["title"])
    }

    @Test(
        arguments: Table(
            """
            values                | bars
            1 2 3 4 5 6 7 8       | ▁▂▃▄▅▆▇█
            0 100                 | ▁█
            5 5 5                 | ▄▄▄
            1 - 8                 | ▁_█
            1 inf 8               | ▁_█
            -8 0 8                | ▁▅█
            1                     |
            - -                   |
            """
        ).rows)
    func sparklines(_ row: Table.Row) {
        let values = row["values"].split(separator: " ").map { Double($0) }
        let sparkline = Sparkline(Trail(end: .zero, step: .minutes(1), values: values))
        #expect(
            (sparkline?.bars ?? "").map { $0 == "\u{2002}" ? "_" : "\($0)" }.joined() == row["bars"]
        )
    }

    @Test func aSparklineSaysWhatItIsOf() {
        let notice = drawnNotice(.opened, .english)
        #expect(
            Sparkline(notice.trail)?.text(.duration, .english)
                == "▁▁\u{2002}▁▁▂▃▅▇█  in the last 4h30m: 1m35s to 10m12s")
        let french = Sparkline(notice.trail)?.text(.duration, .french) ?? ""
        #expect(visible(french).hasSuffix("en 4_h_30_min_: 1_min_35_s à 10_min_12_s"))
        let widest = Trail(
            end: .zero, step: .seconds(1),
            values: [-.greatestFiniteMagnitude, .greatestFiniteMagnitude])
        #expect(Sparkline(widest)?.bars == "▁█")
    }

    @Test(
        arguments: Table(
            #"""
            dialect  | text                    | escaped
            markdown | *a* _b_ a_b             | \*a\* \_b\_ a_b
            markdown | [x](https://evil)       | \[x\](https://evil)
            markdown | mail@example.org @anna  | mail@example.org @^anna
            markdown | <@U1>                   | \<^@^U1\>
            card     | <at>a</at> [x](y)       | <^at>a<^/at> [x]^(y)
            html     | <users/all> "a" & b     | &lt;users/all&gt; &quot;a&quot; &amp; b
            slack    | <!here> @here           | &lt;!here&gt; @^here
            slack    | @\#u{200E}here @\#u{202E}here | @^here @^here
            plain    | a\#u{202E}b\#u{2066}c\#u{61C}d | abcd
            plain    | <a@b> @channel          | <^a@b> @^channel
            """#
        ).rows)
    func dialects(_ row: Table.Row) throws {
        let all: [String: Dialect] = [
            "markdown": .markdown, "card": .card, "html": .html, "slack": .slack, "plain": .plain,
        ]
        let escaped = try #require(all[row["dialect"]]).cut(row["text"], to: 999)
        #expect(escaped.map { $0 == "\u{200B}" ? "^" : "\($0)" }.joined() == row["escaped"])
    }

    /// Whatever is cut is cut between two characters, and fits with its ellipsis.
    @Test(arguments: [Dialect.slack, .markdown, .card, .html, .plain, .bytes])
    func cutsBetweenCharacters(_ dialect: Dialect) {
        for unit in ["x", "é", "e\u{301}\u{302}", "漢", "😀", "👩‍👩‍👧‍👦", "🇫🇷"] {
            let whole = String(repeating: unit, count: 40)
            for limit in 3...200 {
                let cut = dialect.cut(whole, to: limit)
                #expect(dialect.length(cut) <= limit)
                #expect(cut == whole || cut.last == "…")
                #expect(cut.allSatisfy { "\($0)" == unit || $0 == "…" })
            }
        }
    }

    @Test(
        arguments: Table(
            """
            url                        | follows
            https://wiki.example/a?b=c | yes
            http://wiki.example/(a)    | yes
            see the wiki               | no
            javascript:alert(1)        | no
            https://x><!here           | no
            https://x^y                | no
            https://x y                | no
            https://x\u{202E}moc.y     | no
            """
        ).rows)
    func links(_ row: Table.Row) {
        #expect(Hyperlink.isFollowable(row["url"]) == (row["follows"] == "yes"))
    }

    /// As long as somebody says the same again, it is said once; programs get each.
    @Test func whatSeveralWroteAlikeIsSaidOnce() {
        var notice = notice()
        notice.quotes = ["late", "late", "Late", "late"].map { .init($0, at: notice.at) }
        #expect(notice.causeLines == ["“late”", "“Late”"])
        #expect(Webhook().envelope(for: notice).body.split(separator: #""text":"late""#).count == 4)
    }

    @Test func aRunbookThatIsNoLinkIsSaid() {
        var notice = notice()
        notice.runbook = "see the wiki"
        let story = Story(notice, Correspondence())
        #expect(story.links(upTo: 999).isEmpty)
        #expect(story.colophon[1] == "Runbook: see the wiki")
    }

    @Test func bulletinsInWords() {
        func words(_ kind: Bulletin.Kind, _ tongue: Tongue) -> [String] {
            let story = Story(announcement(kind, tongue), Correspondence())
            return [story.title] + story.lead
        }
        #expect(
            words(.silenceBegan, .english) == [
                "🔇 silence until 2026-03-09 09:15 UTC: channel=chat, severity=~warning|info",
                "Asked for by anna: the chat platform moves",
                "It keeps 2 open incidents quiet.",
            ])
        #expect(
            words(.silenceEnded, .english)[2]
                == "While it lasted: 4 incidents opened, 3 are over; 1 is open now.")
        #expect(
            words(.storm, .english) == [
                "🔴 storm: 1,240 incidents opened",
                "So many open in a minute that they are counted, not told one by one.",
                "1,240 incidents opened, 310 are over, 2 were acknowledged; 930 are open now.",
            ])
        #expect(
            words(.daily, .french).map(visible) == [
                "📋 la journée_: 1_240 incidents ouverts, 930 en cours",
                "1_240 incidents ouverts, 310 terminés, 2 pris en charge_; 930 en cours.",
            ])
        var quiet = announcement(.weekly)
        quiet.bulletin = Bulletin(.weekly, from: .zero, until: .zero)
        #expect(
            Story(quiet, Correspondence()).title == "📋 the week: nothing opened, none is open now")
    }

    /// With `_` for blanks that do not break.
    private func visible(_ text: String) -> String {
        String(text.map { $0 == "\u{A0}" || $0 == "\u{202F}" ? "_" : $0 })
    }
}
