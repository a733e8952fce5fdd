import Model
import Plans
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// What clients of Alertmanager are shown, to the letter.
@Suite(.timeLimit(.minutes(1))) struct AlertmanagerTests {
    private static func labels(_ pairs: (String, String)...) -> Labels {
        Labels(pairs.map { Labels.Pair($0.0, $0.1) })
    }

    /// As `model/signature_test.go` of prometheus/common has it.
    @Test func fingerprints() {
        #expect(fingerprint(of: Labels()) == "cbf29ce484222325")
        let labels = Self.labels(("name", "garland, briggs"), ("fear", "love is not enough"))
        #expect(fingerprint(of: labels) == "507a62d79ee76c9a")
    }

    private var status: EngineStatus {
        var status = EngineStatus.sample
        status.clock = Timestamp(nanoseconds: 120_500_000_000)
        status.contacts = ["ops", "night"]
        status.incidents[0].labels = Self.labels(("alertname", "slow"), ("channel", "chat"))
        status.incidents[0].summary = "slow \"chat\""
        status.incidents[0].contacts = ["ops", "night"]
        var other = status.incidents[0]
        other.id = "i2"
        other.labels = Self.labels(("alertname", "late"))
        other.contacts = []
        other.silencedBy = ["s1"]
        other.inhibitedBy = ["i1"]
        var shadow = other
        (shadow.id, shadow.isShadow) = ("i3", true)
        status.incidents += [other, shadow]
        return status
    }

    @Test func anAlert() async throws {
        let house = House()
        house.board.post(status, StatusBoard.Figures())
        try await house.withFace { address in
            let all = try await address.ask("GET", "/api/v2/alerts?filter=alertname%3Dslow")
            let slow = fingerprint(of: Self.labels(("alertname", "slow"), ("channel", "chat")))
            #expect(
                all.body == """
                    [{"annotations":{"summary":"slow \\"chat\\"","value":"1m30s",\
                    "incident":"i1"},"endsAt":"1970-01-01T00:07:00.500Z",\
                    "fingerprint":"\(slow)",\
                    "receivers":[{"name":"ops"},{"name":"night"}],\
                    "startsAt":"1970-01-01T00:01:00.000Z",\
                    "status":{"inhibitedBy":[],"silencedBy":[],"state":"active"},\
                    "updatedAt":"1970-01-01T00:01:00.000Z","generatorURL":"",\
                    "labels":{"alertname":"slow","channel":"chat"}}]

                    """)
            let late = try await address.ask("GET", "/api/v2/alerts?filter=alertname%3D%22late%22")
            #expect(
                late.body.contains(
                    """
                    "receivers":[{"name":"null"}]
                    """))
            #expect(
                late.body.contains(
                    """
                    "status":{"inhibitedBy":["\(slow)"],"silencedBy":["s1"],"state":"suppressed"}
                    """))
        }
    }

    /// query: the incidents that are shown
    @Test(arguments: [
        ("", "i1 i2"), ("?silenced=false", "i1"), ("?inhibited=false", "i1"),
        ("?active=false", "i2"), ("?active=true&silenced=true", "i1 i2"),
        ("?receiver=ops", "i1"), ("?receiver=n.*", "i1 i2"), ("?receiver=op", ""),
        ("?filter=alertname%3D~%22s.%2B%22", "i1"), ("?filter=channel%3D", "i2"),
        ("?filter=channel%21%3D", "i1"), ("?filter=channel%3Dchat&filter=alertname%3Dlate", ""),
        ("?filter=%7Balertname%3D%22slow%22%2Cchannel%3D%22chat%22%7D", "i1"),
    ])
    func filters(query: String, shown: String) async throws {
        let house = House()
        house.board.post(status, StatusBoard.Figures())
        try await house.withFace { address in
            let answer = try await address.ask("GET", "/api/v2/alerts" + query)
            let found = ["i1", "i2", "i3"].filter { answer.body.contains("\"\($0)\"") }
            #expect(found.joined(separator: " ") == shown, "\(answer.body)")
        }
    }

    @Test func badFilters() async throws {
        let house = House()
        house.board.post(status, StatusBoard.Figures())
        try await house.withFace { address in
            let queries = ["filter=a", "filter=a%3D~%28", "receiver=%28", "filter=%3D1"]
            for path in ["/api/v2/alerts", "/api/v2/alerts/groups"] {
                for query in queries {
                    let answer = try await address.ask("GET", "\(path)?\(query)")
                    #expect(answer.status == 400 && answer.body.hasPrefix("\""), "\(query)")
                }
            }
        }
    }

    @Test func groups() async throws {
        let house = House()
        house.board.post(status, StatusBoard.Figures())
        try await house.withFace { address in
            let answer = try await address.ask("GET", "/api/v2/alerts/groups")
            let heads = answer.body.split(separator: "{\"labels\":{\"alertname\":").dropFirst()
                .map { $0.prefix { $0 != "[" } }
            #expect(
                heads == [
                    #""slow"},"receiver":{"name":"night"},"alerts":"#,
                    #""late"},"receiver":{"name":"null"},"alerts":"#,
                    #""slow"},"receiver":{"name":"ops"},"alerts":"#,
                ])
        }
    }

    /// Bodies that Prometheus and others send, and what of them the engine is asked.
    @Test func alertsOfOthers() async throws {
        let house = House()
        let json = ["Content-Type: application/json"]
        try await house.withFace { address in
            let taken = try await address.post(
                "/api/v2/alerts",
                """
                [{"labels":{"b":"2","alertname":"down","none":""},"annotations":{"summary":"s"},
                "startsAt":"2026-03-09T08:00:00.5Z","endsAt":"0001-01-01T00:00:00Z",
                "generatorURL":"http://p/"},{"labels":{"a":"1"}}]
                """, headers: json)
            #expect(taken.status == 200 && taken.body.isEmpty)
            for body in [
                "[{}]", #"[{"labels":{}}]"#, #"[{"labels":{"a":""}}]"#, "{}", "nothing",
                #"[{"labels":{"a":1}}]"#, #"[{"labels":{"a":"1"},"startsAt":"then"}]"#,
            ] {
                let answer = try await address.post("/api/v2/alerts", body, headers: json)
                #expect(answer.status == 400 && answer.body.hasPrefix("\""), "\(body)")
            }
            #expect(try await address.post("/api/v2/alerts", "[]", headers: json).status == 200)
        }
        #expect(
            house.engine.orders == [
                .alerts([
                    ReceivedAlert(
                        labels: Self.labels(("alertname", "down"), ("b", "2")),
                        annotations: Self.labels(("summary", "s")),
                        startsAt: Timestamp("2026-03-09T08:00:00.5Z"), generatorURL: "http://p/"),
                    ReceivedAlert(labels: Self.labels(("a", "1"))),
                ])
            ])
    }

    @Test func contactsAndRoutesAsAConfiguration() {
        let rate = DeliveryRate(burst: 1, interval: .seconds(1))
        let book = ContactBook(
            contacts: [
                ContactPlan("ops", type: "webhook", rate: rate),
                ContactPlan("night", type: "webhook", rate: rate),
            ],
            routes: [
                RoutePlan(
                    match: Self.labels(("severity", "critical"), ("team", "l'\"eau")),
                    notify: ["ops", "night"]),
                RoutePlan(match: Labels(), notify: ["night"]),
            ])
        #expect(
            AlertmanagerConfig(book: book).text == """
                # Vigie: contacts are receivers. Alerts whose rule says `notify` go by no route.
                route:
                  receiver: 'null'
                  group_by: [alertname]
                  routes:
                  - receiver: 'ops'
                    matchers:
                    - 'severity="critical"'
                    - 'team="l''\\"eau"'
                    routes:
                    - receiver: 'ops'
                      continue: true
                    - receiver: 'night'
                  - receiver: 'night'
                receivers:
                - name: 'ops'
                - name: 'night'
                - name: 'null'

                """)
    }
}
