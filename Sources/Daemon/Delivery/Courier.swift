import CCurl
public import Core
import Foundation
public import Model
public import PluginKit

/// Carries deliveries to their contacts: one try each, and of each try one reply.
///
///      send ──▶ bag ──▶ rounds ──▶ report        the rounds are a thread of their own
///
/// When to try again, how often and in which order is the engine's affair. The engine also bounds
/// what is in the bag: it has at most `Limits.inFlightPerContact` tries of a contact under way.
///
/// A class, for it is one thread and one set of connections, whoever holds it.
public final class Courier: Sendable {
    private let bag: CourierBag
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - version: of vigie, told to receivers as `User-Agent`.
    ///   - links: those that messages bear; nil: none.
    ///   - clock: the time that signatures and replies bear.
    ///   - report: called on the courier's thread; it should hand the reply on and return.
    public convenience init(
        contacts: [String: ContactAddress], registry: Registry, version: String,
        links: Links? = nil, clock: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (DeliveryReply) -> Void
    ) {
        self.init(
            contacts: contacts, registry: registry,
            terms: CourierTerms(version: version), links: links, clock: clock, report: report)
    }

    init(
        contacts: [String: ContactAddress], registry: Registry, terms: CourierTerms,
        links: Links? = nil, clock: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (DeliveryReply) -> Void
    ) {
        precondition(Self.curlIsReady, "libcurl cannot be set up")
        bag = CourierBag(contacts: contacts)
        let thread = Thread { [bag, ended] in
            var rounds = CourierRounds(
                bag: bag, registry: registry, terms: terms, links: links, clock: clock,
                report: report)
            rounds.run()
            ended.signal()
        }
        thread.name = "courier"
        thread.start()
    }

    /// A courier that nobody holds goes home.
    deinit { bag.close(within: .zero) }

    /// Takes a delivery to be tried now. After `stop` it is left where it is: its next life is in
    /// the journal.
    public func send(_ delivery: Delivery) { bag.put(delivery) }

    /// New addresses, for what is not yet under way.
    public func replace(contacts: [String: ContactAddress]) { bag.replace(contacts: contacts) }

    /// Lets what is under way end and begins nothing more. Blocks until all is done or `interval`
    /// is over.
    ///
    /// What was cut off or never begun has no reply: it is sent again, under the same id, at the
    /// next start.
    public func stop(within interval: Interval) {
        bag.close(within: interval)
        // A thread that resolves a name cannot be interrupted; it is left behind rather than waited
        // for.
        let grace = Interval.milliseconds(250)
        _ = ended.wait(timeout: .now() + .nanoseconds(Int((interval + grace).nanoseconds)))
    }

    /// Once in a process, before any thread uses libcurl.
    static let curlIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// How long a try may take and as whom it comes.
struct CourierTerms: Sendable {
    var agent: String
    var connectTime = Limits.connectTime
    var tryTime = Limits.tryTime
    var mailTime = Limits.mailTime
}

extension CourierTerms {
    init(version: String) { self.init(agent: "vigie/\(version)") }
}
