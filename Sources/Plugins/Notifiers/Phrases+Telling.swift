import Model

// The words about who knows of it, and what they can do.
extension Phrases {
    private var isFrench: Bool { tongue == .french }

    var acknowledge: String { isFrench ? "Prendre en charge" : "Acknowledge" }
    var open: String { isFrench ? "Voir l'incident" : "Incident" }
    var from: String { isFrench ? "Du" : "From" }
    var until: String { isFrench ? "Au" : "Until" }

    /// Of what is over, beside others.
    var over: String { isFrench ? "résolu" : "resolved" }

    /// Behind a value.
    func limited(_ limit: String) -> String {
        isFrench ? ", limite \(limit)" : ", limit \(limit)"
    }

    /// Before what lies within a time that ends now.
    func last(_ span: String) -> String {
        isFrench ? "en \(span)\u{A0}:" : "in the last \(span):"
    }

    var flappingSentence: String {
        let calm = tongue.length(Limits.flappingTime)
        return isFrench
            ? "Ouvert et résolu sans cesse\u{A0}: rien de plus n'est dit avant \(calm) de calme."
            : "It opens and recovers again and again: no more is told before \(calm) of calm."
    }

    /// Behind how often something opened.
    var ignored: String {
        isFrench
            ? ", aucun pris en charge\u{A0}: faut-il l'annoncer\u{A0}?"
            : ", none acknowledged: is it worth telling?"
    }

    /// For those who were told.
    var nobody: String {
        isFrench
            ? "Personne ne l'a encore pris en charge." : "Nobody has acknowledged it so far."
    }

    /// For those who are told next.
    func nobody(of contact: String) -> String {
        isFrench
            ? "Annoncé à \(contact), et personne ne l'a pris en charge."
            : "Told to \(contact), and nobody there has acknowledged it."
    }
}
