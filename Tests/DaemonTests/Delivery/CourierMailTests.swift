import Foundation
import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// What a mail server sees, and what its answers mean.
@Suite(.timeLimit(.minutes(1))) struct CourierMailTests {
    @Test func aMail() async throws {
        let server = MailReceiver()
        let round = Round(["ops": contact(server)], registry: .services)
        round.courier.send(.stub("d/1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)
        let lines = server.lines
        let login = Data("\0vigie\0correct horse".utf8).base64EncodedString()
        for line in [
            "AUTH PLAIN", login, "MAIL FROM:<vigie@example.org>", "RCPT TO:<a@example.org>",
            "RCPT TO:<b@example.org>", "From: Vigie <vigie@example.org>",
            "To: a@example.org, =?UTF-8?B?w4lsb2RpZQ==?= <b@example.org>",
            "Subject: =?UTF-8?B?RMOpbGFpIGRlIHLDqXBvbnNl?=", "Message-ID: <d.1@example.org>",
            "Date: Sun, 08 Mar 2026 19:59:59 +0000", "Auto-Submitted: auto-generated",
            "Mime-Version: 1.0", "Content-Transfer-Encoding: quoted-printable",
            "=C3=89lev=C3=A9: slow: =C3=A9", "..",
        ] {
            #expect(lines.contains(line), "\(line) in \(lines)")
        }
    }

    @Test func thePictureIsInTheMail() async throws {
        let server = MailReceiver()
        let round = Round(["ops": contact(server)], registry: .services)
        round.courier.send(.stubWithTrail("1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)
        let text = server.lines.joined(separator: "\n")
        for part in [
            "Content-Type: multipart/alternative", "Content-Type: multipart/related",
            "Content-Type: text/html; charset=utf-8", "Content-ID: <kpi.png>",
            "Content-Type: image/png", "Content-Disposition: inline", "iVBORw0KGgo",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(
        arguments: [
            (
                ["RCPT TO:<a": "550 no such user"],
                .refused(
                    reason: "not all in `to` have it, the others do: SMTP 550 no such user")
            ),
            (["RCPT": "550 no such user"], .refused(reason: "SMTP 550 no such user")),
            (["RCPT TO:<b": "451 greylisted"], .later(reason: "SMTP 451 greylisted", after: nil)),
            (["MAIL": "452 full"], .later(reason: "SMTP 452 full", after: nil)),
            (["AUTH": "535 who are you"], .refused(reason: "SMTP 535 who are you")),
            (["AUTH": "535 not correct horse"], .refused(reason: "SMTP 535 not (secret)")),
            ([".": "554 spam"], .refused(reason: "SMTP 554 spam")),
            ([".": "421 closing"], .later(reason: "SMTP 421 closing", after: nil)),
        ] as [([String: String], Outcome)])
    func anAnswerBecomesAnOutcome(_ script: [String: String], _ outcome: Outcome) async {
        let server = MailReceiver(script)
        let round = Round(["ops": contact(server)], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        #expect(await round.next()?.outcome == outcome)
    }

    /// Who is told "not now" is not left out for the sake of the others.
    @Test func nobodyIsLeftOut() async {
        let server = MailReceiver(["RCPT TO:<b": "451 greylisted"])
        let round = Round(["ops": contact(server)], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        _ = await round.next()
        #expect(!server.lines.contains("DATA"))
    }

    /// Neither a mail nor a password goes out in the clear, unless it is said.
    @Test func withoutTLSThereIsNoMail() async {
        let server = MailReceiver()
        var contact = contact(server)
        contact.allowLoopback = false
        let round = Round(["ops": contact], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        guard case .refused(let reason) = await round.next()?.outcome else {
            return #expect(Bool(false), "a mail server of this machine was gone to")
        }
        #expect(reason.hasPrefix("its host is 127.0.0.1"))
        #expect(server.lines.isEmpty)
    }

    private func contact(_ server: MailReceiver) -> ContactAddress {
        var contact = ContactAddress(
            type: "mail", url: Secret("smtp://127.0.0.1:\(server.port)"), allowLoopback: true)
        contact.options = Labels([
            .init("from", "Vigie <vigie@example.org>"),
            .init("to", "a@example.org, Élodie <b@example.org>"), .init("user", "vigie"),
        ])
        contact.token = Secret("correct horse")
        return contact
    }
}

@Suite struct MailTextTests {
    @Test(arguments: [
        ("plain", "plain"),
        (
            "Élodie <b@h.example>, c@h.example",
            "=?UTF-8?B?w4lsb2RpZQ==?= <b@h.example>, c@h.example"
        ),
        ("a\r\nBcc: x@y", "=?UTF-8?B?YQ0KQmNjOiB4QHk=?="),
    ])
    func headers(_ value: String, _ written: String) {
        #expect(EncodedWord.header(value, of: "To") == written)
    }

    /// No word is longer than a word may be, and together they say what was said.
    @Test func longHeaders() throws {
        let text = String(repeating: "réponse 🙂 ", count: 40)
        let words = EncodedWord.header(text, of: "Subject").split(separator: " ")
        #expect(words.allSatisfy { $0.count <= 75 })
        let bytes = try words.reduce(into: Data()) { bytes, word in
            bytes += try #require(
                Data(base64Encoded: String(word.dropFirst("=?UTF-8?B?".count).dropLast(2))))
        }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("a@b.example", "a@b.example"), ("A B <a@b.example>", "a@b.example"), ("a", nil),
        ("a@", nil), ("a@b> <c", nil), ("a b@c", nil), ("a@b\n", nil), ("<a@b>", "a@b"),
        ("x\r\nBcc: y <a@b>", nil), ("a@b@c", nil),
    ])
    func mailboxes(_ text: String, _ address: String?) {
        #expect(Mailbox(text)?.address == address)
    }
}
