import Calendars
import Model
import Plans

/// How a contact wants to be told, with its calendars.
struct ContactProgram: Sendable {
    let plan: ContactPlan
    /// nil: it may be told at all hours.
    private let hours: OpeningCalendar?
    private let zone: Zone

    /// A calendar that the rules do not have, though it is named, counts as always open: who is not
    /// sure whether to wake somebody does.
    init(_ plan: ContactPlan, _ calendars: [OpeningCalendar]) {
        self.plan = plan
        hours = calendars.first { $0.name == plan.hours }
        zone = calendars.first { $0.name == plan.digest?.calendar }?.zone ?? .utc
    }

    /// Whether something comes of it that nobody acknowledges.
    var asksAcknowledgement: Bool { plan.remind != nil || plan.escalation != nil }

    /// Whether it understands nothing but incidents. That one is over, or in hand, wakes nobody
    /// there, and is told at all hours.
    var isPager: Bool { !plan.tellsBulletins }

    func isUrgent(_ severity: Severity) -> Bool { plan.urgent.map { severity >= $0 } ?? false }

    /// Whether it may be told of what is as bad as this.
    func listens(to severity: Severity, at now: Timestamp) -> Bool {
        hours.map { $0.isOpen(at: now) } ?? true || isUrgent(severity)
    }

    /// When it may next be told of what is not urgent.
    func opens(after now: Timestamp) -> Timestamp? {
        guard let hours, !hours.isOpen(at: now) else { return now }
        return hours.nextOpening(after: now)
    }

    /// The first time after another at which it is told how the day or the week was.
    func nextDigest(after time: Timestamp) -> Timestamp? {
        guard let digest = plan.digest else { return nil }
        let today = zone.local(time).day
        // A week and a day: this very weekday may be over.
        return (0...8).lazy.map { today.adding(days: $0) }
            .filter { digest.weekday == nil || $0.weekday == digest.weekday }
            .map { zone.timestamp(reaching: LocalTime($0, .minutes(Int64(digest.minute)))) }
            .first { $0 > time }
    }
}
