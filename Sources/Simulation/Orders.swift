import Core
import Model
import PluginKit

/// What the operator asks of the engine while it runs: silences, acknowledgements, and what
/// somebody else's Prometheus sends.
struct Orders {
    /// The incident of which a message went out last.
    var incident: String?
    /// The silence that was made last.
    var silence: String?

    mutating func draw(at now: Timestamp, _ fate: inout Fate) -> Order {
        switch fate.draw(.orders, 0...4) {
        case 0: acknowledgement
        case 1: expiry ?? silence(at: now, &fate)
        case 2: alerts(at: now, &fate)
        default: silence(at: now, &fate)
        }
    }

    private var acknowledgement: Order {
        .acknowledge(Acknowledgement(incident: incident ?? "nothing", by: "anna", comment: "on it"))
    }

    private var expiry: Order? { silence.map { .expire(silence: $0, by: "anna") } }

    private func silence(at now: Timestamp, _ fate: inout Fate) -> Order {
        let channel = fate.pick(.orders, Shop.channels)
        let start = now + .minutes(fate.draw(.orders, -10...30))
        let end = start + .minutes(fate.draw(.orders, 1...180))
        let matchers = try? [Matcher("channel", "(\(channel)|none)", isRegex: true)]
        return .silence(
            SilenceRequest(
                matchers: matchers ?? [], startsAt: start, endsAt: end, by: "anna",
                comment: "works"))
    }

    private func alerts(at now: Timestamp, _ fate: inout Fate) -> Order {
        let labels = Labels([
            .init("alertname", "disk"), .init("host", "web\(fate.draw(.orders, 1...3))"),
            .init("severity", fate.pick(.orders, ["critical", "warning"])),
        ])
        let end = now + .minutes(fate.draw(.orders, -5...90))
        return .alerts([ReceivedAlert(labels: labels, startsAt: now, endsAt: end)])
    }

    /// Takes note of what the engine says.
    mutating func hear(_ effect: Effect) {
        switch effect {
        case .answer(_, .done(let id)) where id.count == Self.lengthOfUUID: silence = id
        case .send(let delivery): incident = delivery.notification.incident
        default: break
        }
    }

    private static let lengthOfUUID = 36
}
