import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// How the courier comes home.
@Suite(.timeLimit(.minutes(1))) struct CourierStopTests {
    private let receiver = ScriptedReceiver()

    @Test func whatIsUnderWayIsWaitedFor() async {
        let round = round("/slow")
        round.courier.send(.stub("1", to: "ops"))
        while receiver.requests.isEmpty { await Task.yield() }
        let time = ContinuousClock().measure { round.courier.stop(within: .seconds(10)) }
        #expect(time < .seconds(5))
        #expect(await round.next()?.outcome == .delivered)
    }

    @Test func whatTakesTooLongIsLeft() async {
        let round = round("/hang")
        round.courier.send(.stub("1", to: "ops"))
        while receiver.requests.isEmpty { await Task.yield() }
        let time = ContinuousClock().measure { round.courier.stop(within: .milliseconds(200)) }
        #expect(time < .seconds(5))
    }

    @Test func afterwardsNothingIsBegun() async throws {
        let round = round("/ok")
        round.courier.stop(within: .seconds(1))
        round.courier.send(.stub("1", to: "ops"))
        round.courier.stop(within: .milliseconds(10))
        #expect(receiver.connections == 0)
    }

    private func round(_ path: String) -> Round {
        let address = ContactAddress(
            type: "webhook", url: Secret(receiver.url(path)), allowLoopback: true)
        return Round(["ops": address], tryTime: .seconds(20))
    }
}
