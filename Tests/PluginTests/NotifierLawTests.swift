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
                [.ok, state].map { notice(kind, state, previous: $0) }
            }
        }
    }

    @Test(arguments: notifierNames)
    func everyStateHasAnEnvelopeThatParses(_ name: String) throws {
        let notifier = notifier(name)
        for notice in everyNotice + Bulletin.Kind.allCases.map({ announcement($0) }) {
            let envelope = notifier.envelope(for: notice)
            try parses(envelope)
            #expect(envelope == notifier.envelope(for: notice), "same call, same bytes")
        }
        // What is announced and says nothing has an envelope all the same.
        var silent = announcement(.daily)
        silent.bulletin = nil
        try parses(notifier.envelope(for: silent))
    }

    private func parses(_ envelope: Envelope) throws {
        if envelope.method == .mail {
            #expect(envelope.contentType == "text/plain; charset=utf-8")
            #expect(!envelope.body.isEmpty && envelope.html.hasSuffix("</html>"))
        } else {
            #expect(envelope.contentType == "application/json; charset=utf-8")
            #expect(try !parsed(envelope.body).isEmpty)
        }
    }

    /// Nothing that people write can break the format: not quotes, not controls, not nothing.
    @Test(arguments: notifierNames)
    func anyTextIsCarried(_ name: String) throws {
        let texts = [
            "", "\"}]", "\\", "\u{0}\u{1F}\u{7F}", "a\nb\r\nc\u{2028}d",
            "👩‍👩‍👧‍👦é̂", "<!channel>",
            String(repeating: "\"\\\u{1}", count: 8_000),
        ]
        for text in texts {
            for kind in [Notice.Kind.opened, .acknowledged, .announced] {
                try parses(notifier(name).envelope(for: saying(text, kind)))
            }
        }
    }

    /// Who reads a room is called by nothing that a tag, a customer or a rule says.
    @Test(arguments: ["discord", "googlechat", "mattermost", "slack", "slack_bot", "teams"])
    func nobodyIsCalled(_ name: String) throws {
        let pings = [
            "@here", "@channel", "@everyone", "@all", "@Here", "@EVERYONE", "<!channel>",
            "<!here>", "<!here|x>", "<!subteam^S1|x>", "<@U123>", "<@&77>", "<at>Anna</at>",
            "<AT>Anna</AT>", "<users/all>", "<users/123>",
        ]
        for ping in pings {
            for kind in [Notice.Kind.opened, .acknowledged, .unacknowledged, .announced] {
                var notice = saying("(\(ping)) \(ping)!", kind)
                notice.runbook = ping
                let body = notifier(name).envelope(for: notice).body
                for text in texts(in: try parsed(body)) {
                    #expect(!text.lowercased().contains(ping.lowercased()), "\(ping) in \(text)")
                }
            }
        }
    }

    /// What a customer writes turns no title round: no mark of direction comes through. To programs
    /// a tag is what it is.
    @Test(arguments: notifierNames.filter { $0 != "webhook" })
    func nothingIsTurnedRound(_ name: String) throws {
        let marks = ["\u{61C}", "\u{200E}", "\u{200F}"].map { $0.unicodeScalars.first! }
        let ranges = [0x202A...0x202E, 0x2066...0x2069] as [ClosedRange<UInt32>]
        let all = marks + ranges.flatMap { $0.compactMap(Unicode.Scalar.init) }
        for kind in Notice.Kind.allCases {
            let text = "a" + all.map { "\($0)b" }.joined()
            for contact in [correspondence(name), correspondence(name, linked: true)] {
                let envelope = notifier(name).envelope(for: saying(text, kind), to: contact)
                let read =
                    name == "alertmanager"
                    ? try annotations(in: parsed(envelope.body)) : [envelope.body, envelope.html]
                for text in read + envelope.headers.pairs.map(\.value) {
                    let found = text.unicodeScalars.filter { all.contains($0) }
                    #expect(found.isEmpty, "\(found.map { String($0.value, radix: 16) })")
                }
            }
        }
    }

    private func annotations(in message: [String: Any]) throws -> [String] {
        let alerts = try #require(message["alerts"] as? [[String: Any]])
        let told = texts(in: alerts.map { $0["annotations"] ?? "" })
        #expect(!told.isEmpty)
        return told + texts(in: message["commonAnnotations"] ?? "")
    }

    /// What settings are read by.
    @Test(arguments: notifierNames)
    func termsAreWhole(_ name: String) {
        let terms = type(of: notifier(name)).terms
        #expect(Set(terms.options.map(\.name)).count == terms.options.count)
        #expect(terms.options.allSatisfy { !$0.name.isEmpty && !$0.meaning.isEmpty })
        #expect(terms.address.isEmpty || terms.address.hasPrefix("https://"))
        #expect(terms.schemes == (name == "email" ? ["smtp", "smtps"] : ["https", "http"]))
        #expect(terms.tellsBulletins != ["alertmanager", "pagerduty"].contains(name))
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
            let outcome = outcome(name, status, "ok")
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

    private func outcome(_ name: String, _ status: Int, _ body: String) -> Outcome {
        notifier(name).outcome(of: .answer(status: status, body: body, retryAfter: 7))
    }

    /// Who wants a password on the way to a service has not delivered anything, and it passes.
    @Test(arguments: notifierNames)
    func aPageIsNoDelivery(_ name: String) {
        let pages = [
            "<!DOCTYPE html><title>Guest wifi</title>", "<html lang=\"en\">{\"ok\":true}",
            "\r\n\u{FEFF} <HTML>", "<!-- portal --><!-- 2 -->\n<html>", "<!-- no end of it",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"\">",
            "<script>top.location='http://10.0.0.1/'</script>",
            "<meta http-equiv=\"refresh\" content=\"0\">", "<head><title>Sign in</title>",
        ]
        for page in pages {
            for status in [200, 201, 202, 203] {
                guard case .later(let reason, nil) = outcome(name, status, page) else {
                    Issue.record("\(status) with \(page) is a yes, or a no for ever")
                    continue
                }
                #expect(reason.contains(page.prefix(100)))
            }
            guard case .refused = outcome(name, 404, page) else {
                Issue.record("a page does not make a no less of one")
                return
            }
        }
    }

    /// An error in a 200 is no delivery, and is not tried for ever. Programs of one's own may
    /// answer what they like.
    @Test(arguments: notifierNames)
    func wordsThatNobodyKnowsAreNoYes(_ name: String) {
        let isOwn = ["alertmanager", "email", "webhook"].contains(name)
        let answers = [
            "invalid_payload", "{\"error\":\"no such channel\"}", "Please sign in",
            "<h1>Hello</h1>", "{\"ok\":false}", "okay then, but no",
            String(repeating: "e\u{301}", count: 30_000),
        ]
        for answer in answers {
            switch outcome(name, 200, answer) {
            case .delivered: #expect(isOwn, "\(answer) is a yes")
            case .refused(let reason):
                let words = answer.contains("no such channel") ? "no such channel" : answer
                #expect(!isOwn && reason.contains(words.prefix(50)))
                #expect(reason.unicodeScalars.count <= Limits.answerShown + 60)
            case .later: Issue.record("\(answer) is told for ever")
            }
        }
    }
}
