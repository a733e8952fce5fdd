import Calendars
import Model
public import Plans

// Stages, moments of truth, what a KPI is about, its goal, and the figures of others.
extension Narrator {
    func journey(of kpi: KPIPlan) -> [String] {
        var said: [String] = []
        if let stage = kpi.stage {
            said.append(
                say("It belongs to the stage `\(stage)`.", "Il relève de l'étape `\(stage)`."))
        }
        switch kpi.kano {
        case .basic:
            said.append(
                say(
                    "Customers take it for granted, and forgive nothing (Kano: basic).",
                    "Les clients le tiennent pour acquis et n'y pardonnent rien (Kano : basic)."))
        case .performance:
            said.append(
                say(
                    "The better it is, the more satisfied are customers (Kano: performance).",
                    "Plus il est bon, plus les clients sont satisfaits (Kano : performance)."))
        case .delight:
            said.append(
                say(
                    "Customers do not miss it, and are delighted by it (Kano: delight).",
                    "Les clients ne l'attendent pas et en sont ravis (Kano : delight)."))
        case nil: break
        }
        if let goal = kpi.goal { said.append(words(goal, of: kpi)) }
        return said
    }

    private func words(_ goal: GoalPlan, of kpi: KPIPlan) -> String {
        let value = kpi.unit.text(goal.value, in: tongue)
        let day = goal.by.map { say(", by \($0)", ", d'ici au \($0)") } ?? ""
        return say("Its goal is \(value)\(day).", "L'objectif est de \(value)\(day).")
    }

    /// Why alerts on a KPI are told as worse or milder than their rules say.
    func weight(of kpi: KPIPlan) -> [String] {
        var said: [String] = []
        if let stage = kpi.stage, plan.isAtMomentOfTruth(kpi) {
            said.append(
                say(
                    "All of it is one severity worse than written, for `\(stage)` is a moment of "
                        + "truth.",
                    "Tout y est d'une gravité de plus qu'écrit, car `\(stage)` est un moment de "
                        + "vérité."))
        }
        let moments = plan.momentsAmongGroups(of: kpi)
        if !moments.isEmpty {
            said.append(
                say(
                    "For groups at a moment of truth (\(code(moments))) it is one severity worse.",
                    "Pour les groupes à un moment de vérité (\(code(moments))), elle est d'une "
                        + "gravité de plus."))
        }
        if let kano = kpi.kano, kano.worst != .critical {
            let worst = kano.worst.word(in: tongue)
            said.append(
                say(
                    "It is no worse than \(worst), for its KPI is about \(kano.rawValue).",
                    "Elle ne dépasse pas \(worst), car son KPI relève de \(kano.rawValue)."))
        }
        return said
    }

    public func sentences(of stage: StagePlan) -> [String] {
        var said = [
            say(
                "`\(stage.name)` is a stage of the customer journey.",
                "`\(stage.name)` est une étape du parcours client.")
        ]
        if stage.isMomentOfTruth {
            said.append(
                say(
                    "It is a moment of truth\(colon) alerts on its KPIs are one severity worse.",
                    "C'est un moment de vérité\(colon) les alertes sur ses KPI sont d'une gravité "
                        + "de plus."))
        }
        let kpis = plan.kpis.filter { $0.stage == stage.name }.map(\.name)
        if !kpis.isEmpty {
            said.append(
                say("Its KPIs are \(code(kpis)).", "Ses KPI sont \(code(kpis))."))
        }
        return said
    }

    public func sentences(of benchmark: BenchmarkPlan) -> [String] {
        var value = benchmark.unit.text(benchmark.value, in: tongue)
        if case .ces = benchmark.unit { value += ", " + noun(benchmark.unit) }
        return [
            say(
                "`\(benchmark.name)` is a benchmark\(colon) \(value).",
                "`\(benchmark.name)` est une référence\(colon) \(value)."),
            say(
                "It is from \(quoted(benchmark.source)), in \(benchmark.year).",
                "Elle vient de \(quoted(benchmark.source)), en \(benchmark.year)."),
        ]
    }
}
