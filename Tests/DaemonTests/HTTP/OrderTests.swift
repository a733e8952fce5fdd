import Core
import Foundation
import Logging
import Model
import Testing

@testable import Daemon

/// Orders over HTTP: what the engine is asked, what the sender is told, and what is written down.
@Suite(.timeLimit(.minutes(1))) struct OrderTests {
    private static let json = ["Content-Type: application/json"]

    private func house() -> House {
        let house = House()
        house.board.post(.sample, StatusBoard.Figures())
        return house
    }

    @Test func anIncidentIsTakenByTheBeginningOfItsID() async throws {
        let house = house()
        house.engine.answer = .done("4f0c9a77")
        try await house.withFace { address in
            let answer = try await address.post(
                "/api/vigie/incidents/4f0c/acknowledge", #"{"by":"Ana","comment":"on it"}"#,
                headers: Self.json)
            #expect(answer.status == 200)
            let said = #"{"incident":"4f0c9a77","alert":"late","group":{"channel":"web"}}"#
            #expect(answer.body == said + "\n")
            let none = try await address.post("/api/vigie/incidents/4f0c/acknowledge", "")
            #expect(none.status == 200)
        }
        #expect(
            house.engine.orders == [
                .acknowledge(
                    Acknowledgement(incident: "4f0c9a77", by: "Ana", comment: "on it")),
                .acknowledge(Acknowledgement(incident: "4f0c9a77", by: "")),
            ])
    }

    /// One digit that somebody mistyped fits some incident.
    @Test func tooLittleOfAnID() async throws {
        let house = house()
        try await house.withFace { address in
            for id in ["4", "4f0"] {
                let answer = try await address.post("/api/vigie/incidents/\(id)/acknowledge", "")
                #expect(answer.status == 400 && answer.body.contains("give 4 characters"))
            }
            // Its whole id is one, however short.
            let whole = try await address.post("/api/vigie/incidents/i1/acknowledge", "")
            #expect(whole.status == 200)
        }
        #expect(house.engine.orders.count == 1)
    }

    /// matchers: whether something open, or an alert of the rules, may have such labels
    @Test(arguments: [
        (["alertname=slow", "team=~a|b"], true), (["team=b"], true), (["severity=critical"], true),
        (["site=paris"], true), (["alertname=HostDown"], true), (["owner!=web"], true),
        (["alertname=slwo"], false), (["taem=b"], false), (["alertname=slow", "owner=web"], false),
        (["alertname=slow", "site=nice"], false),
    ])
    func aSilenceThatFitsNothing(matchers: [String], fits: Bool) async throws {
        let house = House()
        var status = EngineStatus.sample
        status.incidents[0].labels = Labels([.init("alertname", "HostDown"), .init("owner", "it")])
        house.board.post(status, StatusBoard.Figures())
        var terms = FaceTerms()
        terms.rules = [
            RuleCard(
                file: "a.vigie", name: "slow", text: "", lasting: .zero, every: .zero,
                labels: Labels([.init("owner", "cx"), .init("site", "paris")]),
                annotations: Labels(), isShadow: false, tags: ["team"])
        ]
        try await house.withFace(terms: terms) { address in
            let list = JSON.array(matchers.map { .text($0) }).line
            let answer = try await address.post(
                "/api/vigie/silences", #"{"matchers":\#(list),"for":"1h","comment":"x"}"#,
                headers: Self.json)
            #expect(answer.status == 200)
            #expect(answer.body.contains("it fits nothing") == !fits, "\(matchers)")
        }
    }

    @Test func aSilence() async throws {
        let house = house()
        try await house.withFace { address in
            let answer = try await address.post(
                "/api/vigie/silences",
                """
                {"matchers":["alertname=slow",{"name":"team","value":"a|b","isRegex":true}],
                "starts_at":"2026-03-09T08:00:00+01:00","for":"2h","by":"Ana","comment":"move",
                "calendar":"nights"}
                """, headers: Self.json)
            #expect(answer.status == 200 && answer.body.hasPrefix("{\"silence\":\"s1\","))
        }
        let start = try #require(Timestamp("2026-03-09T07:00:00Z"))
        #expect(
            house.engine.orders == [
                .silence(
                    SilenceRequest(
                        matchers: [
                            try Matcher("alertname", "slow"),
                            try Matcher("team", "a|b", isRegex: true),
                        ], startsAt: start, endsAt: start + .hours(2), by: "Ana",
                        comment: "move", calendar: "nights"))
            ])
    }

    /// body: a part of what is said
    @Test(arguments: [
        ("", "JSON"), ("{", "not JSON"), ("{}", "`matchers` is missing"),
        (#"{"matchers":["a=b"]}"#, "`ends_at`"), (#"{"matchers":["a"],"for":"1h"}"#, "no matcher"),
        (#"{"matchers":["a=b"],"for":"soon"}"#, "length of time"),
        (#"{"matchers":["a=b"],"ends_at":"soon"}"#, "no time"),
        (#"{"matchers":[{"name":"a"}],"for":"1h"}"#, "`matchers[0].value` is missing"),
        (#"{"matchers":3,"for":"1h"}"#, "`matchers` is not what is expected"),
    ])
    func aSilenceThatIsNone(body: String, said: String) async throws {
        let house = house()
        try await house.withFace { address in
            let answer = try await address.post(
                "/api/vigie/silences", body, headers: Self.json)
            #expect(answer.status == 400)
            #expect(answer.body.contains(said), "\(answer.body)")
        }
        #expect(house.engine.orders.isEmpty)
    }

    @Test func aFormIsNoJSON() async throws {
        try await house().withFace { address in
            let answer = try await address.post(
                "/api/vigie/silences", #"{"matchers":["a=b"],"for":"1h"}"#,
                headers: ["Content-Type: text/plain"])
            #expect(answer.status == 415)
            let large = try await address.post(
                "/api/vigie/silences", String(repeating: " ", count: Limits.orderBytes + 1),
                headers: Self.json)
            #expect(large.status == 413)
        }
    }

    @Test(arguments: [
        (OrderRefusal.unknownSilence("s9"), 404, "no silence `s9`"),
        (.silenceIsOver("s9"), 409, "is over"),
        (.noComment, 400, "say why"),
        (.tooManySilences(limit: 10), 429, "10 silences"),
        (.badPattern("(", PatternFault(at: 0, "a bracket")), 400, "at character 1"),
    ])
    func whatTheEngineRefuses(refusal: OrderRefusal, status: Int, said: String) async throws {
        let house = house()
        house.engine.answer = .refused(refusal)
        try await house.withFace { address in
            let answer = try await address.ask("DELETE", "/api/vigie/silences/s%39?by=Ana")
            #expect(answer.status == status && answer.body.contains(said), "\(answer.body)")
        }
        #expect(house.engine.orders == [.expire(silence: "s9", by: "Ana")])
    }

    /// One line each, with the token's name and never the token.
    @Test func whatIsWrittenDown() async throws {
        let folder = try ScratchFolder()
        let house = house()
        var terms = FaceTerms()
        terms.audit = folder.path + "/audit.log"
        terms.keyring = Keyring([AccessToken("ops", .operate, Secret("operate-01234567"))])
        let headers = Self.json + ["Authorization: Bearer operate-01234567"]
        try await house.withFace(terms: terms) { address in
            _ = try await address.post(
                "/api/vigie/incidents/4f0c/acknowledge", #"{"comment":"on\nit"}"#,
                headers: headers)
            house.engine.answer = .refused(.silenceIsOver("s9"))
            _ = try await address.ask("DELETE", "/api/vigie/silences/s9", headers: headers)
        }
        let text = try String(contentsOfFile: folder.path + "/audit.log", encoding: .utf8)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[0].contains(
                """
                "token":"ops","peer":"127.0.0.1:
                """))
        #expect(
            lines[0].hasSuffix(
                """
                "by":"ops","action":"acknowledge","target":"4f0c9a77","detail":"on\\nit",\
                "outcome":"done"}
                """))
        #expect(lines[1].contains("\"outcome\":\"the silence `s9` is over\""))
        #expect(!text.contains("operate-0"))
    }

    /// An order is not refused for it.
    @Test func aDiskThatTakesNothing() async throws {
        let house = house()
        var terms = FaceTerms()
        terms.audit = "/dev/full"
        try await house.withFace(terms: terms) { address in
            let answer = try await address.ask("DELETE", "/api/vigie/silences/s1")
            #expect(answer.status == 200)
        }
        #expect(house.engine.orders.count == 1)
    }
}
