@preconcurrency import Dispatch
import Glibc

/// What the system asks of the service by signals.
///
/// SIGTERM and SIGINT ask it to stop, SIGHUP to read its settings again; SIGPIPE, which a receiver
/// that hangs up would send, is ignored. They are heard for as long as this is held. A class, for
/// it is held by being referred to.
public final class Signals: Sendable {
    public enum Order: Equatable, Sendable { case stop, reload }

    private let sources: [any DispatchSourceSignal]

    /// `hear` is called on a queue of its own, an order at a time. Signals are heard when this
    /// returns.
    public init(_ hear: @escaping @Sendable (Order) -> Void) {
        signal(SIGPIPE, SIG_IGN)
        let queue = DispatchQueue(label: "signals")
        let orders: [(Int32, Order)] = [(SIGTERM, .stop), (SIGINT, .stop), (SIGHUP, .reload)]
        let registered = DispatchGroup()
        sources = orders.map { number, order in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { hear(order) }
            registered.enter()
            source.setRegistrationHandler { registered.leave() }
            source.resume()
            return source
        }
        registered.wait()  // a signal before that would end the process
    }

    deinit { for source in sources { source.cancel() } }
}
