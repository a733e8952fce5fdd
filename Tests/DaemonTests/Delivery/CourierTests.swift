import Foundation
import Model
import PluginKit
import Testing

@testable import Core
@testable import Daemon

/// The courier against a receiver that does what receivers do.
@Suite(.timeLimit(.minutes(1))) struct CourierTests {
    private let receiver = ScriptedReceiver()

    @Test(
        arguments: [
            ("/ok", .delivered),
            ("/no-content", .delivered),
            ("/bad", .refused(reason: "HTTP 400: invalid_payload")),
            ("/slow-down", .later(reason: "HTTP 429: wait", after: .seconds(7))),
            ("/broken", .later(reason: "HTTP 500: oops", after: nil)),
            // Nobody is led elsewhere.
            ("/redirect", .refused(reason: "HTTP 302: it leads elsewhere, and is not followed")),
            // The status has come; what follows is not waited for.
            ("/huge", .delivered),
            ("/drip-body", .delivered),
            ("/endless-headers", .later(reason: "HTTP 500", after: nil)),
            ("/drip-status", .later(reason: "no answer in time", after: nil)),
            ("/hang", .later(reason: "no answer in time", after: nil)),
            ("/close", .later(reason: "the connection was closed without an answer", after: nil)),
        ] as [(String, Outcome)])
    func anAnswerBecomesAnOutcome(_ path: String, _ outcome: Outcome) async {
        #expect(await outcomeOfOne(to: contact(path)) == outcome)
    }

    /// `Retry-After` may be a date.
    @Test func aDateToWaitFor() async throws {
        guard case .later(_, let after?) = await outcomeOfOne(to: contact("/slow-down-until"))
        else { return #expect(Bool(false), "no date was understood") }
        #expect((85...91).contains(after.seconds))
    }

    /// The notifier has the last word on an answer, and its words fit a line of the log.
    @Test func theNotifierJudges() async {
        let outcome = await outcomeOfOne(to: contact("/teams", type: "slack"))
        #expect(outcome == .refused(reason: "failed with 429"))
    }

    @Test func anEmptyPortIsWorthAnotherTry() async {
        let port = ScriptedReceiver().port
        let dead = ContactAddress(
            type: "webhook", url: Secret("http://127.0.0.1:\(port)/"), allowLoopback: true)
        #expect(await outcomeOfOne(to: dead) == .later(reason: "no connection", after: nil))
    }

    @Test func aNameThatDoesNotResolveIsWorthAnotherTry() async {
        let nowhere = ContactAddress(type: "webhook", url: Secret("http://nowhere.invalid/"))
        guard case .later = await outcomeOfOne(to: nowhere) else {
            return #expect(Bool(false), "a name that does not resolve today may tomorrow")
        }
    }

    @Test func anUnknownContactIsRefused() async {
        let round = Round([:])
        round.courier.send(.stub("1", to: "ops"))
        let reply = await round.next()
        #expect(
            reply?.outcome
                == .refused(reason: "contact `ops` is not in the configuration"))
        #expect(reply?.delivery == "1")
        #expect(reply?.at == Round.now)
    }

    @Test func newAddressesCountFromTheNextTry() async {
        let round = Round(["ops": contact("/bad")])
        round.courier.send(.stub("1", to: "ops"))
        #expect(await round.next()?.outcome == .refused(reason: "HTTP 400: invalid_payload"))
        round.courier.replace(contacts: ["ops": contact("/ok")])
        round.courier.send(.stub("1", to: "ops"))
        #expect(await round.next()?.outcome == .delivered)
    }

    /// More than may be under way wait their turn, and none is lost.
    @Test func manyAtOnce() async {
        let round = Round(["ops": contact("/slow")], tryTime: .seconds(20))
        let ids = Set((0..<150).map { "\($0)" })
        for id in ids { round.courier.send(.stub(id, to: "ops")) }
        var delivered: Set<String> = []
        while delivered.count < ids.count, let reply = await round.next() {
            if reply.outcome == .delivered { delivered.insert(reply.delivery) }
        }
        #expect(delivered == ids)
        #expect((2...Limits.tries).contains(receiver.mostAtOnce))
    }

    private func contact(_ path: String, type: String = "webhook") -> ContactAddress {
        ContactAddress(type: type, url: Secret(receiver.url(path)), allowLoopback: true)
    }

    private func outcomeOfOne(to address: ContactAddress) async -> Outcome? {
        let round = Round(["ops": address])
        round.courier.send(.stub("1", to: "ops"))
        return await round.next()?.outcome
    }
}

/// A courier and the replies that it reports.
struct Round {
    static let now = Timestamp(nanoseconds: 1_772_999_999_900_000_000)

    let courier: Courier
    private let replies: AsyncStream<DeliveryReply>

    init(
        _ contacts: [String: ContactAddress], registry: Registry = .stubs, links: Links? = nil,
        tryTime: Interval = .seconds(2)
    ) {
        let (replies, report) = AsyncStream.makeStream(of: DeliveryReply.self)
        self.replies = replies
        courier = Courier(
            contacts: contacts, registry: registry,
            terms: CourierTerms(agent: "vigie/test", tryTime: tryTime), links: links,
            clock: { Round.now },
            report: { report.yield($0) })
    }

    func next() async -> DeliveryReply? { await replies.first { _ in true } }
}

extension Delivery {
    static func stub(_ id: String, to contact: String) -> Delivery {
        let notification = PluginKit.Notification(
            kind: .opened, incident: "i-1", alert: "slow", kpi: "response", title: "Response",
            group: Labels(), state: .firing(.warning), previous: .ok, severity: .warning,
            value: 7, limit: 5, unit: .number, samples: 12, summary: "slow: é",
            openedAt: .zero, at: .zero)
        return Delivery(id: id, contact: contact, notification: notification, attempts: 1)
    }

    static func stubWithTrail(_ id: String, to contact: String) -> Delivery {
        var delivery = stub(id, to: contact)
        delivery.notification.trail = Trail(end: .zero, step: .minutes(1), values: [1, 2, 7])
        return delivery
    }
}
