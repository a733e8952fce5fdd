import Model
public import Plans

// An alert on a KPI, and one on each event.
extension Narrator {
    public func sentences(of alert: AlertPlan) -> [String] {
        guard let kpi = plan.kpi(alert.kpi) else { return [] }
        let groups =
            kpi.by.isEmpty
            ? "" : say(", each \(list(kpi.by)) by itself", ", chaque \(list(kpi.by)) à part")
        var said = [
            say("`\(alert.name)` watches ", "`\(alert.name)` surveille ") + title(of: kpi) + groups
                + "."
        ]
        said += alert.ladder.map { rung in
            let word = rung.severity.word(in: tongue)
            return say("It goes to \(word) when ", "Elle passe en \(word) quand ")
                + words(rung.when, on: kpi) + "."
        }
        said.append(end(of: alert, on: kpi))
        if kpi.needs > 0 { said.append(needs(kpi)) }
        said.append(noData(alert.noData))
        return said + telling(alert.message, again: alert.repeatEvery)
    }

    public func sentences(of watch: WatchPlan) -> [String] {
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

    private func telling(_ message: MessagePlan, again every: Interval?) -> [String] {
        var said = [
            message.notify.isEmpty
                ? say(
                    "Whom it tells, the routes of the settings decide.",
                    "Qui est prévenu, les routes de la configuration le décident.")
                : say("It tells \(code(message.notify)).", "Elle prévient \(code(message.notify)).")
        ]
        if let every {
            said.append(
                say(
                    "It tells again every \(length(every)) as long as it lasts.",
                    "Elle le redit à intervalles de \(length(every)) tant que cela dure."))
        }
        if !message.owner.isEmpty {
            said.append(
                say(
                    "`\(message.owner)` answers for it.", "`\(message.owner)` en est responsable."))
        }
        if !message.runbook.isEmpty {
            said.append(
                say("What to do\(colon) ", "Que faire\(colon) ") + message.runbook)
        }
        return said
    }
}
