import Calendars
public import Model
public import Plans

// An alert on a KPI, and one on each event.
extension Narrator {
    /// - Parameter now: from which the next openings of its calendar are told.
    public func sentences(of alert: AlertPlan, at now: Timestamp) -> [String] {
        guard let kpi = plan.kpi(alert.kpi) else { return [] }
        let groups =
            kpi.by.isEmpty
            ? "" : say(", each \(list(kpi.by)) by itself", ", chaque \(list(kpi.by)) à part")
        var said = [
            say("`\(alert.name)` watches ", "`\(alert.name)` surveille ") + subject(kpi) + groups
                + "."
        ]
        said += alert.ladder.map { rung in
            let word = rung.severity.word(in: tongue)
            return say("It goes to \(word) when ", "Elle passe en \(word) quand ")
                + words(rung.when, on: kpi) + "."
        }
        said += weight(of: kpi)
        said.append(end(of: alert, on: kpi))
        if kpi.needs > 0 { said.append(needs(kpi)) }
        if !kpi.isImplied { said.append(noData(alert.noData)) }
        if let calendar = alert.during {
            said.append(
                say(
                    "Outside `\(calendar.name)` it is not judged, and its clocks stand still.",
                    "Hors de `\(calendar.name)` elle n'est pas jugée, et ses horloges s'arrêtent."))
            said.append(hours(calendar, from: now))
        }
        if alert.learns { said.append(season(alert.season)) }
        return said + causes(alert) + telling(alert.message, again: alert.repeatEvery)
    }

    private func season(_ season: Season) -> String {
        let special =
            season.calendar.map {
                say(
                    ", the special days of `\($0.name)` apart",
                    ", les jours particuliers de `\($0.name)` à part")
            } ?? ""
        return say(
            "What is normal it learns by the clocks of \(season.zone.name)\(special).",
            "Elle apprend la normale aux horloges de \(season.zone.name)\(special).")
    }

    /// A stream, where the KPI was made for it.
    private func subject(_ kpi: KPIPlan) -> String {
        guard kpi.isImplied, let events = kpi.aggregates.first else { return title(of: kpi) }
        let filter =
            events.filter == .always
            ? "" : say(" where ", " où ") + words(events.filter, of: events.stream)
        return say("the stream `\(events.stream)`", "le flux `\(events.stream)`") + filter
    }

    public func sentences(of watch: WatchPlan, at now: Timestamp) -> [String] {
        var said = [
            say(
                "`\(watch.name)` looks at each event of `\(watch.stream)` as it comes.",
                "`\(watch.name)` regarde chaque événement de `\(watch.stream)` à son arrivée.")
        ]
        said += watch.ladder.map { rung in
            let word = rung.severity.word(in: tongue)
            return say("It tells of it as \(word) when ", "Elle le signale en \(word) quand ")
                + words(rung.when, of: watch.stream) + "."
        }
        if let once = watch.once {
            let within = length(once.within)
            said.append(
                say(
                    "Of those with the same `\(once.column)` only the first in \(within) is told.",
                    "De ceux du même `\(once.column)`, seul le premier en \(within) est dit."))
        }
        if let calendar = watch.during {
            said.append(
                say(
                    "Events outside `\(calendar.name)` are not told.",
                    "Les événements hors de `\(calendar.name)` ne sont pas dits."))
            said.append(hours(calendar, from: now))
        }
        return said + telling(watch.message, again: nil)
    }

    private func end(of alert: AlertPlan, on kpi: KPIPlan) -> String {
        guard let recover = alert.recover else {
            return say(
                "It ends as soon as none of this holds.",
                "Elle prend fin dès que rien de cela n'est vrai.")
        }
        return say("It ends when ", "Elle prend fin quand ") + words(recover, on: kpi) + "."
    }

    private func noData(_ noData: NoData) -> String {
        switch noData {
        case .keep: say("Without data nothing changes.", "Sans données, rien ne change.")
        case .ok: say("Without data it ends.", "Sans données, elle prend fin.")
        case .alarm(let severity, let after):
            say(
                "Without data for \(length(after)) it goes to \(severity.word(in: tongue)).",
                "Sans données pendant \(length(after)), elle passe en "
                    + "\(severity.word(in: tongue)).")
        }
    }
}
