import Glibc
import Testing

@testable import Daemon

/// What the service makes of signals.
@Suite(.timeLimit(.minutes(1))) struct SignalsTests {
    @Test func ordersAreHeard() async {
        let (orders, hear) = AsyncStream.makeStream(of: Signals.Order.self)
        let signals = Signals { hear.yield($0) }
        for (number, order) in [
            (SIGHUP, .reload), (SIGTERM, .stop), (SIGHUP, .reload), (SIGINT, .stop),
        ] as [(Int32, Signals.Order)] {
            kill(getpid(), number)
            #expect(await orders.first { _ in true } == order)
        }
        kill(getpid(), SIGPIPE)  // and we are still here
        withExtendedLifetime(signals) {}
    }
}
