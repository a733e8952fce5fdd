import Calendars
import Model
import Plans
import Statistics

// A digest as a chat room reads it: under a page, in plain sentences.
extension Digest {
    public var text: String {
        let parts = [[heading], incidentLines, movementLines, goalLines, quietLines, frequentLines]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private func say(_ english: @autoclosure () -> String, _ french: @autoclosure () -> String)
        -> String
    { tongue == .french ? french() : english() }

    private var heading: String {
        let days = DigestDays(span, in: zone, tongue: tongue).text
        let whose = owner.map { say(" for \($0)", " pour \($0)") } ?? ""
        return say("The digest\(whose), \(days)", "Le bilan\(whose), \(days)")
    }

    // MARK: - Incidents

    private var incidentLines: [String] {
        let (opened, open) = (
            owners.reduce(0) { $0 + $1.opened }, owners.reduce(0) { $0 + $1.stillOpen }
        )
        guard !owners.isEmpty else {
            return [say("There was no incident.", "Il n'y a eu aucun incident.")]
        }
        let first = say(
            "\(incidents(opened)) opened, \(open) still open.",
            "\(incidents(opened)) \(opened < 2 ? "ouvert" : "ouverts"), \(open) encore en cours.")
        return [first] + short(owners.map(line))
    }

    private func incidents(_ count: Int) -> String {
        let number = Unit.count.text(Double(count), in: tongue)
        let isOne = tongue == .french ? count < 2 : count == 1
        return "\(number) incident\(isOne ? "" : "s")"
    }

    private func line(_ part: OwnerPart) -> String {
        let name = part.owner.isEmpty ? say("no owner", "sans responsable") : part.owner
        let open =
            part.stillOpen == 0
            ? "" : say(", \(part.stillOpen) still open", ", \(part.stillOpen) en cours")
        let days = DigestDays(span, in: zone, tongue: tongue)
        let group = part.longest.group.isEmpty ? "" : " (\(part.longest.group))"
        let length = Unit.duration.text(length(part.longest).seconds, in: tongue)
        let lasting = isOpen(part.longest) ? say(" so far", " à ce jour") : ""
        let cause = part.longest.cause.map { say(" Cause: \($0).", " Cause\u{A0}: \($0).") } ?? ""
        return say(
            "- \(name): \(part.opened) opened\(open). The longest: \(part.longest.title)\(group), "
                + "\(length)\(lasting) from \(days.moment(part.longest.opened)).",
            "- \(name)\u{A0}: \(part.opened) \(part.opened < 2 ? "ouvert" : "ouverts")\(open). "
                + "Le plus long\u{A0}: \(part.longest.title)\(group), "
                + "\(length)\(lasting) depuis \(days.moment(part.longest.opened))."
        ) + cause
    }

    // MARK: - KPIs

    private var movementLines: [String] {
        guard !movements.isEmpty || steadyKPIs + unsureKPIs > 0 else { return [] }
        let rest = say(
            "Not moved by more than chance: \(steadyKPIs)"
                + "\(unsureKPIs > 0 ? "; not known: \(unsureKPIs)" : "").",
            "Sans changement au-delà du hasard\u{A0}: \(steadyKPIs)"
                + "\(unsureKPIs > 0 ? "\u{A0}; on ne sait pas\u{A0}: \(unsureKPIs)" : "").")
        guard !movements.isEmpty else { return [rest] }
        let title = say("Against the time before:", "Par rapport à la période précédente\u{A0}:")
        return [title] + short(movements.map(line)) + [rest]
    }

    private func line(_ movement: Movement) -> String {
        let (unit, contrast) = (movement.unit, movement.contrast)
        let ends = contrast.difference.map { difference in
            let (low, high) = (
                unit.signedText(difference.low, in: tongue),
                unit.signedText(difference.high, in: tongue)
            )
            return say(" (95%: \(low) to \(high))", " (95\u{A0}%\u{A0}: \(low) à \(high))")
        }
        let verdict = movement.better.map { better in
            (better == .higher) == (contrast.change > 0)
                ? say(", better", ", mieux") : say(", worse", ", moins bien")
        }
        let goal = movement.goal.map { goal in
            say("; goal ", "\u{A0}; objectif ") + unit.text(goal.value, in: tongue)
        }
        return "- \(movement.title)\(say(":", "\u{A0}:")) "
            + "\(unit.text(contrast.second.value, in: tongue)), "
            + "\(unit.signedText(contrast.change, in: tongue))\(ends ?? "")\(verdict ?? "")"
            + "\(goal ?? "")."
    }

    private var goalLines: [String] {
        guard !goals.isEmpty else { return [] }
        let met = goals.count(where: \.isMet)
        let missed = goals.filter { !$0.isMet }.map { line in
            let value = line.value.map { line.unit.text($0, in: tongue) } ?? tongue.noValue
            return
                "- \(line.title)\(say(":", "\u{A0}:")) \(value)"
                + say("; goal ", "\u{A0}; objectif ")
                + "\(line.unit.text(line.goal.value, in: tongue))."
        }
        let title = say(
            "Goals met: \(met) of \(goals.count)\(missed.isEmpty ? "." : ". Not yet:")",
            "Objectifs atteints\u{A0}: \(met) sur \(goals.count)"
                + (missed.isEmpty ? "." : ". Pas encore\u{A0}:"))
        return [title] + short(missed)
    }

    // MARK: - What was quiet, and what was loud

    private var quietLines: [String] {
        guard alerts > 0 else { return [] }
        let few = quietAlerts.count <= 3 && !quietAlerts.isEmpty
        let names = few ? " (\(quietAlerts.joined(separator: ", ")))" : ""
        let quiet = say(
            "Quiet alerts: \(quietAlerts.count) of \(alerts)\(names).",
            "Alertes silencieuses\u{A0}: \(quietAlerts.count) sur \(alerts)\(names).")
        guard !silentKPIs.isEmpty else { return [quiet] }
        let shown = silentKPIs.prefix(Limits.digestLines).joined(separator: ", ")
        let more = silentKPIs.count > Limits.digestLines ? "…" : ""
        return [
            quiet,
            say(
                "No value any more: \(shown)\(more).",
                "Plus aucune valeur\u{A0}: \(shown)\(more)."),
        ]
    }

    private var frequentLines: [String] {
        guard !frequent.isEmpty else { return [] }
        let title = say("Is anybody acting on it?", "Quelqu'un s'en occupe-t-il\u{A0}?")
        return [title]
            + short(
                frequent.map { alert in
                    let whose = alert.owner.isEmpty ? "" : " (\(alert.owner))"
                    return say(
                        "- \(alert.alert) opened \(alert.count) times\(whose).",
                        "- \(alert.alert) s'est ouverte \(alert.count) fois\(whose).")
                })
    }

    private func short(_ lines: [String]) -> [String] {
        guard lines.count > Limits.digestLines else { return lines }
        let rest = lines.count - Limits.digestLines + 1
        return lines.prefix(Limits.digestLines - 1)
            + [say("- and \(rest) more.", "- et \(rest) autres.")]
    }
}
