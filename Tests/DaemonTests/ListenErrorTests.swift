import Foundation
import Inputs
import Model
import PluginKit
import Testing

@testable import Daemon

/// Doors that do not open say why.
@Suite(.timeLimit(.minutes(1))) struct ListenErrorTests {
    private func refusal(_ input: any Input, _ address: String) async -> String {
        do {
            let inbox = Inbox()
            try await input.run(at: address, into: inbox)
            return "it opened"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [any Input](arrayLiteral: TCPInput(), UDPInput()))
    func addressesThatCannotBe(_ input: any Input) async {
        let cases = [
            ("8094", "the address needs a port, as in 127.0.0.1:8094"),
            ("127.0.0.1:", "what follows the last colon is not a port, 0 to 65535"),
            ("127.0.0.1:70000", "what follows the last colon is not a port, 0 to 65535"),
            ("::1:8094", "an IPv6 address goes in brackets, as in [::1]:8094"),
            ("192.0.2.1:8094", "cannot assign requested address"),
            ("no.such.host.invalid:1", "unknown host no.such.host.invalid"),
        ]
        for (address, reason) in cases {
            let said = await refusal(input, address)
            #expect(said == "cannot listen on \(address): \(reason)")
        }
    }

    @Test(arguments: [any Input](arrayLiteral: TCPInput(), UDPInput()))
    func anAddressInUse(_ input: any Input) async throws {
        let house = House()
        try await house.with(input, at: "127.0.0.1:0") {
            let said = await refusal(input, $0.text)
            #expect(said == "cannot listen on \($0.text): address already in use")
        }
    }

    @Test func theHTTPFaceSaysItTheSameWay() async throws {
        let house = House()
        try await house.withFace { address in
            let other = House()
            let face = HTTPFace(
                address: address.text, inbox: other.inbox, tickets: other.tickets,
                board: other.board, version: "0", logger: .init(label: "test"), ready: { true })
            do {
                try await face.run()
                Issue.record("it opened")
            } catch {
                #expect("\(error)" == "cannot listen on \(address.text): address already in use")
            }
            other.inbox.close()
        }
    }

    @Test func addressesOfEveryForm() throws {
        #expect(try HostPort(":8094") == HostPort("0.0.0.0:8094"))
        #expect(try HostPort("[::1]:8094").host == "::1")
        #expect(try HostPort("localhost:1").port == 1)
    }
}
