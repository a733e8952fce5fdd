import Foundation
import Model
import Notifiers
import PluginKit
import Testing

/// What PagerDuty and the receivers of Alertmanager rely on, and mails by their headers.
@Suite struct ProgramEnvelopeTests {
    private func sent(_ name: String, _ notice: Notice) throws -> [String: Any] {
        try parsed(notifier(name).envelope(for: notice, to: correspondence(name)).body)
    }

    @Test func oneKeyForAllOfAnIncident() throws {
        let actions: [Notice.Kind: String] = [
            .acknowledged: "acknowledge", .resolved: "resolve",
        ]
        for kind in Notice.Kind.allCases {
            let event = try sent("pagerduty", notice(kind))
            #expect(event["event_action"] as? String == actions[kind] ?? "trigger")
            #expect(event["dedup_key"] as? String == "4f0c9a77b1e2d3c4a5968778")
            #expect(event["routing_key"] as? String == Envelope.seal)
            #expect((event["payload"] != nil) == (actions[kind] == nil))
        }
    }

    @Test func detailsOfTheSameNameAreAllTold() throws {
        var notice = notice()
        notice.labels = Labels([.init("Value", "a"), .init("Value", "b")])
        let payload = try #require(try sent("pagerduty", notice)["payload"] as? [String: Any])
        let details = try #require(payload["custom_details"] as? [String: String])
        #expect(details.values.contains("a") && details.values.contains("b"))
    }

    @Test func anAlertOfAlertmanager() throws {
        var message = try sent("alertmanager", bundledNotice(.firing(.critical)))
        #expect(message["version"] as? String == "4")
        #expect(message["status"] as? String == "firing")
        #expect(message["receiver"] as? String == "floor")
        #expect(
            message["groupKey"] as? String
                == #"{}:{alertname="slow_first_response", channel="chat"}"#)
        #expect(
            message["groupLabels"] as? [String: String] == ["alertname": "slow_first_response"])
        #expect(
            message["commonLabels"] as? [String: String] == [
                "alertname": "slow_first_response", "team": "support", "tier": "1",
            ])
        var alerts = try #require(message["alerts"] as? [[String: Any]])
        #expect(alerts.count == 3)
        #expect(alerts[0]["fingerprint"] as? String == "4f0c9a77b1e2d3c4a5968778")
        #expect(alerts[0]["startsAt"] as? String == "2026-03-09T08:45:00Z")
        #expect(alerts[0]["endsAt"] as? String == "0001-01-01T00:00:00Z")
        #expect((alerts[0]["labels"] as? [String: String])?["severity"] == "critical")
        message = try sent("alertmanager", notice(.resolved, .ok))
        #expect(message["status"] as? String == "resolved")
        alerts = try #require(message["alerts"] as? [[String: Any]])
        #expect(alerts[0]["status"] as? String == "resolved")
        #expect(alerts[0]["endsAt"] as? String == "2026-03-09T09:15:00Z")
    }

    /// A tag cannot say what the alert is called.
    @Test func namesAreNotForTagsToSay() throws {
        var notice = notice()
        notice.group = Labels([.init("alertname", "other"), .init("severity", "none")])
        let alerts = try #require(
            try sent("alertmanager", notice)["alerts"] as? [[String: Any]])
        let labels = try #require(alerts[0]["labels"] as? [String: String])
        #expect(labels["alertname"] == "slow_first_response" && labels["severity"] == "warning")
    }

    @Test func anIncidentIsOneThreadOfMails() {
        let first = notifier("email").envelope(for: notice(), to: correspondence("email")).headers
        let later = notifier("email")
            .envelope(for: notice(.resolved, .ok), to: correspondence("email")).headers
        let thread = "<4f0c9a77b1e2d3c4a5968778@shop.example>"
        #expect(first["Message-ID"] == "<9d2c.floor.3@shop.example>")
        for headers in [first, later] {
            #expect(headers["From"] == "Vigie <vigie@shop.example>")
            #expect(headers["In-Reply-To"] == thread && headers["References"] == thread)
        }
        // Without a name of the delivery each step has one of its own.
        let names = Notice.Kind.allCases.map {
            notifier("email").envelope(for: notice($0)).headers["Message-ID"]
        }
        #expect(Set(names).count == Notice.Kind.allCases.count)
    }

    @Test func noTextBeginsAnotherHeader() {
        let envelope = notifier("email").envelope(
            for: saying("a\r\nBcc: all@example.org\u{0}"), to: correspondence("email"))
        for pair in envelope.headers.pairs {
            #expect(!pair.value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        }
        #expect(!envelope.html.contains("\u{0}"))
    }
}
