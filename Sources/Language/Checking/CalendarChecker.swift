import Calendars
import Model
import Plans

/// Checks a calendar: its zone, its hours, its files of holidays.
struct CalendarChecker: Complaining {
    private let declaration: CalendarDeclaration
    private let attachments: Attachments
    var diagnostics: [Diagnostic] = []

    init(_ declaration: CalendarDeclaration, _ attachments: Attachments) {
        self.declaration = declaration
        self.attachments = attachments
    }

    /// nil: it cannot be used, and that is reported.
    mutating func check() -> OpeningCalendar? {
        let zone = checkedZone()
        checkHours()
        let closures = declaration.closed.map { closing in
            OpeningCalendar.Closure(
                Day(number: closing.days.lowerBound)...Day(number: closing.days.upperBound),
                label: closing.label?.value ?? "")
        }
        let holidays = declaration.holidays.map { read($0, in: zone) }
        guard let zone, !declaration.isDamaged, !declaration.open.isEmpty,
            holidays.allSatisfy({ $0 != nil })
        else { return nil }
        return OpeningCalendar(
            name: declaration.name.text, zone: zone, week: week(),
            closures: closures + holidays.flatMap { $0 ?? [] }, exceptions: exceptions())
    }

    private mutating func checkedZone() -> Zone? {
        guard let zone = declaration.zone else {
            if !declaration.isDamaged {
                report(
                    .missingClause, "calendar `\(declaration.name.text)` has no `zone`",
                    at: declaration.name.range, "whose clock is not said",
                    help: "add `zone \"Europe/Paris\"`, or another")
            }
            return nil
        }
        let found = attachments.zone(named: zone)
        diagnostics += found.diagnostics
        return found.zone
    }

    private mutating func checkHours() {
        for opening in declaration.open {
            guard case .dates(let days) = opening.days, days.count > Limits.daysOfOneClause else {
                continue
            }
            report(
                .badArgument, "hours of their own for \(days.count) days", at: opening.range,
                "more than \(Limits.daysOfOneClause)", help: "make it a calendar of its own")
        }
        guard declaration.open.isEmpty, !declaration.isDamaged else { return }
        report(
            .neverOpen, "calendar `\(declaration.name.text)` is never open",
            at: declaration.name.range, "no `open`", help: "add `open mon..fri 08:00..18:00`")
    }

    private func week() -> [Weekday: [OpeningCalendar.Opening]] {
        var week: [Weekday: [OpeningCalendar.Opening]] = [:]
        for opening in declaration.open {
            guard case .weekdays(let days) = opening.days else { continue }
            for day in days { week[Weekday.allCases[day], default: []].append(opening.hours) }
        }
        return week
    }

    private func exceptions() -> [Day: [OpeningCalendar.Opening]] {
        var exceptions: [Day: [OpeningCalendar.Opening]] = [:]
        for opening in declaration.open {
            guard case .dates(let days) = opening.days else { continue }
            for day in days.prefix(Limits.daysOfOneClause) {
                exceptions[Day(number: day), default: []].append(opening.hours)
            }
        }
        return exceptions
    }

    private mutating func read(_ file: Text, in zone: Zone?) -> [OpeningCalendar.Closure]? {
        let found = attachments.holidays(in: file, zone: zone ?? .utc)
        diagnostics += found.diagnostics
        return found.closures
    }
}

extension CalendarDeclaration.Opening {
    fileprivate var hours: OpeningCalendar.Opening {
        OpeningCalendar.Opening(from: .minutes(Int64(from)), to: .minutes(Int64(to)))
    }
}
