public import Model
import Statistics

// A digest as programs read it: the same in every tongue, but for titles.
extension Digest {
    public var json: JSON {
        .object([
            ("from", .text(span.start.description)), ("to", .text(span.end.description)),
            ("owner", .optional(owner)), ("owners", .array(owners.map(json))),
            ("movements", .array(movements.map(json))),
            ("steady", .integer(Int64(steadyKPIs))), ("not_known", .integer(Int64(unsureKPIs))),
            ("no_value", .array(silentKPIs.map(JSON.text))), ("goals", .array(goals.map(json))),
            ("alerts", .integer(Int64(alerts))), ("quiet", .array(quietAlerts.map(JSON.text))),
            (
                "frequent",
                .array(
                    frequent.map {
                        .object([
                            ("alert", .text($0.alert)), ("owner", .text($0.owner)),
                            ("count", .integer(Int64($0.count))),
                        ])
                    })
            ),
        ])
    }

    private func json(_ part: OwnerPart) -> JSON {
        .object([
            ("owner", .text(part.owner)), ("opened", .integer(Int64(part.opened))),
            ("still_open", .integer(Int64(part.stillOpen))),
            (
                "longest",
                .object([
                    ("alert", .text(part.longest.alert)), ("group", part.longest.group.json),
                    ("opened", .text(part.longest.opened.description)),
                    ("ended", .optional(part.longest.ended.map(\.description))),
                    ("length_s", .number(length(part.longest).seconds)),
                    ("cause", .optional(part.longest.cause)),
                ])
            ),
        ])
    }

    private func json(_ movement: Movement) -> JSON {
        .object([
            ("kpi", .text(movement.name)), ("title", .text(movement.title)),
            ("unit", .text(movement.unit.symbol)),
            ("change_unit", .text(movement.unit.differenceSymbol)),
            ("goal", .optional(movement.goal.map { movement.unit.published($0.value) })),
            ("values", movement.contrast.json(movement.unit, "before", "now")),
        ])
    }

    private func json(_ line: GoalLine) -> JSON {
        .object([
            ("kpi", .text(line.name)), ("title", .text(line.title)),
            ("unit", .text(line.unit.symbol)),
            ("value", .optional(line.value.map(line.unit.published))),
            ("goal", .number(line.unit.published(line.goal.value))), ("met", .bool(line.isMet)),
        ])
    }
}
