internal import Model
internal import PluginKit

extension Envelope {
    init(json: JSON) {
        self.init(contentType: "application/json; charset=utf-8", body: json.line)
    }

    init(json keys: [(String, JSON)]) { self.init(json: .object(keys)) }
}

extension Notification.Kind {
    /// Whether it may take the place of the message before without anybody being told: it is no
    /// worse than that, or somebody has it in hand.
    var asksForNobody: Bool {
        switch self {
        case .eased, .acknowledged, .resolved: true
        case .opened, .escalated, .repeated, .occurred, .flapping, .unacknowledged, .announced:
            false
        }
    }
}

extension Notification {
    /// What it is about in a word, for machines: the alert, or the kind of bulletin.
    var subjectName: String { bulletin.map { $0.kind.name } ?? alert }

    /// Whether there is a course to be drawn.
    var hasCourse: Bool { Sparkline(trail) != nil }
}
