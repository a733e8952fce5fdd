internal import Model
internal import PluginKit

/// A bulletin in words.
struct BulletinText {
    private let bulletin: Bulletin
    private let tongue: Tongue

    init(_ bulletin: Bulletin, _ tongue: Tongue) {
        self.bulletin = bulletin
        self.tongue = tongue
    }

    private var isFrench: Bool { tongue == .french }
    private var phrases: Phrases { Phrases(tongue) }

    var symbol: String {
        switch bulletin.kind {
        case .silenceBegan: "🔇"
        case .silenceEnded: "🔔"
        case .storm: "🔴"
        case .afterHours: "🌙"
        case .daily, .weekly: "📋"
        }
    }

    var news: String {
        let end = bulletin.until.minuteText(in: tongue)
        return switch bulletin.kind {
        case .silenceBegan: isFrench ? "silence jusqu'au \(end)" : "silence until \(end)"
        case .silenceEnded: isFrench ? "fin du silence" : "silence over"
        case .storm: isFrench ? "avalanche" : "storm"
        case .afterHours: isFrench ? "hors de vos heures" : "outside your hours"
        case .daily: isFrench ? "la journée" : "the day"
        case .weekly: isFrench ? "la semaine" : "the week"
        }
    }

    var subject: String {
        switch bulletin.kind {
        case .silenceBegan, .silenceEnded: bulletin.matchers
        case .storm: opened
        case .afterHours, .daily, .weekly: "\(opened), \(open)"
        }
    }

    var sentences: [String] {
        switch bulletin.kind {
        case .silenceBegan: [asked, kept].filter { !$0.isEmpty }
        case .silenceEnded: [asked, meanwhile].filter { !$0.isEmpty }
        case .storm:
            [
                isFrench
                    ? "Il s'en ouvre tant à la minute qu'ils sont comptés, pas annoncés un à un."
                    : "So many open in a minute that they are counted, not told one by one.",
                course,
            ]
        case .afterHours, .daily, .weekly: [course]
        }
    }

    /// How many of each alert, and which of them nobody seems to need.
    var tallies: [String] {
        bulletin.alerts.map { tally in
            "• \(tally.alert)\(phrases.colon) \(number(tally.count))"
                + (isIgnored(tally) ? phrases.ignored : "")
        }
    }

    private func isIgnored(_ tally: Bulletin.Tally) -> Bool {
        [.daily, .weekly].contains(bulletin.kind) && tally.acknowledged == 0
            && tally.count >= Limits.ignoredOpenings
    }

    var facts: [Fact] {
        [
            Fact(phrases.from, bulletin.from.minuteText(in: tongue), at: bulletin.from),
            Fact(phrases.until, bulletin.until.minuteText(in: tongue), at: bulletin.until),
        ]
    }
}

extension BulletinText {
    /// Who asked for a silence, and why.
    private var asked: String {
        let who =
            bulletin.by.isEmpty
            ? "" : isFrench ? "Demandé par \(bulletin.by)" : "Asked for by \(bulletin.by)"
        if who.isEmpty || bulletin.comment.isEmpty { return who + bulletin.comment }
        return "\(who)\(phrases.colon) \(bulletin.comment)"
    }

    private var kept: String {
        guard bulletin.open > 0 else { return "" }
        let (count, isOne) = (number(bulletin.open), isOne(bulletin.open))
        return switch tongue {
        case .english: "It keeps \(count) open \(isOne ? "incident" : "incidents") quiet."
        case .french:
            "Il fait taire \(count) \(isOne ? "incident ouvert" : "incidents ouverts")."
        }
    }

    private var meanwhile: String {
        guard bulletin.opened + bulletin.over + bulletin.open > 0 else { return "" }
        return isFrench ? "Pendant ce temps\u{A0}: \(course)" : "While it lasted: \(course)"
    }

    /// `12 incidents opened, 9 are over, 2 were acknowledged; 3 are open now.`
    private var course: String {
        var parts = [opened]
        let (over, acknowledged) = (bulletin.over, bulletin.acknowledged)
        if over > 0 {
            let word =
                isFrench
                ? (isOne(over) ? "terminé" : "terminés") : over == 1 ? "is over" : "are over"
            parts.append("\(number(over)) \(word)")
        }
        if acknowledged > 0 {
            let word =
                isFrench
                ? (isOne(acknowledged) ? "pris en charge" : "pris en charge")
                : acknowledged == 1 ? "was acknowledged" : "were acknowledged"
            parts.append("\(number(acknowledged)) \(word)")
        }
        return parts.joined(separator: ", ") + (isFrench ? "\u{A0}; " : "; ") + open + "."
    }

    private var opened: String {
        let count = bulletin.opened
        switch tongue {
        case .english:
            return count == 0
                ? "nothing opened"
                : "\(number(count)) \(count == 1 ? "incident" : "incidents") opened"
        case .french:
            return count == 0
                ? "aucun incident ouvert"
                : "\(number(count)) \(isOne(count) ? "incident ouvert" : "incidents ouverts")"
        }
    }

    private var open: String {
        let count = bulletin.open
        switch tongue {
        case .english:
            return count == 0
                ? "none is open now" : "\(number(count)) \(count == 1 ? "is" : "are") open now"
        case .french: return count == 0 ? "aucun en cours" : "\(number(count)) en cours"
        }
    }

    private func number(_ count: Int) -> String { Unit.count.text(Double(count), in: tongue) }

    /// English counts in the plural what is not one, French what is two or more.
    private func isOne(_ count: Int) -> Bool { isFrench ? count < 2 : count == 1 }
}
