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
    /// Up to where verdicts are given.
    private var judged = Timestamp.distantPast
    /// What no engine may say.
    private(set) var complaint: Violation?

    mutating func hear(_ effects: [Effect], of event: Event) {
        for effect in effects {
            switch effect {
            case .transition(let transition): follow(transition)
            case .send(let delivery):
                sent[delivery.id] = (delivery.contact, delivery.notification.kind == .opened)
            case .say(.deliveryRefused(let id, _, _)), .say(.deliveryExpired(let id, _)):
                lost.insert(id)
            case .say(.contactGone(_, let ids)): lost.formUnion(ids)
            case .say, .receipt, .answer: break
            }
        }
        switch event {
        case .tick(let now), .restarted(let now), .order(_, let now, _):
            judged = max(judged, now)
        case .lines, .reply, .rules: break
        }
    }

    private mutating func follow(_ step: Transition) {
        transitions += 1
        let life = "\(step.alert){\(step.group)}"
        if let before = last[life], step.time < before {
            complain(
                .timeDoesNotRunBack, "\(life) went back from \(before) to \(step.time)")
        }
        // A rule may go at any time; everything else is judged once, at its pane's end.
        if step.time <= judged, step.reason != "rule removed" {
            complain(
                .timeDoesNotRunBack,
                "\(life) steps at \(step.time), which was judged before, at \(judged)")
        }
        last[life] = step.time
        if step.from == .ok, let known = open[life] {
            complain(.toldOnceToldAtAll, "\(life) opened \(step.incident) while \(known) is open")
        }
        if step.from != .ok, open[life] != step.incident {
            complain(
                .toldOnceToldAtAll, "\(life) went on with \(step.incident), which is not open")
        }
        open[life] = step.to == .ok ? nil : step.incident
    }

    private mutating func complain(_ promise: Promise, _ words: String) {
        if complaint == nil { complaint = Violation(promise: promise, words: words) }
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
        case .answer(let ticket, let answer): "answer \(ticket) \(answer)"
        case .say(let remark): "\(remark)"
        }
    }
}
