import CCurl
import Core
import Model
import PluginKit

/// The courier's thread: takes what waits, lets libcurl work, reports what ended, sleeps until
/// something stirs.
struct CourierRounds {
    let bag: CourierBag
    let registry: Registry
    let terms: CourierTerms
    let links: Links?
    let clock: @Sendable () -> Timestamp
    let report: @Sendable (DeliveryReply) -> Void

    private let multi: UnsafeMutableRawPointer
    private var underWay: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Handles to use again.
    private var idle: [UnsafeMutableRawPointer] = []

    init(
        bag: CourierBag, registry: Registry, terms: CourierTerms, links: Links?,
        clock: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (DeliveryReply) -> Void
    ) {
        guard let multi = curl_multi_init() else { preconditionFailure("no memory for libcurl") }
        self.bag = bag
        self.registry = registry
        self.terms = terms
        self.links = links
        self.clock = clock
        self.report = report
        self.multi = multi
        // Of HTTP/2 one stream a connection: see `Transfer.prepareReuse`.
        _ = vigie_curl_multi_set_long(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING)
    }

    /// Until called home, and then until all is done or it is time to be home.
    mutating func run() {
        bag.hang(CurlMulti(pointer: multi))
        while true {
            let orders = bag.orders(room: Limits.tries - underWay.count)
            for (delivery, address) in orders.deliveries { begin(delivery, to: address) }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            let ended = reportEnded()
            if let curfew = orders.curfew, underWay.isEmpty || curfew <= .now { break }
            if !ended { sleep(until: orders.curfew) }
        }
        bag.hang(nil)
        cleanUp()
    }

    private mutating func begin(
        _ delivery: Delivery, to address: ContactAddress?, doing sequel: Transfer.Sequel? = nil
    ) {
        guard let address, let notifier = registry.notifier(address.type) else {
            return answer(
                delivery.id,
                .refused(reason: "contact `\(delivery.contact)` is not in the configuration"))
        }
        guard let easy = idle.popLast() ?? curl_easy_init() else {
            return answer(delivery.id, .later(reason: "no memory for a connection", after: nil))
        }
        let transfer = Transfer(
            of: delivery, over: easy, to: address, by: notifier.init(), with: links,
            doing: sequel)
        if let refusal = transfer.prepare(terms, at: clock()) {
            if sequel == nil { answer(delivery.id, refusal) }
            return putAside(easy)
        }
        underWay[easy] = transfer
        curl_multi_add_handle(multi, easy)
    }

    /// Whether any did.
    private mutating func reportEnded() -> Bool {
        var easy: UnsafeMutableRawPointer?
        var code = CURLE_OK
        var any = false
        while vigie_curl_next_done(multi, &easy, &code) != 0 {
            guard let easy, let transfer = underWay.removeValue(forKey: easy) else { continue }
            any = true
            if transfer.sequel == nil { report(transfer.reply(code, at: clock())) }
            let next = hasRoomToFollowUp ? transfer.next(after: code) : nil
            curl_multi_remove_handle(multi, easy)
            putAside(easy)
            if let next { begin(transfer.delivery, to: transfer.address, doing: next) }
        }
        return any
    }

    private var hasRoomToFollowUp: Bool {
        underWay.values.count { $0.sequel != nil } < Limits.followUps
    }

    /// The connections are kept: they live in the multi handle.
    private mutating func putAside(_ easy: UnsafeMutableRawPointer) {
        curl_easy_reset(easy)
        idle.append(easy)
    }

    private func answer(_ id: String, _ outcome: Outcome) {
        report(DeliveryReply(delivery: id, outcome: outcome, at: clock()))
    }

    /// Until a socket stirs, a time limit of libcurl's is over or the bell rings.
    private func sleep(until curfew: ContinuousClock.Instant?) {
        let longest = Duration.seconds(60)
        let rest = curfew.map { min(max(ContinuousClock.now.duration(to: $0), .zero), longest) }
        let milliseconds = (rest ?? longest) / Duration.milliseconds(1)
        curl_multi_poll(multi, nil, 0, Int32(milliseconds.rounded(.up)), nil)
    }

    private func cleanUp() {
        for easy in underWay.keys {
            curl_multi_remove_handle(multi, easy)
            curl_easy_cleanup(easy)
        }
        for easy in idle { curl_easy_cleanup(easy) }
        curl_multi_cleanup(multi)
    }
}
