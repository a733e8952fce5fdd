import Foundation
import Model
import Notifiers
import PluginKit
import Testing

/// What services refuse is never sent, by the lengths that they state: for the longest of texts,
/// for such as end at a limit, and for many at once.
@Suite struct ServiceLimitTests {
    /// Of one, two, three and four bytes, of one and two UTF-16 units, of many scalars, and such as
    /// grow where they are escaped.
    private static let units = [
        "x", "é", "e\u{301}", "漢", "😀", "👩‍👩‍👧‍👦", "&", "\"", "\u{1}", "*", "<", "@here ",
        "\n",
    ]

    private static let limits = [200, 500, 3_000]

    @Test(arguments: notifierNames, units)
    func texts(_ name: String, _ unit: String) throws {
        for length in [5_000] + Self.limits.flatMap({ [$0, $0 + 1] }) {
            // So many units as end there, by either measure.
            for size in Set([unit.utf16.count, unit.utf8.count]) {
                let text = String(repeating: unit, count: max(1, length / size))
                try checkAll(name, text)
            }
        }
    }

    /// One character that is longer than any limit.
    @Test(arguments: notifierNames)
    func oneEndlessCharacter(_ name: String) throws {
        try checkAll(name, "e" + String(repeating: "\u{301}", count: 20_000))
    }

    @Test(arguments: notifierNames)
    func fiveHundredOthers(_ name: String) throws {
        let notice = saying(String(repeating: "é\"", count: 300), others: 500)
        try fits(name, notifier(name).envelope(for: notice, to: longLinks(name)))
    }

    private func checkAll(_ name: String, _ text: String) throws {
        try fits(name, notifier(name).envelope(for: saying(text, .announced)))
        var notice = saying(text)
        notice.trail = drawnNotice(.opened, .english).trail
        try fits(name, notifier(name).envelope(for: notice, to: longLinks(name)))
    }

    /// As long as any service takes them, and one byte more.
    private func longLinks(_ name: String) -> Correspondence {
        var contact = correspondence(name)
        let longest = [
            "discord": 500, "googlechat": 1_500, "mattermost": 1_000, "ntfy": 500, "slack": 3_000,
            "slack_bot": 3_000, "teams": 1_000,
        ]
        let start = "https://vigie.example/"
        let rest = (longest[name] ?? 2_000) - start.utf8.count
        contact.acknowledgeLink = start + String(repeating: "a", count: rest)
        contact.pictureLink = contact.acknowledgeLink
        contact.incidentLink = contact.acknowledgeLink + "b"
        return contact
    }

    private func fits(_ name: String, _ envelope: Envelope) throws {
        let body = envelope.body
        switch name {
        case "alertmanager", "webhook": return
        case "discord": try fitsDiscord(try parsed(body))
        case "email": fitsEmail(envelope)
        case "googlechat": try fitsGoogleChat(body)
        case "mattermost": try fitsMattermost(body)
        case "ntfy": try fitsNtfy(body)
        case "pagerduty": try fitsPagerDuty(body)
        case "slack", "slack_bot": try fitsSlack(body)
        // Known to have come through, of the 28,672 bytes of all properties.
        case "teams": #expect(body.utf8.count <= 20_000)
        default: Issue.record("say here what \(name) takes")
        }
    }
}

private func length(_ value: Any?) -> Int { (value as? String)?.utf16.count ?? 0 }

private func objects(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

private func object(_ value: Any?) -> [String: Any] { value as? [String: Any] ?? [:] }

extension ServiceLimitTests {
    private func fitsDiscord(_ message: [String: Any]) throws {
        #expect(length(message["content"]) <= 2_000)
        let embeds = objects(message["embeds"])
        #expect(embeds.count == 1)
        var sum = 0
        for embed in embeds {
            let fields = objects(embed["fields"])
            #expect(length(embed["description"]) <= 4_096 && fields.count <= 25)
            #expect(length(object(embed["footer"])["text"]) <= 2_048)
            sum += length(embed["description"]) + length(object(embed["footer"])["text"])
            for field in fields {
                #expect((1...256).contains(length(field["name"])))
                #expect((1...1_024).contains(length(field["value"])))
                sum += length(field["name"]) + length(field["value"])
            }
        }
        #expect(sum <= 6_000)
    }

    private func fitsEmail(_ envelope: Envelope) {
        for header in envelope.headers.pairs {
            #expect(!header.value.contains { $0.isNewline })
            #expect(header.value.utf16.count <= 998)
        }
        // Beyond, the largest of mail services hides the rest.
        #expect(envelope.html.utf8.count <= 102_000)
        #expect(envelope.body.utf16.count <= 20_000)
    }

    private func fitsGoogleChat(_ body: String) throws {
        #expect(body.utf8.count <= 32_000)
        let card = object(objects(try parsed(body)["cardsV2"]).first?["card"])
        #expect(objects(objects(card["sections"]).first?["widgets"]).count <= 100)
    }

    private func fitsMattermost(_ body: String) throws {
        #expect(body.utf8.count <= 300_000)
        let message = try parsed(body)
        let attachment = objects(message["attachments"])[0]
        let fields = objects(attachment["fields"])
        let sum = fields.reduce(length(message["text"]) + length(attachment["text"])) {
            $0 + length($1["title"]) + length($1["value"])
        }
        #expect(sum <= 16_383)
        #expect(length(attachment["footer"]) <= 300)
    }

    private func fitsNtfy(_ body: String) throws {
        #expect(body.utf8.count <= 8_192)
        let message = try parsed(body)
        #expect(try #require(message["message"] as? String).utf8.count <= 4_096)
        #expect(objects(message["actions"]).count <= 3)
    }

    private func fitsPagerDuty(_ body: String) throws {
        #expect(body.utf8.count <= 512_000)
        let event = try parsed(body)
        #expect((1...255).contains(length(event["dedup_key"])))
        #expect(length(object(event["payload"])["summary"]) <= 1_024)
        #expect(length(object(event["payload"])["source"]) > 0)
    }

    private func fitsSlack(_ body: String) throws {
        let message = try parsed(body)
        #expect(length(message["text"]) <= 4_000)
        let attachment = objects(message["attachments"])[0]
        for holder in [message, attachment] {
            let blocks = objects(holder["blocks"])
            #expect(!blocks.isEmpty && blocks.count <= 50)
            for block in blocks { fitsSlack(block: block) }
        }
    }

    private func fitsSlack(block: [String: Any]) {
        let limit = block["type"] as? String == "header" ? 150 : 3_000
        #expect(length(object(block["text"])["text"]) <= limit)
        #expect(length(block["image_url"]) <= 3_000 && length(block["alt_text"]) <= 2_000)
        #expect(objects(block["fields"]).count <= 10)
        let isActions = block["type"] as? String == "actions"
        #expect(objects(block["elements"]).count <= (isActions ? 25 : 10))
        for part in objects(block["fields"]) + objects(block["elements"]) {
            #expect(length(part["text"]) <= 2_000 && length(part["url"]) <= 3_000)
            #expect(length(object(part["text"])["text"]) <= 75)
        }
    }
}
