import Model
import Plans

// Conditions of alerts, as the end of a sentence: `the value is above 3m`.
extension Narrator {
    func words(_ held: HeldCondition, on kpi: KPIPlan) -> String {
        let words = words(held.condition, on: kpi)
        guard held.lasting > .zero else { return words }
        return words + say(" for ", " pendant ") + length(held.lasting)
    }

    func words(_ condition: Condition, on kpi: KPIPlan, isInner: Bool = false) -> String {
        switch condition {
        case .compare(let left, let comparison, let right):
            let unit = unit(left, kpi) ?? unit(right, kpi) ?? .number
            return words(left, kpi, unit) + " \(verb(comparison)) " + words(right, kpi, unit)
        case .confident(let left, let comparison, let right, let confidence):
            return words(.compare(left, comparison, right), on: kpi) + words(confidence)
        case .all(let parts): return joined(parts, say("and", "et"), kpi, isInner)
        case .any(let parts): return joined(parts, say("or", "ou"), kpi, isInner)
        case .silent: return say("nothing comes", "rien ne vient")
        case .anomalous(let anomaly): return words(anomaly, on: kpi)
        case .not(.silent): return say("something comes", "quelque chose vient")
        case .not(.compare(let left, let comparison, let right)):
            return words(.compare(left, comparison.opposite, right), on: kpi)
        case .not(let inner):
            return say("it is not so that ", "il n'est pas vrai que ")
                + words(inner, on: kpi, isInner: true)
        }
    }

    private func joined(
        _ parts: [Condition], _ word: String, _ kpi: KPIPlan, _ isInner: Bool
    ) -> String {
        let text = parts.map { words($0, on: kpi, isInner: true) }.joined(separator: " \(word) ")
        return isInner && parts.count > 1 ? "(\(text))" : text
    }

    func verb(_ comparison: Comparison) -> String {
        switch comparison {
        case .less: say("is below", "est sous")
        case .lessOrEqual: say("is at most", "ne dépasse pas")
        case .greater: say("is above", "dépasse")
        case .greaterOrEqual: say("is at least", "atteint ou dépasse")
        case .equal: say("is", "vaut")
        case .notEqual: say("is not", "ne vaut pas")
        }
    }

    /// nil: a bare number, which has the unit of what it stands beside.
    private func unit(_ quantity: Quantity, _ kpi: KPIPlan) -> Unit? {
        switch quantity {
        case .value: kpi.unit
        case .samples: .count
        case .number: nil
        case .kpi(let name): plan.kpi(name)?.unit
        case .table(let name): plan.table(name)?.unit
        case .ago, .before, .peers, .slope, .baseline, .forecast: kpi.unit
        case .negated(let inner): unit(inner, kpi)
        case .arithmetic(let left, _, let right): unit(left, kpi) ?? unit(right, kpi)
        }
    }

    private func words(_ quantity: Quantity, _ kpi: KPIPlan, _ unit: Unit) -> String {
        switch quantity {
        case .value: say("the value", "la valeur")
        case .samples: say("the number of samples", "le nombre d'échantillons")
        case .number(let number): unit.text(number, in: tongue)
        case .kpi(let name): plan.kpi(name).map(title) ?? "`\(name)`"
        case .table(let name): say("what `\(name)` says", "ce que dit `\(name)`")
        case .ago(let span):
            say("the value \(length(span)) ago", "la valeur d'il y a \(length(span))")
        case .before(let marker):
            say(
                "the value before the latest `\(marker.stream)` of \(length(marker.within))",
                "la valeur d'avant le dernier `\(marker.stream)` en \(length(marker.within))")
        case .slope(let span): say("its rise in \(length(span))", "sa hausse en \(length(span))")
        case .peers: say("the median of the other groups", "la médiane des autres groupes")
        case .baseline(let weeks):
            say(
                "what is normal for the hour of the week (by ",
                "la normale pour l'heure de la semaine (sur ")
                + "\(weeks) " + say("week", "semaine") + (weeks == 1 ? ")" : "s)")
        case .forecast(let ahead):
            say(
                "what is forecast for \(length(ahead)) ahead",
                "la prévision à \(length(ahead))")
        case .negated(let inner): "-" + words(inner, kpi, unit)
        case .arithmetic(let left, let sign, let right):
            operand(left, sign, kpi, unit) + " \(word(sign)) " + operand(right, sign, kpi, unit)
        }
    }

    /// A factor counts nothing: `2 times the value`.
    private func operand(
        _ quantity: Quantity, _ sign: Arithmetic, _ kpi: KPIPlan, _ unit: Unit
    ) -> String {
        let text = words(quantity, kpi, sign.keepsUnit ? unit : .number)
        if case .arithmetic(_, let inner, _) = quantity, !sign.keepsUnit || inner != sign {
            return "(\(text))"
        }
        return text
    }

    func word(_ sign: Arithmetic) -> String {
        switch sign {
        case .add: say("plus", "plus")
        case .subtract: say("minus", "moins")
        case .multiply: say("times", "fois")
        case .divide: say("divided by", "divisé par")
        }
    }
}
