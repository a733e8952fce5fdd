import Model
import Testing

@testable import Daemon

/// Who may do what by the HTTP door, as a vigie.yaml says it.
@Suite struct HTTPTermsTests {
    private func read(_ text: String) throws -> Settings {
        let folder = try ScratchFolder()
        try folder.write("long-enough-to-be-a-token\n", to: "good")
        try folder.write("short", to: "short")
        try folder.write("no certificate", to: "plain.pem")
        return try Settings.read(text, file: folder.path + "/vigie.yaml", registry: .stubs)
    }

    @Test func everythingThatCanBeSaid() throws {
        let settings = try read(
            """
            http:
              tokens: [{ name: ops, role: operate, file: good }]
              allow_origin: ["https://grafana.example.org", "http://localhost:3000"]
              open: true
            audit: /var/log/audit.log
            """)
        #expect(
            settings.http.tokens
                == [AccessToken("ops", .operate, Secret("long-enough-to-be-a-token"))])
        #expect(
            settings.http.allowOrigin == ["https://grafana.example.org", "http://localhost:3000"])
        #expect(settings.http.isOpen && settings.audit == "/var/log/audit.log")
        #expect(try read("").http == HTTPTerms())
    }

    /// text: a part of the complaint
    @Test(arguments: [
        ("http: { tokens: { a: b } }", "`tokens` cannot be a mapping"),
        ("http: { tokens: [{ name: a, role: read }] }", "a token has no `file`"),
        ("http: { tokens: [{ name: a, file: good }] }", "a token has no `role`"),
        ("http: { tokens: [{ name: a, role: admin, file: good }] }", "`admin` is not a role"),
        ("http: { tokens: [{ name: a, role: read, file: none }] }", "cannot be read"),
        ("http: { tokens: [{ name: a, role: read, file: short }] }", "has 5 characters"),
        (
            """
            http:
              tokens:
                - { name: a, role: read, file: good }
                - { name: a, role: write, file: good }
            """, "is there twice"
        ),
        ("http: { allow_origin: [\"*\"] }", "is not the origin of a page"),
        ("http: { allow_origin: [\"https://a.example/x\"] }", "is not the origin of a page"),
        ("http: { token: [] }", "did you mean `tokens`?"),
        ("http: { tls: { key: k.pem } }", "`tls` has no `certificate`"),
        ("http: { tls: { certificate: c.pem, key: k.pem } }", "c.pem cannot be read"),
        ("http: { tls: { certificate: plain.pem, key: k.pem } }", "holds no certificate"),
    ])
    func whatIsWrong(text: String, said: String) {
        do {
            _ = try read(text)
            Issue.record("it was taken: \(text)")
        } catch { #expect("\(error)".contains(said), "\(error)") }
    }

    /// listen: whether it is open by mistake, without a token
    @Test(arguments: [
        ("127.0.0.1:1", false), ("localhost:1", false), ("\"[::1]:1\"", false),
        ("127.8.9.1:1", false), ("0.0.0.0:1", true), ("\"[::]:1\"", true),
        ("vigie.example.org:1", true), ("10.0.0.1:1", true), ("127.example.org:1", true),
    ])
    func openByMistake(listen: String, isOpen: Bool) throws {
        let settings = try read("listen: { http: \(listen) }")
        #expect(settings.isOpenByMistake == isOpen)
        var tokens = settings
        tokens.http.tokens = [AccessToken("a", .read, Secret("a"))]
        #expect(!tokens.isOpenByMistake)
        var meant = settings
        meant.http.isOpen = true
        #expect(!meant.isOpenByMistake)
    }
}
