import Model
import Plans
import PluginKit
import Testing

@testable import Daemon

/// Settings that can be read and would do nothing, or not what was meant.
@Suite struct VainSettingsTests {
    @Test(arguments: [
        ("url: http://127.0.0.1:9/", "127.0.0.1"), ("url: http://0x7f.1/", "127.0.0.1"),
        ("url: http://169.254.169.254/x", "169.254.169.254"), ("url: \"http://[::1]/\"", "::1"),
        ("url: http://h/, proxy: http://127.0.0.2:1", "127.0.0.2"),
        ("url: http://h/", nil), ("url: http://10.0.0.1/", nil), ("url: http://localhost/", nil),
        ("url: http://127.0.0.1:9/, allow_loopback: true", nil),
    ])
    func whereNothingIsEverSent(text: String, host: String?) {
        let yaml = "contacts:\n  a: { type: webhook, \(text) }"
        let said = complaint(of: yaml)
        guard let host else {
            #expect(said == "", "\(text)")
            return
        }
        #expect(said.contains("`a` is at \(host), an address of this machine"))
        #expect(said.contains("vigie.yaml:2:"))
    }

    private func complaint(of yaml: String) -> String {
        do {
            _ = try Settings.read(yaml, file: "vigie.yaml", registry: .services)
            return ""
        } catch { return "\(error)" }
    }

    /// What looks like a key or a name of the rules and is none.
    @Test func routesThatFitNothing() {
        var plan = Plan()
        plan.watches = [WatchPlan("hot", on: "oven", ladder: [])]
        plan.watches[0].message.labels = Labels([.init("team", "a")])
        let matches = [
            Labels.Pair("severty", "critical"), .init("alert", "hott"), .init("tem", "a"),
            .init("alert", "hot"), .init("team", "b"), .init("cluster", "eu"),
            .init("alert", "KubeletDown"), .init("severity", "critical"),
        ]
        var book = ContactBook()
        book.routes = matches.map { RoutePlan(match: Labels([$0]), notify: ["ops"]) }
        #expect(
            book.doubts(of: plan) == [
                "the route 1 says `severty: critical`, and the rules have no tag or label"
                    + " `severty`\n  = help: did you mean `severity`?",
                "the route 2 says `alert: hott`, and the rules have no alert `hott`\n"
                    + "  = help: did you mean `hot`?",
                "the route 3 says `tem: a`, and the rules have no tag or label `tem`\n"
                    + "  = help: did you mean `team`?",
            ])
    }

    /// Only where settings and rules meet can it be told that there is no such calendar.
    @Test func calendars() {
        var contact = ContactPlan("ops", type: "webhook", rate: StubWebhook.rate)
        contact.hours = "office"
        contact.digest = DigestPlan(minute: 0, calendar: "shop")
        let book = ContactBook(contacts: [contact])
        #expect(
            book.unknownCalendars(of: Plan()) == [
                "the contact `ops` says `hours: office`, and the rules have no such calendar\n"
                    + "  = help: the rules declare none",
                "the contact `ops` says `digest: as_in: shop`, and the rules have no such"
                    + " calendar\n  = help: the rules declare none",
            ])
    }
}
