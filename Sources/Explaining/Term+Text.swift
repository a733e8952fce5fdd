public import Model
import Plans

extension Term {
    /// The whole entry for people, its other language included.
    public func text(in tongue: Tongue) -> String {
        let narrator = Narrator(in: tongue)
        let (own, other) = (face(in: tongue), face(in: tongue == .french ? .english : .french))
        let language = narrator.say("French", "Anglais")
        let colon = narrator.colon
        var lines = [
            Self.head(own.names) + " (`\(id)`)",
            "\(language)\(colon) \(Self.head(other.names))", "", own.says, "",
            narrator.say("Unit", "Unité") + "\(colon) \(narrator.word(of: self)). "
                + narrator.word(of: better),
        ]
        if let rule {
            lines.append(narrator.say("In rules", "En règles") + "\(colon) \(rule)")
        } else {
            lines.append(
                narrator.say("No rule alone gives it.", "Aucune règle seule ne le donne."))
        }
        lines.append(
            narrator.say("Not to be confused with", "À ne pas confondre avec")
                + "\(colon) \(own.not).")
        return lines.joined(separator: "\n")
    }

    /// `Average handle time (AHT, Mean handle time)`.
    private static func head(_ names: [String]) -> String {
        let others = names.dropFirst().joined(separator: ", ")
        return (names.first ?? "") + (others.isEmpty ? "" : " (\(others))")
    }
}

extension Narrator {
    init(in tongue: Tongue) { self.init(Plan(), in: tongue) }

    func word(of term: Term) -> String {
        switch term.unit {
        case "duration": say("duration", "durée")
        case "percent": say("percentage", "pourcentage")
        case "points": "points"
        case "score": say("score", "note")
        case "count": say("count", "nombre entier")
        case "money": say("amount of money", "montant")
        default: say("number", "nombre")
        }
    }

    func word(of better: Term.Better) -> String {
        switch better {
        case .higher: say("Higher is better.", "Plus haut, c'est mieux.")
        case .lower: say("Lower is better.", "Plus bas, c'est mieux.")
        case .band:
            say("Neither too high nor too low is good.", "Ni trop haut ni trop bas, c'est bien.")
        case .none: say("No direction is good by itself.", "Aucun sens n'est bon en soi.")
        }
    }
}
