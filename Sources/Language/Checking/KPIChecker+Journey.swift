import Calendars
import Model
import Plans

/// Where a KPI stands in the journey, and what it is to reach.
extension KPIChecker {
    mutating func checkedStage() -> String? {
        guard let stage = declaration.stage else { return nil }
        if names.stages[stage.text] == nil {
            if names.lost.contains(stage.text) { return nil }
            let near = suggestion(for: stage.text, among: names.stages.keys)
            report(
                .unknownName, "there is no stage `\(stage.text)`", at: stage.range,
                "not declared",
                help: near.map { "did you mean `\($0)`?" }
                    ?? "declare it: `stage \(stage.text)`")
            return nil
        }
        if let tag = declaration.by.first(where: { $0.text == KPIPlan.stageTag }) {
            report(
                .outOfPlace, "the groups of `\(declaration.name.text)` are stages already",
                at: stage.range, "which of the two counts",
                and: [Diagnostic.Label(tag.range, "a group for each stage")],
                help: "remove the clause, or the tag")
            return nil
        }
        return stage.text
    }

    mutating func checkedGoal(_ value: Typed<ValueExpression>) -> GoalPlan? {
        guard let goal = declaration.goal else { return nil }
        let range = goal.value.range
        guard let (number, unit) = names.measured(goal.value) else {
            if case .name(let text) = goal.value.form,
                names.params[text] != nil || names.lost.contains(text)
            {
                return nil
            }
            report(
                .notANumber, "a goal is a number, a param or a benchmark", at: range,
                "none of them", help: "write `goal \(value.unit.written(1))`")
            return nil
        }
        guard value.unit.compares(with: unit, number) else {
            diagnostics.append(
                .incomparable(
                    value.unit, named: declaration.name.text, with: unit, constant: number,
                    names.quote(range), at: range))
            return nil
        }
        if let bounds = value.bounds, !bounds.contains(number) {
            diagnostics.append(.conclusion(false, at: range, bounds, value.unit))
            return nil
        }
        return GoalPlan(number, by: goal.by.map { Day(number: $0) })
    }
}
