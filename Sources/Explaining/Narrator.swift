public import Model
public import Plans

/// Tells in plain sentences what rules and KPIs mean.
public struct Narrator: Sendable {
    let plan: Plan
    let tongue: Tongue

    public init(_ plan: Plan, in tongue: Tongue) {
        self.plan = plan
        self.tongue = tongue
    }

    /// One of the two, by the language.
    func say(_ english: @autoclosure () -> String, _ french: @autoclosure () -> String) -> String {
        tongue == .french ? french() : english()
    }

    /// `a, b and c`.
    func list(_ items: [String], _ word: String? = nil) -> String {
        guard let last = items.last, items.count > 1 else { return items.joined() }
        let word = word ?? say("and", "et")
        return items.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    func code(_ names: [String]) -> String { list(names.map { "`\($0)`" }) }

    func length(_ interval: Interval) -> String { tongue.length(interval) }

    /// Text as people quote it.
    func quoted(_ text: String) -> String {
        say("“\(text)”", "«\u{A0}\(text)\u{A0}»")
    }

    /// Before what follows, as each language sets it.
    var colon: String { say(":", "\u{A0}:") }

    /// A name for people and, where that is another, for rules.
    func title(of kpi: KPIPlan) -> String {
        let title = kpi.title(in: tongue)
        return title == kpi.name ? "`\(title)`" : "\(title) (`\(kpi.name)`)"
    }

    /// As a sentence names it: `a duration`.
    func noun(_ unit: Unit) -> String {
        switch unit {
        case .bool: say("a yes or no", "un oui ou non")
        case .text: say("a text", "un texte")
        case .count: say("a count", "un nombre entier")
        case .number: say("a number", "un nombre")
        case .duration: say("a duration", "une durée")
        case .percent: say("a percentage", "un pourcentage")
        case .score(let low, let high):
            say("a score of ", "une note de ") + Unit.number.text(low, in: tongue)
                + say(" to ", " à ")
                + Unit.number.text(high, in: tongue)
        case .ces(let scale): word(scale)
        case .points: say("a number of points", "un nombre de points")
        case .money(let code): say("an amount in \(code)", "un montant en \(code)")
        case .per: say("a rate", "un débit")
        }
    }

    /// `an ease from 1 to 7`.
    func word(_ scale: EffortScale) -> String {
        let (low, high) = (
            Unit.number.text(scale.low, in: tongue), Unit.number.text(scale.high, in: tongue)
        )
        return switch scale.sense {
        case .ease: say("an ease from \(low) to \(high)", "une facilité de \(low) à \(high)")
        case .effort: say("an effort from \(low) to \(high)", "un effort de \(low) à \(high)")
        }
    }

    func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
