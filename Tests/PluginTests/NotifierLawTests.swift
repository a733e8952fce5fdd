import Foundation
import Model
import Notifiers
import PluginKit
import Testing

/// What every notifier promises.
@Suite struct NotifierLawTests {
    private var everyNotice: [Notice] {
        Notice.Kind.allCases.flatMap { kind in
            AlertState.all.flatMap { state in
                AlertState.all.map { notice(kind, state, previous: $0) }
            }
        }
    }

    private func parsed(_ body: String) throws -> [String: Any] {
        try #require(
            JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], "\(body)")
    }

    @Test(arguments: notifierNames)
    func everyStateHasAnEnvelopeThatParses(_ name: String) throws {
        for notice in everyNotice {
            let envelope = notifier(name).envelope(for: notice)
            #expect(envelope.contentType == "application/json; charset=utf-8")
            #expect(try !parsed(envelope.body).isEmpty)
            #expect(envelope == notifier(name).envelope(for: notice), "same call, same bytes")
        }
    }

    /// Nothing that people write can break the format: not quotes, not controls, not nothing.
    @Test(arguments: notifierNames)
    func anyTextIsCarried(_ name: String) throws {
        let texts = [
            "", "\"}]", "\\", "\u{0}\u{1F}\u{7F}", "a\nb\r\nc\u{2028}d",
            "👩‍👩‍👧‍👦é̂", "<!channel>",
            String(repeating: "\"\\\u{1}", count: 30_000),
        ]
        for text in texts {
            let body = notifier(name).envelope(for: saying(text)).body
            #expect(try !parsed(body).isEmpty)
        }
    }

    /// Every text of a notification is this one.
    private func saying(_ text: String) -> Notice {
        var notice = notice()
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
        return notice
    }

    @Test(arguments: notifierNames)
    func ratesLetSomethingThrough(_ name: String) {
        let rate = type(of: notifier(name)).rate
        #expect(rate.burst >= 1)
        #expect(rate.interval > .zero)
    }

    /// No answer and every "later" of HTTP are tried again; every other refusal is final.
    @Test(arguments: notifierNames)
    func repliesMeanWhatTheCustomSays(_ name: String) {
        for status in 100..<600 {
            let outcome = notifier(name).outcome(
                of: .answer(status: status, body: "ok", retryAfter: 7))
            switch (status, outcome) {
            case (200..<300, .delivered): break
            case (408, .later), (425, .later), (429, .later), (500..<600, .later):
                if case .later(_, let wait) = outcome { #expect(wait == .seconds(7)) }
            case (200..<300, _), (408, _), (425, _), (429, _), (500..<600, _):
                Issue.record("\(status) is \(outcome)")
            case (_, .refused): break
            default: Issue.record("\(status) is \(outcome)")
            }
        }
        guard case .later = notifier(name).outcome(of: .unreachable("timeout")) else {
            Issue.record("no answer is worth another try")
            return
        }
    }

    /// What slack is sent for the longest of texts, by the lengths that Slack states.
    @Test func slackStaysWithinItsLimits() throws {
        for text in ["x", "é", "👩‍👩‍👧‍👦", "&", "\u{1}", "\"", "@here "] {
            let long = String(repeating: text, count: 20_000)
            let body = Slack().envelope(for: saying(long)).body
            #expect(body.utf8.count < 150_000)
            let message = try parsed(body)
            #expect(try #require(message["text"] as? String).utf16.count <= 4_000)
            let attachment = try #require((message["attachments"] as? [[String: Any]])?.first)
            for holder in [message, attachment] {
                let blocks = try #require(holder["blocks"] as? [[String: Any]])
                #expect(!blocks.isEmpty && blocks.count <= 50)
                for block in blocks { try fits(block) }
            }
        }
    }

    private func fits(_ block: [String: Any]) throws {
        if let text = block["text"] as? [String: Any] {
            let limit = block["type"] as? String == "header" ? 150 : 3_000
            #expect(try #require(text["text"] as? String).utf16.count <= limit)
        }
        for (key, count, limit) in [("fields", 10, 2_000), ("elements", 10, 2_000)] {
            let parts = block[key] as? [[String: Any]] ?? []
            #expect(parts.count <= count)
            for part in parts {
                #expect(try #require(part["text"] as? String).utf16.count <= limit)
            }
        }
    }
}
