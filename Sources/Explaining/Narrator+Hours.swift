import Calendars
import Model

// When a calendar opens.
extension Narrator {
    /// Whether it is open, and the next three times at which it opens, by its own clocks.
    func hours(_ calendar: OpeningCalendar, from now: Timestamp) -> String {
        let name = "`\(calendar.name)`"
        var opens: [String] = []
        var time = now
        while opens.count < 3, let next = calendar.nextOpening(after: time) {
            opens.append(moment(next, in: calendar.zone))
            time = next
        }
        let isOpen = calendar.isOpen(at: now)
        let until = isOpen ? calendar.nextClosing(after: now) : nil
        let end = until.map { moment($0, in: calendar.zone) }
        let state =
            isOpen
            ? say("is open now", "est ouvert")
                + (end.map { say(" until ", " jusqu'au ") + $0 } ?? "")
            : say("is closed now", "est fermé")
        guard !opens.isEmpty else {
            return say("\(name) \(state) and does not open.", "\(name) \(state) et n'ouvre pas.")
        }
        let next = list(opens)
        return say(
            "\(name) \(state); it next opens \(next) (\(calendar.zone.name)).",
            "\(name) \(state)\u{A0}; il ouvre ensuite le \(next) (\(calendar.zone.name)).")
    }

    /// `Mon 2026-03-09 08:00`, `lun. 09/03/2026 08:00`.
    private func moment(_ time: Timestamp, in zone: Zone) -> String {
        let local = zone.local(time)
        let parts = "\(local)".split(separator: " ")
        let day = parts[0].split(separator: "-").reversed().joined(separator: "/")
        let (english, french) = Self.weekdays[local.day.weekday.rawValue]
        return say("\(english) \(local)", "\(french) \(day) \(parts[1])")
    }

    private static let weekdays = [
        ("Mon", "lun."), ("Tue", "mar."), ("Wed", "mer."), ("Thu", "jeu."), ("Fri", "ven."),
        ("Sat", "sam."), ("Sun", "dim."),
    ]
}
