import Core
import Host
import Hummingbird
import Model
import Synchronization

/// Hands orders to the engine, and writes down who gave them and what came of it before anybody is
/// told.
///
/// A class: all requests share the count.
final class OrderDesk: Sendable {
    /// What came of an order.
    enum Outcome: Sendable {
        case done(String)
        case refused(OrderRefusal)
        /// So many wait that this one was not taken.
        case busy
        case turnedAway(String)
    }

    private let inbox: Inbox
    private let tickets: Tickets
    private let audit: AuditLog
    private let waiting = Atomic(0)

    init(inbox: Inbox, tickets: Tickets, audit: AuditLog) {
        self.inbox = inbox
        self.tickets = tickets
        self.audit = audit
    }

    func give(_ order: Order, by caller: Caller) async -> Outcome {
        let outcome = await hand(order)
        audit.write(
            AuditEntry(
                at: inbox.now(), caller: caller, by: order.by, action: order.action,
                target: order.target(outcome), detail: order.detail, outcome: outcome.words))
        return outcome
    }

    private func hand(_ order: Order) async -> Outcome {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Limits.ordersWaiting else {
            return .busy
        }
        let answer = await tickets.answer { ticket in
            guard !inbox.isClosed else { return false }
            inbox.post(.order(order, at: inbox.now(), ticket: ticket))
            return true
        }
        switch answer {
        case .order(.done(let id)): return .done(id)
        case .order(.refused(let refusal)): return .refused(refusal)
        case .turnedAway(let error): return .turnedAway(error.reason)
        case nil, .receipt: return .turnedAway("vigie is stopping")
        }
    }
}

extension OrderDesk.Outcome {
    /// For the audit log.
    var words: String {
        switch self {
        case .done: "done"
        case .refused(let refusal): refusal.words
        case .busy: "too many orders were waiting"
        case .turnedAway(let reason): reason
        }
    }
}

extension Order {
    fileprivate var by: String {
        switch self {
        case .acknowledge(let acknowledgement): acknowledgement.by
        case .silence(let request): request.by
        case .expire(_, let by): by
        case .alerts: ""
        }
    }

    fileprivate var action: String {
        switch self {
        case .acknowledge(let acknowledgement):
            acknowledgement.link.isEmpty ? "acknowledge" : "acknowledge by link"
        case .silence: "silence"
        case .expire: "expire"
        case .alerts: "alerts"
        }
    }

    fileprivate func target(_ outcome: OrderDesk.Outcome) -> String {
        switch self {
        case .acknowledge(let acknowledgement): return acknowledgement.incident
        case .silence(let request):
            if case .done(let id) = outcome { return id }
            return request.id
        case .expire(let silence, _): return silence
        case .alerts(let alerts): return "\(alerts.count)"
        }
    }

    fileprivate var detail: String {
        switch self {
        case .acknowledge(let acknowledgement): acknowledgement.comment
        case .silence(let request):
            request.matchers.map(\.description).joined(separator: ", ")
                + " from \(request.startsAt) until \(request.endsAt)"
                + (request.calendar.isEmpty ? "" : " during \(request.calendar)")
                + (request.comment.isEmpty ? "" : ": \(request.comment)")
        case .expire: ""
        case .alerts(let alerts):
            Set(alerts.compactMap { $0.labels["alertname"] }).sorted().prefix(10)
                .joined(separator: ", ")
        }
    }
}
