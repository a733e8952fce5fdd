import Model
import Plans
import PluginKit
import Testing

@testable import Core

/// Messages that go out as one.
@Suite struct BundleTests {
    private static func floor() -> Floor {
        var alert = AlertPlan.slow(above: 100)
        alert.message = MessagePlan(
            notify: ["room"], bundle: MessagePlan.Bundle(within: .minutes(3)))
        let kpi = KPIPlan.wait("mean", over: .minutes(2), every: .minutes(1))
        let room = ContactPlan("room", type: "slack", rate: DeliveryRate(burst: 9, interval: .zero))
        return Floor(
            Plan(streams: [.contact], kpis: [kpi], alerts: [alert]),
            book: ContactBook(contacts: [room]))
    }

    /// Chat and email are slow from the first minute on, the phone four minutes later.
    private static let lines = """
        contact,channel=chat wait=200 @10
        contact,channel=email wait=300 @20
        contact,channel=phone wait=400 @260
        """

    /// In one long step as in many: after a crash it is judged again what was judged, and what was
    /// told must have the same id.
    @Test func isTheSameHoweverTimeIsHeard() {
        var often = Self.floor()
        var once = Self.floor()
        often.feed(Self.lines, at: 30)
        once.feed(Self.lines, at: 30)
        for second in 31...600 { often.tick(second) }
        once.tick(600)
        #expect(often.sent.map(\.notification.companions.count) == [1, 0])
        #expect(often.sent.map(\.id) == once.sent.map(\.id))
        #expect(once.sent.map(\.notification.companions.count) == [1, 0])
    }
}
