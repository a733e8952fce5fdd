import Core
import Model

extension EngineStatus {
    /// Those that are in force first, the next to end before others; then those to come; then those
    /// that are over, the last that ended first.
    var silencesInOrder: [Silence] {
        let phases: [Silence.Phase] = [.active, .pending, .expired]
        return phases.flatMap { phase in
            silences.filter { $0.phase(at: clock) == phase }.sorted { one, other in
                switch phase {
                case .active: (one.endsAt, one.id) < (other.endsAt, other.id)
                case .pending: (one.startsAt, one.id) < (other.startsAt, other.id)
                case .expired: (other.endsAt, one.id) < (one.endsAt, other.id)
                }
            }
        }
    }
}

extension Silence {
    func json(at now: Timestamp) -> JSON {
        [
            "silence": .text(id), "state": .text(phase(at: now).rawValue),
            "matchers": .array(matchers.map { .text($0.description) }),
            "starts_at": .text("\(startsAt)"), "ends_at": .text("\(endsAt)"),
            "by": .text(createdBy), "comment": .text(comment), "calendar": .text(calendar),
            "updated_at": .text("\(updatedAt)"),
        ]
    }
}

extension EngineStatus.Upcoming {
    var json: JSON {
        [
            "contact": .text(contact), "incident": .text(incident), "alert": .text(alert),
            "group": group.json, "at": at.map { .text("\($0)") } ?? .null,
            "why": .text(why.name), "text": .text(why.sentence),
        ]
    }
}

extension EngineStatus.Upcoming.Why {
    /// In a word, for programs.
    var name: String {
        switch self {
        case .bundled: "bundled"
        case .sending: "sending"
        case .retried: "retried"
        case .quietHours: "quiet_hours"
        case .storm: "storm"
        case .repeated: "repeated"
        case .reminder: "reminder"
        case .handedOn: "handed_on"
        case .silenced: "silenced"
        case .inhibited: "inhibited"
        case .flapping: "flapping"
        case .digest: "digest"
        case .told: "told"
        case .shadow: "shadow"
        case .nobody: "nobody"
        }
    }

    var sentence: String {
        switch self {
        case .bundled: "it waits for others of its alert to go with"
        case .sending: "it is under way, or waits for its turn at the contact's rate"
        case .retried(let reason, let attempts):
            "tried \(attempts == 1 ? "once" : "\(attempts) times") and not taken: \(reason)"
        case .quietHours: "the contact is not to be disturbed before"
        case .storm: "so many opened within a minute that they are told as one"
        case .repeated: "its rule repeats it for as long as it lasts"
        case .reminder: "nobody has acknowledged it by then"
        case .handedOn(let contact): "\(contact) was told, and nobody has acknowledged it by then"
        case .silenced(let id): "nothing is told: the silence \(id) keeps it quiet"
        case .inhibited(let other): "nothing is told: \(other) keeps it quiet"
        case .flapping: "nothing is told before it is steady: it comes and goes too often"
        case .digest: "the digest is due"
        case .told: "it was told; nothing more is due before it changes"
        case .shadow: "nothing is told: its alert is a shadow"
        case .nobody: "nobody is told: the rule names no contact and no route fits"
        }
    }
}
