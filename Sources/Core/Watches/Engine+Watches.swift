import Calendars
import Model
import Plans
import PluginKit

// From an event that a watch has something to say of to who is told.
extension Engine {
    mutating func tell(of occurrences: [Occurrence], at clock: Timestamp) -> [Effect] {
        occurrences.flatMap { tell(of: $0, at: clock) }
    }

    /// An incident that is over as it begins: two steps, and one message.
    private mutating func tell(of occurrence: Occurrence, at clock: Timestamp) -> [Effect] {
        let watch = program.watches[occurrence.watch].plan
        guard watch.during?.isOpen(at: occurrence.time) ?? true else { return [] }
        let within = watch.once?.within ?? .zero
        switch state.watches[occurrence.watch].judge(
            occurrence.onceKey, within: within, at: clock)
        {
        case .again: return []
        case .tooMany:
            return state.watches[occurrence.watch].counts[WatchMemory.Telling.tooMany.rawValue] == 1
                ? [.say(.tooManyOccurrences(alert: watch.name))] : []
        case .told: break
        }
        let notification = notification(of: occurrence, watch)
        let opened = Transition(notification)
        let effects: [Effect] = [.transition(opened), .transition(opened.undone)]
        if watch.message.isShadow || isQuiet(occurrence) { return effects }
        return effects
            + send(
                notification, step: 1, watch.message, about: [watch.stream], at: clock)
    }

    private func isQuiet(_ occurrence: Occurrence) -> Bool {
        let watch = program.watches[occurrence.watch]
        guard !watch.quiet.isEmpty else { return false }
        let group = watch.tags.map { occurrence.tags[$0] ?? "" }
        return watch.quiet.contains { isFiring($0, for: group) }
    }

    private func notification(of occurrence: Occurrence, _ watch: WatchPlan) -> Notification {
        var notification = Notification(
            kind: .occurred, incident: occurrence.incident(of: watch.name), alert: watch.name,
            kpi: "", title: watch.stream, group: occurrence.tags,
            state: .firing(occurrence.severity), previous: .ok, severity: occurrence.severity,
            value: occurrence.value, limit: occurrence.limit, unit: occurrence.unit, samples: 1,
            summary: "", openedAt: occurrence.time, at: occurrence.time)
        notification.say(watch.message, fields: occurrence.fields)
        return notification
    }
}

extension Occurrence {
    /// The same for the same event, sent again or heard again by a replay. Two events of one series
    /// and time are told apart by their id, or else by what they say.
    fileprivate func incident(of alert: String) -> String {
        var hash = StableHash(alert, id)
        for pair in tags.pairs {
            hash.combine(pair.name)
            hash.combine(pair.value)
        }
        hash.combine(time.nanoseconds)
        if id.isEmpty {
            for (name, text) in fields.sorted(by: { $0.key < $1.key }) {
                hash.combine(name)
                hash.combine(text)
            }
        }
        return hash.text
    }
}

extension Transition {
    /// The way back, at the same moment.
    fileprivate var undone: Transition {
        var back = self
        (back.from, back.to, back.reason) = (to, from, "one event")
        return back
    }
}
