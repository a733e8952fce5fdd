import CCurl
import Core
import Locks
import Model

/// What the courier's thread shares with everybody else: deliveries not yet begun, the addresses,
/// and the bell.
///
/// A class, for both sides hold the same one.
final class CourierBag: Sendable {
    private struct Contents {
        var waiting: [Delivery] = []
        var contacts: [String: ContactAddress]
        /// When the courier has to be home; nil: not yet called home.
        var curfew: ContinuousClock.Instant?
        /// Rings the thread out of its sleep; nil once it has gone.
        var bell: CurlMulti?
    }

    /// What the thread is to do next.
    struct Orders {
        /// With no address where the contact is unknown.
        var deliveries: [(Delivery, ContactAddress?)]
        /// When to be home at the latest, if called home.
        var curfew: ContinuousClock.Instant?
    }

    private let contents: Monitor<Contents>

    init(contacts: [String: ContactAddress]) {
        contents = Monitor(Contents(contacts: contacts))
    }

    func put(_ delivery: Delivery) {
        contents.withLock { contents in
            guard contents.curfew == nil else { return }
            contents.waiting.append(delivery)
            contents.bell?.ring()
        }
    }

    func replace(contacts: [String: ContactAddress]) {
        contents.withLock { $0.contacts = contacts }
    }

    /// Calls the courier home.
    func close(within interval: Interval) {
        contents.withLock { contents in
            contents.curfew = .now + .nanoseconds(interval.nanoseconds)
            contents.waiting = []
            contents.bell?.ring()
        }
    }

    /// The first deliveries, as many as there is room for.
    func orders(room: Int) -> Orders {
        contents.withLock { contents in
            let taken = contents.waiting.prefix(room)
            contents.waiting.removeFirst(taken.count)
            return Orders(
                deliveries: taken.map { ($0, contents.contacts[$0.contact]) },
                curfew: contents.curfew)
        }
    }

    func hang(_ bell: CurlMulti?) { contents.withLock { $0.bell = bell } }
}

/// libcurl's set of transfers. Its bell may be rung by any thread; all else belongs to the
/// courier's.
struct CurlMulti: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    func ring() { curl_multi_wakeup(pointer) }
}
