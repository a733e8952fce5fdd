import Foundation
import Model
import Plans
import PluginKit
import Testing

@testable import Daemon

/// A good vigie.yaml, and what the settings then are.
@Suite struct SettingsTests {
    @Test func whatIsNotSaidIsStandard() throws {
        let settings = try Settings.read("", file: "vigie.yaml", registry: .stubs)
        #expect(settings == Settings())
        #expect(settings.rules == ["/etc/vigie/rules"])
        #expect(settings.state == "/var/lib/vigie")
        #expect(settings.listen == Settings.Listen(http: Endpoint("127.0.0.1", 8427)))
        #expect(settings.journal.sync == .every(.milliseconds(200)))
        #expect(settings.journal.limit == ByteSize(2 << 30))
    }

    /// Two daemons with the same text hide ids alike; without a file the state folder has a key.
    @Test func theKeyThatHidesIDs() throws {
        let folder = try ScratchFolder()
        try folder.write("long and random\n", to: "one")
        try folder.write("long and random", to: "two")
        try folder.write("something else", to: "three")
        func key(_ name: String) throws -> PrivacyKey? {
            try Settings.read(
                "privacy: { key_file: \(name) }", file: folder.path + "/vigie.yaml",
                registry: .stubs
            ).privacyKey
        }
        #expect(try key("one") == PrivacyKey(secret: Array("long and random".utf8)))
        #expect(try key("one") == key("two"))
        #expect(try key("one") != key("three"))
        #expect(throws: SettingsRefused.self) { try key("missing") }
        #expect(Settings().privacyKey == nil)
    }

    @Test func everythingCanBeSaid() throws {
        let settings = try Settings.read(
            """
            rules: [one, /two]
            state: there
            listen: { http: "[::1]:80", tcp: 0.0.0.0:1, udp: localhost:2, unix: run/lines.sock }
            journal: { sync: always, limit: 3MiB }
            checkpoint: { every: 1m30s }
            limits: { series: 2_000, groups_per_kpi: 30, line_bytes: 4KiB }
            language: fr
            contacts:
              ops: { type: webhook, url: "https://example.org/hook" }
              near:
                type: slack
                url: http://127.0.0.1:9000/hook
                allow_loopback: true
                rate: { burst: 3, every: 2s }
            routes:
              - match: { severity: critical, team: web }
                notify: [ops, near]
              - notify: near
            """, file: "/etc/vigie/vigie.yaml", registry: .stubs)

        #expect(settings.rules == ["/etc/vigie/one", "/two"])
        #expect(settings.state == "/etc/vigie/there")
        #expect(
            settings.listen
                == Settings.Listen(
                    http: Endpoint("::1", 80), tcp: Endpoint("0.0.0.0", 1),
                    udp: Endpoint("localhost", 2), unix: "/etc/vigie/run/lines.sock"))
        #expect(settings.journal.sync == .always)
        #expect(settings.journal.limit == ByteSize(3 << 20))
        #expect(settings.checkpointEvery == .seconds(90))
        #expect(settings.bounds.series == 2_000)
        #expect(settings.bounds.groupsPerKPI == 30)
        #expect(settings.bounds.lineBytes == 4_096)
        #expect(settings.language == .french)
        #expect(
            settings.book.contacts == [
                ContactPlan("ops", type: "webhook", rate: StubWebhook.rate),
                ContactPlan(
                    "near", type: "slack", rate: DeliveryRate(burst: 3, interval: .seconds(2))),
            ])
        let critical = Labels([.init("severity", "critical"), .init("team", "web")])
        #expect(
            settings.book.routes == [
                RoutePlan(match: critical, notify: ["ops", "near"]),
                RoutePlan(match: Labels(), notify: ["near"]),
            ])
        #expect(
            settings.addresses == [
                "ops": ContactAddress(type: "webhook", url: Secret("https://example.org/hook")),
                "near": ContactAddress(
                    type: "slack", url: Secret("http://127.0.0.1:9000/hook"), allowLoopback: true),
            ])
    }

    /// A value left to a comment is not said; a list of doors without any is none the less the
    /// list.
    @Test func anEmptyValueIsNotSaid() throws {
        let settings = try Settings.read(
            "journal:\nlisten:\n  http:\n  tcp: ~\nlimits: { series: null }\n",
            file: "vigie.yaml", registry: .stubs)
        var expected = Settings()
        expected.listen = Settings.Listen()
        #expect(settings == expected)
    }

    @Test func theCommandLineGoesBeforeTheFile() throws {
        let folder = try ScratchFolder()
        let file = try folder.write("rules: here\nstate: /there\n", to: "vigie.yaml")
        var overrides = Overrides()
        overrides.rules = ["elsewhere"]
        overrides.http = Endpoint("127.0.0.1:0")
        let settings = try Settings.load(
            file, registry: .stubs, overrides: overrides, environment: [:])
        #expect(settings.rules == ["elsewhere"])
        #expect(settings.state == "/there")
        #expect(settings.listen.http == Endpoint("127.0.0.1", 0))
    }

    /// The example that is shipped loads, with the secret files that it names.
    @Test func theExampleLoads() throws {
        let example = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../deploy/vigie.yaml").standardized
        let folder = try ScratchFolder()
        let file = try folder.write(String(contentsOf: example, encoding: .utf8), to: "vigie.yaml")
        try folder.write(
            "https://hooks.slack.example/services/T1/B2/x3\n", to: "secrets/support-chat")
        try folder.write("https://hooks.slack.example/services/T1/B2/x4\n", to: "secrets/cx-team")
        try folder.write("correct horse\n", to: "secrets/hmac")

        let settings = try Settings.load(file, registry: .stubs, environment: [:])
        #expect(settings.book.contacts.map(\.name) == ["support-chat", "cx-team", "ops", "local"])
        #expect(
            settings.addresses["support-chat"]?.url
                == Secret("https://hooks.slack.example/services/T1/B2/x3"))
        #expect(settings.addresses["ops"]?.signing == [Secret("correct horse")])
        #expect(settings.addresses["local"]?.allowLoopback == true)
        #expect(settings.book.routes.map(\.notify) == [["ops", "support-chat"], ["support-chat"]])
        #expect(settings.listen.unix == "/run/vigie/lines.sock")
        #expect(settings.journal.sync == Settings().journal.sync)
        #expect(settings.bounds == Settings().bounds)
    }
}
