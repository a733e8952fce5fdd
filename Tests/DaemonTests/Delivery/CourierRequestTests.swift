import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// What a receiver sees.
@Suite(.timeLimit(.minutes(1))) struct CourierRequestTests {
    private let receiver = ScriptedReceiver()

    @Test func theRequest() async throws {
        let round = Round([
            "ops": ContactAddress(
                type: "webhook", url: Secret(receiver.url("/ok")),
                signing: [Secret("correct horse")],
                allowLoopback: true)
        ])
        round.courier.send(.stub("d-1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)

        let request = try #require(receiver.requests.first)
        #expect(request.body == "{\"incident\":\"i-1\"}")
        let signature = Signature.hmacSHA256(
            Array("1772999999.{\"incident\":\"i-1\"}".utf8), key: Array("correct horse".utf8))
        let expected = [
            "content-type": "application/json",
            "content-length": "18",
            "idempotency-key": "d-1",
            "x-vigie-timestamp": "1772999999",
            "x-vigie-signature": "sha256=" + hex(signature),
            "user-agent": "vigie/test",
            "accept": "*/*",
            "host": "127.0.0.1:\(receiver.port)",
        ]
        #expect(request.headers == expected)
    }

    @Test func withoutASecretThereIsNoSignature() async throws {
        let round = Round(["ops": contact])
        round.courier.send(.stub("d-1", to: "ops"))
        _ = await round.next()
        let request = try #require(receiver.requests.first)
        #expect(request.headers["x-vigie-signature"] == nil)
        #expect(request.headers["x-vigie-timestamp"] == "1772999999")
    }

    @Test func aTextBodyIsSentAsItsBytes() async throws {
        var contact = contact
        contact.type = "slack"
        let round = Round(["ops": contact])
        round.courier.send(.stub("d-1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)
        #expect(receiver.requests.first?.body == "slow: é")
    }

    /// The receiver recognises a repeat by the id; an id cannot bring in a header of its own.
    @Test func theKeyIsTheDeliverys() async throws {
        let round = Round(["ops": contact])
        for id in ["d-1", "d-1", "d-2\r\nX-Evil: yes"] {
            round.courier.send(.stub(id, to: "ops"))
            _ = await round.next()
        }
        #expect(
            receiver.requests.map { $0.headers["idempotency-key"] }
                == ["d-1", "d-1", "d-2X-Evil: yes"])
        #expect(receiver.requests.allSatisfy { $0.headers["x-evil"] == nil })
    }

    private var contact: ContactAddress {
        ContactAddress(type: "webhook", url: Secret(receiver.url("/ok")), allowLoopback: true)
    }
}

/// HMAC-SHA256 as others compute it.
@Suite struct SignatureTests {
    /// - Source: RFC 4231, 4.2, 4.3, 4.4 and 4.7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func vectors(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        #expect(hex(Signature.hmacSHA256(message, key: key)) == code)
    }

    @Test func theHeader() {
        let code = "sha256=" + hex(Signature.hmacSHA256(Array("12.what".utf8), key: [74]))
        let other = "sha256=" + hex(Signature.hmacSHA256(Array("12.what".utf8), key: [75]))
        #expect(Signature.header(for: "what", at: 12, with: [Secret("J")]) == code)
        #expect(
            Signature.header(for: "what", at: 12, with: [Secret("J"), Secret("K")])
                == "\(code), \(other)")
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
