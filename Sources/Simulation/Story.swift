import Core
import Model
import PluginKit

/// What an engine said over a run: for whom, of what, in which order.
struct Story {
    /// Deliveries by id, with the incident that each opens, if it does.
    private(set) var sent: [String: (contact: String, opens: Bool)] = [:]
    /// Deliveries that came to an end without arriving.
    private(set) var lost: Set<String> = []
    private(set) var transitions = 0
    private var open: [String: String] = [:]
    private var last: [String: Timestamp] = [:]
    private(set) var digest = StableHash()
    /// What no engine may say.
    private(set) var complaint: String?

    mutating func hear(_ effects: [Effect]) {
        for effect in effects {
            digest.combine(effect.brief)
            switch effect {
            case .transition(let transition): follow(transition)
            case .send(let delivery):
                sent[delivery.id] = (delivery.contact, delivery.notification.kind == .opened)
            case .say(.deliveryRefused(let id, _, _)), .say(.deliveryExpired(let id, _)),
                .say(.contactGone(let id, _)):
                lost.insert(id)
            case .say, .receipt: break
            }
        }
    }

    private mutating func follow(_ step: Transition) {
        transitions += 1
        let life = "\(step.alert){\(step.group)}"
        if let before = last[life], step.time < before {
            complaint = "\(life) went back from \(before) to \(step.time)"
        }
        last[life] = step.time
        if step.from == .ok, let known = open[life] {
            complaint = "\(life) opened \(step.incident) while \(known) is open"
        }
        if step.from != .ok, open[life] != step.incident {
            complaint = "\(life) went on with \(step.incident), which is not open"
        }
        open[life] = step.to == .ok ? nil : step.incident
    }
}

extension Effect {
    /// Enough to tell two effects apart.
    var brief: String {
        switch self {
        case .receipt(let ticket, let receipt):
            "receipt \(ticket) \(receipt.accepted) \(receipt.refused)"
        case .transition(let step):
            "\(step.time.nanoseconds) \(step.alert) \(step.group) \(step.from.name) "
                + "\(step.to.name) \(step.incident) \(step.samples)"
        case .send(let delivery):
            "send \(delivery.id) \(delivery.contact) \(delivery.attempts) "
                + "\(delivery.notification.kind.name)"
        case .say(let remark): "\(remark)"
        }
    }
}
