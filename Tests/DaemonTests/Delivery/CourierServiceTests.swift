import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// What services ask for beside a body: tokens, paths, pictures, and to change what was said.
@Suite(.timeLimit(.minutes(1))) struct CourierServiceTests {
    private let receiver = ScriptedReceiver()

    @Test func theTokenAndTheOptions() async throws {
        let round = Round(["ops": chat()], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        let reply = await round.next()
        #expect(reply?.outcome == .delivered)
        #expect(reply?.handle == "id-ok")
        let request = try #require(receiver.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/ok?wait=a+b%26c")
        #expect(request.headers["authorization"] == "Bearer xoxb-42")
        #expect(request.headers["x-links"] == "none none none")
        #expect(request.body == "channel=#ops;contact=ops")
    }

    @Test func aHandleIsGivenBack() async throws {
        let round = Round(["ops": chat("/ok/")], registry: .services)
        var delivery = Delivery.stub("2", to: "ops")
        delivery.handle = "id-7"
        round.courier.send(delivery)
        _ = await round.next()
        let request = try #require(receiver.requests.first)
        #expect(request.method == "PATCH")
        #expect(request.path == "/ok/id-7?wait=a+b%26c")
    }

    /// Refused, however the service says it: the engine has it said anew.
    @Test func aMessageThatIsGone() async throws {
        let round = Round(["ops": chat("/gone")], registry: .services)
        var delivery = Delivery.stub("2", to: "ops")
        delivery.handle = "id-7"
        round.courier.send(delivery)
        #expect(await round.next()?.outcome == .refused(reason: "it is gone"))
        #expect(receiver.requests.map(\.method) == ["PATCH"])
    }

    @Test func aPictureGoesAlong() async throws {
        let round = Round(["ops": chat()], registry: .services)
        round.courier.send(.stubWithTrail("1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)
        let request = try #require(receiver.requests.first)
        #expect(
            request.headers["content-type"]?.hasPrefix("multipart/form-data; boundary=") == true)
        for part in [
            "name=\"payload_json\"", "channel=#ops", "name=\"files[0]\"; filename=\"kpi.png\"",
            "Content-Type: image/png",
        ] {
            #expect(request.body.contains(part), "\(part)")
        }
    }

    @Test func aTokenInTheBody() async throws {
        var contact = ContactAddress(
            type: "pager", url: Secret(receiver.url("/ok")), allowLoopback: true)
        contact.token = Secret("k\"ey")
        let round = Round(["ops": contact], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        _ = await round.next()
        let request = try #require(receiver.requests.first)
        #expect(request.body == "{\"key\":\"k\\\"ey\"}")
        #expect(request.headers["authorization"] == nil)
    }

    @Test func linksLeadBack() async throws {
        let links = Links(base: "https://v.example", key: [1])
        let round = Round(["ops": chat()], registry: .services, links: links)
        var delivery = Delivery.stubWithTrail("1", to: "ops")
        round.courier.send(delivery)
        delivery.notification.kind = .resolved
        delivery.notification.trail = nil
        _ = await round.next()
        round.courier.send(delivery)
        _ = await round.next()
        #expect(
            receiver.requests.map { $0.headers["x-links"] } == [
                "https://v.example/incidents/i- https://v.example/acknowledge?"
                    + " https://v.example/pictures/i-1",
                "https://v.example/incidents/i- none none",
            ])
    }

    /// A secret of any kind that comes back does not come into the log.
    @Test func nothingSecretIsTold() {
        var address = ContactAddress(
            type: "chat", url: Secret("https://user:hunter22@h.example/services/T1"),
            signing: [Secret("correct horse"), Secret("old horse")])
        address.token = Secret("xoxb-4242")
        address.proxy = Secret("http://me:pr0xypass@proxy:3128")
        let echo =
            "/services/T1 hunter22 correct horse old horse xoxb-4242 pr0xypass"
            + " http://me:pr0xypass@proxy:3128 end"
        #expect(
            address.redact(echo)
                == "(secret) (secret) (secret) (secret) (secret) (secret) (secret) end")
    }

    /// A proxy would take such a host for its own.
    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "169.254.169.254"])
    func notByProxyEither(_ host: String) async {
        var contact = ContactAddress(type: "webhook", url: Secret("http://\(host)/"))
        contact.proxy = Secret("http://192.0.2.1:3128")
        let round = Round(["ops": contact], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        guard case .refused(let reason) = await round.next()?.outcome else {
            return #expect(Bool(false), "a proxy was asked for \(host)")
        }
        #expect(reason.contains("which a proxy would take for itself"))
    }

    @Test func aProxyOfThisMachineHasToBeMeant() async {
        var contact = ContactAddress(type: "webhook", url: Secret("http://h.example/"))
        contact.proxy = Secret("http://127.0.0.1:\(receiver.port)")
        let round = Round(["ops": contact], registry: .services)
        round.courier.send(.stub("1", to: "ops"))
        guard case .refused(let reason) = await round.next()?.outcome else {
            return #expect(Bool(false), "a proxy of this machine was gone to")
        }
        #expect(reason.hasPrefix("its proxy is 127.0.0.1"))
        #expect(receiver.connections == 0)
    }

    private func chat(_ path: String = "/ok") -> ContactAddress {
        var contact = ContactAddress(
            type: "chat", url: Secret(receiver.url(path)), allowLoopback: true)
        contact.token = Secret("xoxb-42")
        contact.options = Labels([.init("channel", "#ops")])
        return contact
    }
}
