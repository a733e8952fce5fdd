import Model
import PluginKit

/// An incident that never was, to try a contact with. It says so first, in what is read first.
struct SampleIncident {
    /// Of its own for each run, so that no service takes it for the one before, and in the shape of
    /// the real ones; `7e57` is as near to `test` as it gets.
    let incident: String
    private let tongue: Tongue
    private let now: Timestamp

    init(tongue: Tongue, at now: Timestamp) {
        self.tongue = tongue
        self.now = now
        let digits = String(now.paneIndex(of: .seconds(1)), radix: 16)
        incident = "7e57" + String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    }

    func notification(_ kind: Notification.Kind) -> Notification {
        let isOver = kind == .resolved
        var sample = Notification(
            kind: kind, incident: incident, alert: "test_of_contact", kpi: "first_response_time",
            title: words("TEST, first response time", "ESSAI, délai de première réponse"),
            group: Labels([.init("channel", "chat")]), state: isOver ? .ok : .firing(.warning),
            previous: isOver ? .firing(.warning) : .ok, severity: .warning,
            value: isOver ? 130 : 612, limit: 180, unit: .duration, samples: 412,
            summary: words(
                "TEST of this contact: nothing is wrong",
                "ESSAI de ce contact\u{A0}: tout va bien"),
            owner: "vigie contact test", reason: isOver ? "recovered" : "",
            openedAt: now - .minutes(12), at: now, tongue: tongue)
        sample.trail = Trail(end: now, step: .minutes(1), values: values(isOver))
        if kind == .acknowledged { sample.by = "vigie contact test" }
        if kind == .announced { sample.bulletin = bulletin }
        return sample
    }

    /// Of a silence, since there is room for words in it.
    private var bulletin: Bulletin {
        var bulletin = Bulletin(.silenceBegan, from: now, until: now + .minutes(1))
        bulletin.matchers = words("TEST", "ESSAI")
        bulletin.by = "vigie contact test"
        bulletin.comment = words(
            "TEST of this contact: nothing is silenced",
            "ESSAI de ce contact\u{A0}: rien n'est mis en silence")
        return bulletin
    }

    private func words(_ english: String, _ french: String) -> String {
        tongue == .french ? french : english
    }

    private func values(_ isOver: Bool) -> [Double?] {
        let calm: [Double?] = (0..<36).map { 120 + Double($0 * 7 % 5) * 6 }
        let high: [Double?] = (1...12).map { 120 + Double($0) * 41 }
        return calm + high + (isOver ? [380, 210, 130] : [])
    }
}
