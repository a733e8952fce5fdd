import Model
import Plans

// What `is anomalous` asks, as the end of a sentence.
extension Narrator {
    func words(_ anomaly: AnomalyPlan, on kpi: KPIPlan) -> String {
        let side =
            switch anomaly.direction {
            case .high: say("unusually high", "anormalement haute")
            case .low: say("unusually low", "anormalement basse")
            case nil: say("out of the ordinary", "hors de l'ordinaire")
            }
        return say("the value is ", "la valeur est ") + side + effect(anomaly, kpi)
            + say(" for detector `", " selon le détecteur `") + anomaly.detector + "`, "
            + bar(anomaly.bar)
    }

    private func effect(_ anomaly: AnomalyPlan, _ kpi: KPIPlan) -> String {
        switch anomaly.atLeast {
        case nil: ""
        case .share(let share):
            say(" by at least ", " d'au moins ") + Unit.percent.text(share, in: tongue)
        case .amount(let amount):
            say(" by at least ", " d'au moins ") + kpi.unit.text(amount, in: tongue)
        }
    }

    private func bar(_ bar: AnomalyPlan.Bar) -> String {
        switch bar {
        case .budget(let alarms):
            let count = Unit.number.text(alarms.count, in: tongue)
            return say(
                "with at most \(count) false in \(length(alarms.per)) for each group",
                "avec au plus \(count) à tort en \(length(alarms.per)) par groupe")
        case .discoveries(let share):
            let text = Unit.percent.text(share, in: tongue)
            return say(
                "with at most \(text) of the groups named wrongly",
                "avec au plus \(text) des groupes nommés à tort")
        }
    }
}
