import Model

/// The words of a message that are not the rule's, in one language.
struct Phrases {
    let value, limit, usual, at, since, lasted, samples, state, was, runbook, incident: String
    /// Before what a headline is about.
    let colon: String
    let tongue: Tongue

    init(_ tongue: Tongue) {
        self.tongue = tongue
        switch tongue {
        case .english:
            (value, limit, usual, at) = ("Value", "Limit", "Usually", "At")
            (since, lasted) = ("Since", "Lasted")
            (samples, state, was) = ("Samples", "State", "was")
            (runbook, incident, colon) = ("Runbook", "incident", ":")
        case .french:
            (value, limit, usual, at) = ("Valeur", "Limite", "D'ordinaire", "Le")
            (since, lasted) = ("Depuis", "Durée")
            (samples, state, was) = ("Échantillons", "État", "avant\u{A0}:")
            (runbook, incident, colon) = ("Procédure", "incident", "\u{A0}:")
        }
    }

    /// Of a step up the ladder.
    func risen(to state: AlertState) -> String {
        let word = state.word(in: tongue)
        switch tongue {
        case .english: return state == .noData ? "no data any more" : "up to \(word)"
        case .french: return state == .noData ? "plus de données" : "passe en \(word)"
        }
    }

    /// Between what something lies; nil: nothing is known of it.
    func range(from low: String?, to high: String?) -> String? {
        let isFrench = tongue == .french
        return switch (low, high) {
        case (let low?, let high?): "\(low) \(isFrench ? "à" : "to") \(high)"
        case (let low?, nil): (isFrench ? "au moins " : "at least ") + low
        case (nil, let high?): (isFrench ? "au plus " : "at most ") + high
        case (nil, nil): nil
        }
    }

    /// Of a step down that is not the end.
    func eased(to state: AlertState) -> String {
        let word = state.word(in: tongue)
        return tongue == .french ? "redescend en \(word)" : "eased to \(word)"
    }

    func acknowledged(by name: String) -> String {
        switch tongue {
        case .english: name.isEmpty ? "acknowledged" : "acknowledged by \(name)"
        case .french: name.isEmpty ? "pris en charge" : "pris en charge par \(name)"
        }
    }

    var flapping: String { tongue == .french ? "instable" : "flapping" }

    func unacknowledged(_ state: AlertState) -> String {
        let word = state.word(in: tongue)
        return tongue == .french
            ? "\(word), pas pris en charge" : "\(word), not acknowledged"
    }

    /// Of what is not about one incident.
    var announced: String { tongue == .french ? "pour information" : "for your information" }

    /// Of others that are told with one.
    func more(_ count: Int) -> String {
        let number = Unit.count.text(Double(count), in: tongue)
        return switch tongue {
        case .english: " and \(number) more"
        case .french: count == 1 ? " et une autre" : " et \(number) autres"
        }
    }

    /// Of many groups that are struck at once.
    func breadth(_ count: Int, of all: Int) -> String {
        let (some, whole) = (
            Unit.count.text(Double(count), in: tongue), Unit.count.text(Double(all), in: tongue)
        )
        return tongue == .french ? ", \(some) groupes sur \(whole)" : ", \(some) of \(whole) groups"
    }

    func still(_ state: AlertState) -> String {
        let word = state.word(in: tongue)
        switch tongue {
        case .english: return "still \(word)"
        case .french: return state == .noData ? "toujours sans données" : "toujours en \(word)"
        }
    }

    /// - Parameter reason: as the engine says it; what is not known here is left as it is.
    func resolved(because reason: String) -> String {
        let word = tongue == .french ? "résolu" : "resolved"
        let isPlain = reason.isEmpty || reason == "recovered"
        return isPlain ? word : "\(word), \(self.reason(reason))"
    }

    private func reason(_ reason: String) -> String {
        guard tongue == .french else { return reason }
        return switch reason {
        case "rule removed": "règle supprimée"
        case "no data": "absence de données"
        case "expired": "plus de nouvelles"
        default: reason
        }
    }

    /// What somebody wrote.
    func quoted(_ text: String) -> String {
        tongue == .french ? "«\u{A0}\(text)\u{A0}»" : "“\(text)”"
    }

    /// When the rule has no summary of its own.
    func sentence(value: String?, limit: String?, isSilent: Bool) -> String {
        switch tongue {
        case .english:
            guard let value else {
                return isSilent ? "No data comes in, so there is no value." : "There is no value."
            }
            return "The value is \(value)\(limit.map { ", the limit is \($0)" } ?? "")."
        case .french:
            guard let value else {
                return isSilent
                    ? "Aucune donnée n'arrive, il n'y a donc pas de valeur."
                    : "Il n'y a pas de valeur."
            }
            return "La valeur est \(value)\(limit.map { ", la limite est \($0)" } ?? "")."
        }
    }
}
