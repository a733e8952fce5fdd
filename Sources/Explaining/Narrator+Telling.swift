import Model
import Plans

// Whom an alert tells, and what keeps it quiet.
extension Narrator {
    func telling(_ message: MessagePlan, again every: Interval?) -> [String] {
        var said = quiet(message)
        if message.isShadow {
            said.append(
                say(
                    "It is on trial\(colon) what it would say is written down, and nobody is told.",
                    "Elle est à l'essai\(colon) ce qu'elle dirait est noté, personne n'est prévenu."
                ))
        } else {
            said.append(contacts(message))
        }
        if let every, !message.isShadow {
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
            said.append(say("What to do", "Que faire") + "\(colon) " + message.runbook)
        }
        return said
    }

    /// What it says of causes.
    func causes(_ alert: AlertPlan) -> [String] {
        var said: [String] = []
        if let explanation = alert.explanation {
            let tags = code(explanation.tags)
            said.append(
                say(
                    "When it opens it says which segments by \(tags) moved the value.",
                    "Quand elle s'ouvre, elle dit quels segments par \(tags) "
                        + "ont fait bouger la valeur."
                ))
        }
        if let quote = alert.quote?.field {
            said.append(
                say(
                    "It quotes the newest texts of `\(quote)`, redacted.",
                    "Elle cite les derniers textes de `\(quote)`, anonymisés."))
        }
        return said
    }

    private func contacts(_ message: MessagePlan) -> String {
        message.notify.isEmpty
            ? say(
                "Whom it tells, the routes of the settings decide.",
                "Qui est prévenu, les routes de la configuration le décident.")
            : say("It tells \(code(message.notify)).", "Elle prévient \(code(message.notify)).")
    }

    private func quiet(_ message: MessagePlan) -> [String] {
        var said: [String] = []
        if !message.unless.isEmpty {
            let others = code(message.unless)
            said.append(
                say(
                    "It is quiet as long as \(others) fires for the same tags.",
                    "Elle se tait tant que \(others) est active pour les mêmes étiquettes."))
        }
        if let bundle = message.bundle {
            let within = length(bundle.within)
            let each =
                bundle.by.isEmpty
                ? "" : say(", for each \(list(bundle.by))", ", pour chaque \(list(bundle.by))")
            said.append(
                bundle.within == .zero
                    ? say(
                        "What begins at the same time is told together\(each).",
                        "Ce qui commence au même moment est dit ensemble\(each).")
                    : say(
                        "What begins within \(within) is told together\(each).",
                        "Ce qui commence en \(within) est dit ensemble\(each)."))
        }
        return said
    }
}
