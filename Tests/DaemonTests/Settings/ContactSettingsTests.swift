import Model
import Plans
import PluginKit
import Testing

@testable import Daemon

/// What a contact may say of itself, by the terms of its type.
@Suite struct ContactSettingsTests {
    private func folderOfSecrets() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for (name, text) in [
            ("token", "xoxb-1\n"), ("new", "one"), ("old", "two"), ("proxy", "http://a:b@p:1"),
            ("ca.pem", "-----BEGIN CERTIFICATE-----"), ("me.pem", "-----BEGIN CERTIFICATE-----"),
            ("me.key", "-----BEGIN PRIVATE KEY-----"),
        ] {
            try folder.write(text, to: name)
        }
        return folder
    }

    @Test func everything() throws {
        let folder = try folderOfSecrets()
        let settings = try read(
            """
            public_url: https://vigie.example/
            contacts:
              boss: { type: webhook, url: http://h }
              room:
                type: chat
                channel: "#ops"
                token_file: token
                secret_file: [new, old]
                proxy_file: proxy
                ca_file: ca.pem
                client_certificate: me.pem
                client_key: me.key
                hours: office
                urgent: none
                storm: 5
                acknowledge: { remind: 15m, escalate_to: boss, after: 30m }
              post:
                type: mail
                url: smtp://mail.example
                from: Vigie <v@h.example>
                to: [a@h.example, b@h.example]
                allow_unencrypted: true
                digest: { every: week, on: fri, at: "17:30", as_in: office }
            """, in: folder.path)
        let room = settings.book.contacts[1]
        var expected = ContactPlan("room", type: "chat", rate: StubChat.rate)
        expected.tellsBulletins = false
        expected.hours = "office"
        expected.urgent = nil
        expected.storm = 5
        expected.remind = .minutes(15)
        expected.escalation = .init(to: "boss", after: .minutes(30))
        #expect(room == expected)
        #expect(
            settings.book.contacts[2].digest
                == DigestPlan(on: .friday, minute: 17 * 60 + 30, calendar: "office"))
        var address = ContactAddress(
            type: "chat", url: Secret("https://chat.example/api"),
            signing: [Secret("one"), Secret("two")])
        address.token = Secret("xoxb-1")
        address.options = Labels([.init("channel", "#ops")])
        address.proxy = Secret("http://a:b@p:1")
        address.authorities = folder.path + "/ca.pem"
        address.identity = .init(
            certificate: folder.path + "/me.pem", key: folder.path + "/me.key")
        #expect(settings.addresses["room"] == address)
        #expect(settings.publicURL == "https://vigie.example/")
        #expect(settings.addresses["post"]?.options["to"] == "a@h.example, b@h.example")
        #expect(settings.addresses["post"]?.allowUnencrypted == true)
    }

    @Test func aDigestWithoutMoreWords() throws {
        let settings = try read(
            "contacts: { a: { type: webhook, url: http://h, digest: { every: day } } }", in: "")
        #expect(settings.book.contacts[0].digest == DigestPlan(minute: 480))
    }

    static let cases = [
        BadSettings(
            "unknown key",
            """
            contacts:
              a: { type: webhook, url: http://h, chanel: x }
            """,
            says: """
                2:38: `chanel` is not a key of the contact `a`
                  = help: the keys are
                """),
        BadSettings(
            "unknown option",
            """
            contacts:
              a: { type: chat, chanel: x, channel: y }
            """,
            says: """
                2:20: `chanel` is not a key of the contact `a`
                  = help: did you mean `channel`?
                """),
        BadSettings(
            "no option",
            """
            contacts:
              a: { type: chat }
            """,
            says: """
                2:3: the contact `a` has no `channel`
                  = help: write `channel: …`: where it is posted
                vigie.yaml:2:3: the contact `a` has no `token_file`
                  = help: name the file that holds its token or password: `token_file: PATH`
                """),
        BadSettings(
            "wrong scheme",
            """
            contacts:
              a: { type: mail, url: http://h, from: a@b, to: c@d }
            """,
            says: """
                2:25: the address is not `smtps` or `smtp`
                  = help: an address begins with `smtps://` or `smtp://` and names a host
                """),
        BadSettings(
            "no address of a mail",
            """
            contacts:
              a: { type: mail, from: a@b, to: c@d }
            """,
            says: """
                2:3: the contact `a` has no address
                  = help: write `url_file: PATH`, or `url: "smtps://…"` where it is no \
                secret
                """),
        BadSettings(
            "no mailbox",
            """
            contacts:
              a: { type: mail, url: smtp://h, from: a, to: c@d }
            """,
            says: """
                2:41: `a` is no mail address
                  = help: write `name@example.org`, or `Name <name@example.org>`
                """),
        BadSettings(
            "a user without a password",
            """
            contacts:
              a: { type: mail, url: smtp://h, from: a@b, to: c@d, user: x }
            """,
            says: """
                2:3: the contact `a` has no `token_file`
                """),
        BadSettings(
            "a password without a user",
            """
            contacts:
              a: { type: mail, url: smtp://h, from: a@b, to: c@d, token_file: x }
            """,
            says: """
                2:67: `token_file` holds a password, and there is no `user`
                """),
        BadSettings(
            "no severity",
            """
            contacts:
              a: { type: webhook, url: http://h, urgent: bad, hours: x }
            """,
            says: """
                2:46: `bad` is not a severity
                """),
        BadSettings(
            "urgent without hours",
            """
            contacts:
              a: { type: webhook, url: http://h, urgent: info }
            """,
            says: """
                2:46: `urgent` says what is told outside of the hours, and there are no \
                `hours`
                """),
        BadSettings(
            "no storm",
            """
            contacts:
              a: { type: webhook, url: http://h, storm: 0 }
            """,
            says: """
                2:45: `storm` cannot be 0
                  = help: it may be from 1 to 10000
                """),
        BadSettings(
            "nobody",
            """
            contacts:
              a: { type: webhook, url: http://h, acknowledge: { escalate_to: opps, after: \
            1h } }
              ops: { type: webhook, url: http://h }
            """,
            says: """
                2:66: there is no contact `opps`
                  = help: did you mean `ops`?
                """),
        BadSettings(
            "itself",
            """
            contacts:
              a: { type: webhook, url: http://h, acknowledge: { escalate_to: a, after: \
            1h } }
            """,
            says: """
                2:66: `a` cannot be told in its own place
                  = help: name another contact, or say `remind: 15m` to tell it again
                """),
        BadSettings(
            "after nobody",
            """
            contacts:
              a: { type: webhook, url: http://h, acknowledge: { after: 1h } }
            """,
            says: """
                2:60: `after` says when somebody else is told, but not who
                """),
        BadSettings(
            "too soon",
            """
            contacts:
              a: { type: webhook, url: http://h, acknowledge: { remind: 1s } }
            """,
            says: """
                2:61: `remind` cannot be 1s
                  = help: it may be from 1m to 1w
                """),
        BadSettings(
            "a digest at any time",
            """
            contacts:
              a: { type: webhook, url: http://h, digest: { at: "08:00" } }
            """,
            says: """
                2:46: `digest` does not say how often
                """),
        BadSettings(
            "a day of each day",
            """
            contacts:
              a: { type: webhook, url: http://h, digest: { every: day, on: mon } }
            """,
            says: """
                2:64: `on` names a day, and this digest comes on each
                """),
        BadSettings(
            "no day",
            """
            contacts:
              a: { type: webhook, url: http://h, digest: { every: week, on: lundi } }
            """,
            says: """
                2:65: `lundi` is not a day of
                """),
        BadSettings(
            "no time",
            """
            contacts:
              a: { type: webhook, url: http://h, digest: { every: day, at: 25:00 } }
            """,
            says: """
                2:64: `25:00` is not a time of day
                """),
        BadSettings(
            "a digest for a pager",
            """
            contacts:
              a: { type: chat, channel: x, token_file: /dev/null, digest: { every: day \
            } }
            """,
            says: """
                2:63: a contact of type `chat` is told of incidents alone
                """),
        BadSettings(
            "a key without a certificate",
            """
            contacts:
              a: { type: webhook, url: http://h, client_key: k }
            """,
            says: """
                2:50: `client_key` is the key of no certificate
                """),
        BadSettings(
            "no file",
            """
            contacts:
              a: { type: webhook, url: http://h, ca_file: /no/such.pem }
            """,
            says: """
                2:47: the file /no/such.pem cannot be read
                """),
        BadSettings(
            "no PEM",
            """
            contacts:
              a: { type: webhook, url: http://h, ca_file: /etc/hostname }
            """,
            says: """
                2:47: the file /etc/hostname holds nothing in PEM
                """),
        BadSettings(
            "no proxy",
            """
            contacts:
              a: { type: webhook, url: http://h, proxy: ftp://p }
            """,
            says: """
                2:45: the address is not `http` or `https` or `socks5`
                """),
        BadSettings(
            "no mail",
            """
            contacts:
              a: { type: webhook, url: http://h, allow_unencrypted: true }
            """,
            says: """
                2:57: `allow_unencrypted` is about mail
                """),
        BadSettings(
            "no public address",
            """
            public_url: vigie
            """,
            says: """
                1:13: `public_url` is not the address of this daemon
                """),
    ]

    @Test(arguments: cases) func isTold(_ mistake: BadSettings) throws {
        let refused = #expect(throws: SettingsRefused.self) { try read(mistake.yaml, in: "") }
        let words = refused?.description ?? ""
        #expect(words.contains(mistake.said), "\(words)")
    }

    /// Told in each other's place is no mistake: the engine tells each once.
    @Test func twoForEachOther() throws {
        let settings = try read(
            """
            contacts:
              a: { type: webhook, url: http://h, acknowledge: { escalate_to: b, after: 1h } }
              b: { type: webhook, url: http://h, acknowledge: { escalate_to: a, after: 1h } }
            """, in: "")
        #expect(settings.book.contacts.map { $0.escalation?.contact } == ["b", "a"])
    }

    private func read(_ yaml: String, in folder: String) throws -> Settings {
        let file = folder.isEmpty ? "vigie.yaml" : folder + "/vigie.yaml"
        return try Settings.read(yaml, file: file, registry: .services)
    }
}
