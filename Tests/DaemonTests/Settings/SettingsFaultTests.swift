import Foundation
import PluginKit
import Testing

@testable import Daemon

/// A bad vigie.yaml, and the words about it.
@Suite struct SettingsFaultTests {
    static let cases = [
        BadSettings(
            "unknown key", "ruels: x",
            says: """
                vigie.yaml:1:1: `ruels` is not a key of the settings
                  = help: did you mean `rules`?
                """),
        BadSettings(
            "unknown key, nothing like it", "journal: { frequency: 3 }",
            says: """
                vigie.yaml:1:12: `frequency` is not a key of `journal`
                  = help: the keys are `sync`, `limit`
                """),
        BadSettings(
            "a secret in the open", "contacts:\n  a: { type: slack, url: http://h, secret: x }",
            says: """
                vigie.yaml:2:36: `secret` is not a key of the contact `a`
                  = help: did you mean `secret_file`?
                """),
        BadSettings(
            "list for a mapping", "journal: [sync]",
            says: """
                vigie.yaml:1:10: `journal` cannot be a list
                  = help: write keys and values, a `key: value` a line
                """),
        BadSettings(
            "mapping for a value", "state: { a: b }",
            says: """
                vigie.yaml:1:8: `state` cannot be a mapping
                  = help: write a text
                """),
        BadSettings(
            "a text for a file", "just words",
            says: """
                vigie.yaml:1:1: the settings cannot be a single value
                  = help: write keys and values, a `key: value` a line
                """),
        BadSettings(
            "bad duration", "checkpoint:\n  every: soon",
            says: """
                vigie.yaml:2:10: `soon` is not a length of time
                  = help: write a whole number and a unit: `200ms`, `30s`, `5m` or `2h`
                """),
        BadSettings(
            "duration out of range", "checkpoint: { every: 0s }",
            says: """
                vigie.yaml:1:22: `every` cannot be 0s
                  = help: it may be from 1s to 1h
                """),
        BadSettings(
            "bad time to sync", "journal: { sync: never }",
            says: """
                vigie.yaml:1:18: `never` is not a time to sync
                  = help: write `always`, or a length of time from 1ms to 1m such as `200ms`
                """),
        BadSettings(
            "bad size", "journal: { limit: 2GB }",
            says: """
                vigie.yaml:1:19: `2GB` is not a size
                  = help: write a whole number and a unit: `64KiB`, `512MiB` or `2GiB`
                """),
        BadSettings(
            "size out of range", "limits: { line_bytes: 10 }",
            says: """
                vigie.yaml:1:23: `line_bytes` cannot be 10B
                  = help: it may be from 256B to 16MiB
                """),
        BadSettings(
            "bad number", "limits: { series: 1e6 }",
            says: """
                vigie.yaml:1:19: `1e6` is not a whole number
                  = help: write digits, grouped by `_` if you like: `10_000`
                """),
        BadSettings(
            "bad door", "listen: { http: 8427 }",
            says: """
                vigie.yaml:1:17: `8427` is not an address to listen at
                  = help: write HOST:PORT: `127.0.0.1:8427`, `0.0.0.0:8427` or `[::1]:8427`
                """),
        BadSettings(
            "no rules", "rules: []",
            says: """
                vigie.yaml:1:8: `rules` names no folder
                  = help: write a folder or a list of them: `rules: /etc/vigie/rules`
                """),
        BadSettings(
            "unknown type", "contacts:\n  a: { type: slak, url: http://h }",
            says: """
                vigie.yaml:2:14: `slak` is not a type of contact
                  = help: did you mean `slack`?
                """),
        BadSettings(
            "no type", "contacts:\n  a: { url: http://h }",
            says: """
                vigie.yaml:2:3: the contact `a` has no `type`
                  = help: the types are `slack`, `webhook`
                """),
        BadSettings(
            "no address", "contacts:\n  a: { type: slack }",
            says: """
                vigie.yaml:2:3: the contact `a` has no address
                  = help: write `url_file: PATH`, or `url: "https://…"` where it is no secret
                """),
        BadSettings(
            "two addresses", "contacts:\n  a: { type: slack, url: http://h, url_file: f }",
            says: """
                vigie.yaml:2:46: the contact `a` has both `url` and `url_file`
                  = help: leave one of them out
                """),
        BadSettings(
            "an address that is none, not shown",
            "contacts:\n  a: { type: slack, url: \"ftp://h/T0KEN\" }",
            says: """
                vigie.yaml:2:26: the address is not `https` or `http`
                  = help: an address begins with `https://` or `http://` and names a host
                """),
        BadSettings(
            "a name that rules could not write",
            "contacts:\n  a b: { type: slack, url: http://h }",
            says: """
                vigie.yaml:2:3: `a b` is no name for a contact
                  = help: a name is made of letters, digits, `-`, `_` and `.`
                """),
        BadSettings(
            "no such secret file",
            "contacts:\n  a: { type: slack, url_file: /no/such/file }",
            says: """
                vigie.yaml:2:31: the secret file /no/such/file cannot be read
                  = help: it holds the secret alone, and the user that runs vigie must be able to \
                read it; or give it by `LoadCredential=` of systemd
                """),
        BadSettings(
            "a flag that is none",
            "contacts:\n  a: { type: slack, url: http://h, allow_loopback: perhaps }",
            says: """
                vigie.yaml:2:52: `perhaps` is not `true` or `false`
                  = help: write `true` or `false`
                """),
        BadSettings(
            "route to nobody",
            "contacts: { ops: { type: slack, url: http://h } }\nroutes: [{ notify: [opps] }]",
            says: """
                vigie.yaml:2:21: there is no contact `opps`
                  = help: did you mean `ops`?
                """),
        BadSettings(
            "route without a goal", "routes:\n  - match: { severity: bad }",
            says: """
                vigie.yaml:2:5: a route has no `notify`
                  = help: name the contacts that are told: `notify: [ops]`
                vigie.yaml:2:24: `bad` is not a severity
                  = help: the severities are `info`, `warning`, `critical`
                """),
        BadSettings(
            "a key twice", "state: a\nstate: b",
            says: """
                vigie.yaml:1:1: the key `state` is there twice
                  = help: the file is not YAML as it stands; indent by spaces and quote texts \
                with `:`
                """),
        BadSettings(
            "not YAML", "rules: [a\nstate: b",
            says: """
                vigie.yaml:2:6: did not find expected ',' or ']'
                  = help: the file is not YAML as it stands; indent by spaces and quote texts \
                with `:`
                """),
        BadSettings(
            "all at once, in order; a contact gone wrong is still a contact",
            """
            contacts:
              ops: { type: carrier-pigeon, url: http://h }
            routes: [{ notify: ops }]
            limits: { series: many }
            state: [a]
            """,
            says: """
                vigie.yaml:2:16: `carrier-pigeon` is not a type of contact
                  = help: the types are `slack`, `webhook`
                vigie.yaml:4:19: `many` is not a whole number
                  = help: write digits, grouped by `_` if you like: `10_000`
                vigie.yaml:5:8: `state` cannot be a list
                  = help: write a text
                """),
    ]

    @Test(arguments: cases) func isTold(_ mistake: BadSettings) throws {
        let refused = #expect(throws: SettingsRefused.self) {
            try Settings.read(mistake.yaml, file: "vigie.yaml", registry: .stubs)
        }
        #expect(refused?.description == mistake.said)
    }

    @Test func aMissingFileIsTold() {
        let refused = #expect(throws: SettingsRefused.self) {
            try Settings.load("/no/such/vigie.yaml", registry: .stubs, environment: [:])
        }
        #expect(refused?.faults.first?.message == "the settings cannot be read")
    }
}
