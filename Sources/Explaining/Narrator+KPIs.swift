import Calendars
import Model
public import Plans
import PluginKit

// A KPI of the rules.
extension Narrator {
    /// What it is computed from, over which window and for whom, and who watches it.
    public func sentences(of kpi: KPIPlan) -> [String] {
        var said = [
            sentence(
                title(of: kpi) + say(" is ", " est ") + noun(kpi.unit) + "\(colon) "
                    + words(kpi.value, of: kpi, kpi.unit)),
            sentence(window(of: kpi)),
        ]
        if kpi.settle > .zero { said.append(settling(of: kpi)) }
        let others = kpi.names.map(\.text) + (tongue == .french ? [kpi.title] : [])
        let names = others.filter { !$0.isEmpty && $0 != kpi.title(in: tongue) }
        if !names.isEmpty {
            let known = list(names.map(quoted))
            said.append(say("It is also called \(known).", "On l'appelle aussi \(known)."))
        }
        switch kpi.better {
        case .higher: said.append(say("Higher is better.", "Plus haut, c'est mieux."))
        case .lower: said.append(say("Lower is better.", "Plus bas, c'est mieux."))
        case nil: break
        }
        if kpi.needs > 0 { said.append(needs(kpi)) }
        said += journey(of: kpi)
        if kpi.anonymousBelow > 0 { said.append(anonymity(kpi)) }
        return said + [users(of: kpi)]
    }

    private func window(of kpi: KPIPlan) -> String {
        let every = length(kpi.every)
        let groups =
            kpi.by.isEmpty
            ? say("over everything at once", "pour l'ensemble")
            : say("for each \(list(kpi.by)) by itself", "pour chaque \(list(kpi.by)) à part")
        return span(of: kpi)
            + say(
                ", is computed every \(every), \(groups)",
                ", est calculé à intervalles de \(every), \(groups)")
    }

    private func span(of kpi: KPIPlan) -> String {
        guard let plan = kpi.period else {
            return say("It looks back \(length(kpi.over))", "Il porte sur \(length(kpi.over))")
        }
        let (kind, zone) = (word(plan.period.kind), plan.period.zone.name)
        return plan.isClosedOnly
            ? say(
                "It covers a whole \(kind), once it is over, by the clocks of \(zone)",
                "Il couvre \(kind) en entier, à la fin, à l'heure de \(zone)")
            : say(
                "It covers the \(kind) so far, by the clocks of \(zone)",
                "Il couvre \(kind) en cours, à l'heure de \(zone)")
    }

    private func word(_ kind: Period.Kind) -> String {
        guard tongue == .french else { return kind.rawValue }
        return switch kind {
        case .hour: "l'heure"
        case .day: "le jour"
        case .week: "la semaine"
        case .month: "le mois"
        case .quarter: "le trimestre"
        case .year: "l'année"
        }
    }

    func needs(_ kpi: KPIPlan) -> String {
        let count = Unit.count.text(Double(kpi.needs), in: tongue)
        return say(
            "With fewer than \(count) samples in the window nothing changes.",
            "Avec moins de \(count) échantillons dans la fenêtre, rien ne change.")
    }

    private func anonymity(_ kpi: KPIPlan) -> String {
        let count = Unit.count.text(Double(kpi.anonymousBelow), in: tongue)
        return say(
            "A group of fewer than \(count) samples has no value, so that nobody is recognised.",
            "Un groupe de moins de \(count) échantillons n'a pas de valeur, pour que personne ne "
                + "soit reconnu.")
    }

    private func users(of kpi: KPIPlan) -> String {
        let alerts = plan.alerts.filter { $0.kpi == kpi.name }.map(\.name)
        guard !alerts.isEmpty else {
            return say("No alert watches it.", "Aucune alerte ne le surveille.")
        }
        return say("Watched by \(code(alerts)).", "Surveillé par \(code(alerts)).")
    }

    /// The value as a phrase over its aggregates.
    ///
    /// - Parameter unit: of numbers that stand in it.
    private func words(_ value: ValueExpression, of kpi: KPIPlan, _ unit: Unit) -> String {
        switch value {
        case .aggregate(let index): words(kpi.aggregates[index])
        case .rest(let whole, let part):
            words(kpi.aggregates[whole]) + notFollowing(kpi.aggregates[part])
        case .number(let number): unit.text(number, in: tongue)
        case .kpi(let name): plan.kpi(name).map(title) ?? "`\(name)`"
        case .group(let pins, let name):
            (plan.kpi(name).map(title) ?? "`\(name)`") + say(" of ", " de ") + code(["\(pins)"])
        case .groups(let statistic, let name):
            word(statistic) + say(" of ", " de ") + (plan.kpi(name).map(title) ?? "`\(name)`")
        case .negated(let inner): say("minus ", "moins ") + operand(inner, of: kpi, unit)
        case .arithmetic(let left, let sign, let right):
            operand(left, of: kpi, sign.keepsUnit ? unit : .number) + ", \(word(sign)) "
                + operand(right, of: kpi, sign.keepsUnit ? unit : .number)
        }
    }

    private func word(_ statistic: GroupStatistic) -> String {
        switch statistic {
        case .highest: say("the highest group", "le plus haut groupe")
        case .lowest: say("the lowest group", "le plus bas groupe")
        case .spread:
            say(
                "the distance from the lowest to the highest group",
                "l'écart du plus bas au plus haut groupe")
        }
    }

    private func operand(_ value: ValueExpression, of kpi: KPIPlan, _ unit: Unit) -> String {
        let text = words(value, of: kpi, unit)
        if case .arithmetic = value { return "(\(text))" }
        return text
    }

    private func words(_ aggregate: AggregatePlan) -> String {
        let filter =
            aggregate.filter == .always
            ? "" : say(" where ", " où ") + words(aggregate.filter, of: aggregate.stream)
        return function(aggregate) + " `\(aggregate.stream)`" + filter + following(aggregate)
    }

    /// `the mean of `wait_s` over the events of`.
    private func function(_ aggregate: AggregatePlan) -> String {
        let (name, over) = (
            aggregate.function, say(" over the events of", " sur les événements de")
        )
        switch aggregate.operand {
        case .event:
            return name == "count"
                ? say("the number of events of", "le nombre d'événements de")
                : "`\(name)`" + say(" of the events of", " des événements de")
        case .condition(let predicate):
            let words = words(predicate, of: aggregate.stream)
            return name == "share"
                ? say("the share, where \(words),", "la part, où \(words),")
                    + say(
                        " of the events of", " des événements de")
                : "`\(name)`" + say(" of “\(words)”", " de «\u{A0}\(words)\u{A0}»") + over
        case .field(let column), .tag(let column):
            return phrase(name, aggregate.arguments, "`\(column)`") + over
        }
    }

    private func phrase(_ function: String, _ arguments: Arguments, _ column: String) -> String {
        let suffix = "_of_latest"
        if function.hasSuffix(suffix) {
            let outer = String(function.dropLast(suffix.count))
            return phrase(outer, arguments, say("the latest ", "derniers ") + column)
        }
        let words =
            switch function {
            case "mean": say("the mean", "la moyenne")
            case "sum": say("the sum", "la somme")
            case "min": say("the lowest value", "la plus basse valeur")
            case "max": say("the highest value", "la plus haute valeur")
            case "first": say("the first value", "la première valeur")
            case "last": say("the last value", "la dernière valeur")
            case "stddev": say("the standard deviation", "l'écart type")
            case "distinct":
                say("the number of different values", "le nombre de valeurs différentes")
            case "repeated":
                say(
                    "the number of values that occurred \(times(arguments))",
                    "le nombre de valeurs vues \(times(arguments))")
            case "nps": say("the Net Promoter Score", "le Net Promoter Score")
            case "ces": say("the mean mark", "la note moyenne")
            case "csat": say("the share of satisfied marks", "la part des notes satisfaites")
            case "quantile": quantile(arguments)
            default: "`\(function)`"
            }
        return words + say(" of ", " de ") + column
    }

    private func times(_ arguments: Arguments) -> String {
        let least = Unit.count.text(arguments.values.first?.value ?? 2, in: tongue)
        return say("at least \(least) times", "au moins \(least) fois")
    }

    private func quantile(_ arguments: Arguments) -> String {
        let level = arguments.values.first?.value ?? 0.5
        guard level != 0.5 else { return say("the median", "la médiane") }
        let percent = Unit.percent.text(level, in: tongue)
        return say("the \(percent) quantile", "le quantile à \(percent)")
    }
}

extension Arithmetic {
    /// A factor counts nothing; a summand counts what the sum does.
    var keepsUnit: Bool { self == .add || self == .subtract }
}
