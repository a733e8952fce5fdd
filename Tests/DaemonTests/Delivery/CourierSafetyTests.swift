import Foundation
import Glibc
import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// Where the courier does not go, and what it does not tell.
@Suite(.timeLimit(.minutes(1))) struct CourierSafetyTests {
    private let receiver = ScriptedReceiver()

    @Test(arguments: ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"])
    func thisMachineIsNotGoneTo(_ host: String) async {
        let round = Round([
            "ops": ContactAddress(
                type: "webhook", url: Secret("http://\(host):\(receiver.port)/ok"))
        ])
        round.courier.send(.stub("1", to: "ops"))
        guard case .refused(let reason) = await round.next()?.outcome else {
            return #expect(Bool(false), "an address of this machine was gone to")
        }
        #expect(reason.hasPrefix("its host is "))
        #expect(reason.hasSuffix("if that is meant, say `allow_loopback: true`"))
        #expect(receiver.connections == 0)
    }

    /// A contact that may go to this machine leaves no connection behind for one that may not.
    @Test func noConnectionIsLent() async {
        let url = Secret(receiver.url("/ok"))
        let round = Round([
            "may": ContactAddress(type: "webhook", url: url, allowLoopback: true),
            "may-not": ContactAddress(type: "webhook", url: url),
        ])
        round.courier.send(.stub("1", to: "may"))
        #expect(await round.next()?.outcome == .delivered)
        round.courier.send(.stub("2", to: "may-not"))
        guard case .refused = await round.next()?.outcome else {
            return #expect(Bool(false), "a connection was lent")
        }
        #expect(receiver.requests.count == 1)
    }

    /// A receiver that repeats the address in its answer does not bring it into the log.
    @Test func anEchoedAddressIsNotTold() async {
        let round = Round([
            "ops": ContactAddress(
                type: "webhook", url: Secret(receiver.url("/echo/T0KEN/of/mine")),
                allowLoopback: true)
        ])
        round.courier.send(.stub("1", to: "ops"))
        #expect(
            await round.next()?.outcome
                == .refused(reason: "HTTP 400: cannot POST (secret) at all"))
    }

    @Test func redaction() {
        let address = ContactAddress(
            type: "webhook", url: Secret("https://h.example/services/T1?sig=x"),
            signing: [Secret("correct horse")])
        #expect(
            address.redact("at https://h.example/services/T1?sig=x with correct horse")
                == "at (secret) with (secret)")
        #expect(address.redact("POST /services/T1?sig=x") == "POST (secret)")
        let long = String(repeating: "long ", count: 100)
        guard case .refused(let reason) = address.redact(.refused(reason: long)) else {
            return #expect(Bool(false))
        }
        #expect(reason.count == Limits.reasonLength && reason.hasSuffix("…"))
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/openssl")))
    func aCertificateThatNobodySignedIsNotTrusted() async throws {
        let folder = try ScratchFolder()
        let server = try SelfSignedServer(in: folder)
        defer { server.stop() }
        let round = Round(
            [
                "ops": ContactAddress(
                    type: "webhook", url: Secret("https://127.0.0.1:\(server.port)/"),
                    allowLoopback: true)
            ], tryTime: .seconds(5))
        var outcome: Outcome?
        for _ in 0..<50 {  // it takes a moment to listen
            round.courier.send(.stub("1", to: "ops"))
            outcome = await round.next()?.outcome
            guard outcome == .later(reason: "no connection", after: nil) else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let reason = "the certificate is not to be trusted: self-signed certificate"
        #expect(outcome == .later(reason: reason, after: nil))
    }
}

/// `openssl s_server` with a certificate made for the occasion.
private struct SelfSignedServer {
    let port = Int.random(in: 20_000..<30_000)
    private let process = Process()

    init(in folder: ScratchFolder) throws {
        process.executableURL = URL(filePath: "/bin/sh")
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.arguments = [
            "-c",
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 \
                -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem
            exec timeout 30 openssl s_server -accept \(port) -key key.pem -cert cert.pem -quiet
            """,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func stop() { process.terminate() }
}

/// Which addresses lead back to this machine or its link.
@Suite struct PeerAddressTests {
    @Test(arguments: [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "::", "::1", "fe80::1", "febf::1",
        "::ffff:127.0.0.1", "::ffff:169.254.1.1", "::127.0.0.1", "64:ff9b::7f00:1",
    ])
    func leadsBack(_ text: String) throws { #expect(try address(text).isLocal) }

    @Test(arguments: [
        "1.1.1.1", "10.0.0.1", "192.168.1.1", "169.253.1.1", "128.0.0.1", "2001:db8::1",
        "fec0::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::101:101",
    ])
    func leadsAway(_ text: String) throws { #expect(try !address(text).isLocal) }

    @Test func isWrittenAsUsual() throws {
        #expect(try address("127.0.0.1").description == "127.0.0.1")
        #expect(try address("2001:db8::1").description == "2001:db8::1")
    }

    private func address(_ text: String) throws -> PeerAddress {
        let family = text.contains(":") ? AF_INET6 : AF_INET
        var bytes = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
        try #require(inet_pton(family, text, &bytes) == 1)
        return PeerAddress(bytes: bytes)
    }
}
