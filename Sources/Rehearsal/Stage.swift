import Core
import LineProtocol
import Model
import Plans
import PluginKit

/// Where a run takes place: the real engine, fed by a clock that jumps from one thing to the next.
struct Stage: ~Copyable {
    private var engine: Engine
    private var witness: Witness
    private var now: Timestamp

    init(
        _ plan: Plan, book: ContactBook, with registry: Registry, from start: Timestamp,
        to end: Timestamp, watching kpis: [KPIPlan]
    ) {
        engine = Engine { Program(plan, from: $0, with: registry) }
        witness = Witness(from: start, to: end, watching: kpis)
        now = start
        hear(.rules(RuleSet(files: [], book: book)))
        hear(.tick(start))
    }

    /// Plays the lines, and goes on to the end.
    consuming func play(_ lines: [FeedWriter.Line]) -> Witness {
        var first = 0
        while first < lines.count, lines[first].arrival <= witness.end {
            let arrival = lines[first].arrival
            var bytes: [UInt8] = []
            while first < lines.count, lines[first].arrival == arrival {
                bytes += lines[first].bytes
                first += 1
            }
            advance(to: arrival)
            hear(.lines(Batch(bytes, arrival: arrival), ticket: nil))
        }
        advance(to: witness.end)
        return witness
    }

    /// Tick by tick, so that nothing that was in between is missed.
    private mutating func advance(to time: Timestamp) {
        while let due = engine.nextDue, due > now, due <= time {
            now = due
            hear(.tick(due))
            witness.book.note(engine, at: due)
        }
        guard time > now else { return }
        now = time
        hear(.tick(time))
    }

    /// What is sent arrives at once.
    private mutating func hear(_ event: Event) {
        var effects = engine.apply(event)
        while !effects.isEmpty {
            var next: [Effect] = []
            for effect in effects {
                switch effect {
                case .transition(let transition): witness.transitions.append(transition)
                case .send(let delivery):
                    note(delivery)
                    let reply = DeliveryReply(delivery: delivery.id, outcome: .delivered, at: now)
                    next += engine.apply(.reply(reply))
                case .say(.linesRefused(_, let count, let first)): note(count, first.reason)
                case .say, .receipt, .answer: break
                }
            }
            effects = next
        }
    }

    private mutating func note(_ delivery: Delivery) {
        let notification = delivery.notification
        witness.messages.append(
            Witness.Message(
                time: notification.at, contact: delivery.contact, alert: notification.alert,
                text: ([notification.summary, notification.detail]
                    + notification.companions.map(\.summary))
                    .filter { !$0.isEmpty }.joined(separator: "\n")))
    }

    private mutating func note(_ count: Int, _ reason: String) {
        if witness.refused == 0 { witness.firstRefusal = reason }
        witness.refused += count
    }
}
